import type { CallExpression, Expression, FunctionStatement, NameExpression } from "../../syntax/ast.ts";
import { walk, walkExpressions } from "../../syntax/walk.ts";
import { atomic, unknownType, type DataType } from "../../catalog/dataType.ts";
import { parseColumns, parseDataType } from "../../catalog/dataTypeText.ts";
import { certain, spark } from "./spark.ts";
import { record, siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument, UdfFact } from "../facts.ts";
import { lookUp } from "../python/scope.ts";
import { type FunctionValue, type UdfDefinition, type Value } from "../value.ts";

/**
 * What `udf(…)` makes: a UDF of the function given, or, given a return type only, the decorator that makes one.
 * `name` is the name that `spark.udf.register` gives it.
 */
export function udfOf(
  evaluation: Evaluation,
  form: UdfDefinition["form"],
  args: readonly BoundArgument[],
  node: CallExpression,
  name: string | null,
): Value {
  const target = args.find((each) => each.name === "f") ?? args.find((each) => each.name === null);
  const typeArgument =
    args.find((each) => each.name === "returnType") ??
    args.filter((each) => each.name === null)[target?.value.kind === "function" ? 1 : 0];
  const udf: UdfDefinition = {
    form,
    function: target?.value.kind === "function" ? target.value : null,
    name:
      name ??
      (evaluation.context.statement.kind === "Assign"
        ? assignedName(evaluation.context.statement, node)
        : null),
    returnType: typeArgument ? typeText(evaluation, typeArgument) : null,
    returns: declaredType(typeArgument?.value),
    site: siteOf(evaluation, node),
  };
  if (udf.function) {
    evaluation.called.add(udf.function.node);
    recordUdf(evaluation, udf);
  }
  const evidence = certain(evaluation, node, `${form === "row" ? "udf" : `${form}_udf`}(…)`);
  return spark("UserDefinedFunction", evidence, { udf });
}

function assignedName(
  statement: { readonly targets: readonly Expression[]; readonly value: Expression },
  node: CallExpression,
): string | null {
  const target = statement.targets[0];
  return statement.value === node && target?.kind === "Name" ? target.id : null;
}

/** The type that a return type stands for; string where none is given (pyspark.sql.functions.udf, 4.3). */
export function declaredType(value: Value | undefined): DataType {
  if (value === undefined) return atomic("string");
  if (value.kind === "spark" && value.data?.kind === "type") return value.data.dataType;
  if (value.kind !== "string" || value.value === null) return unknownType;
  const fields = parseDataType(value.value) === null ? parseColumns(value.value) : null;
  return fields ? { type: "struct", fields } : (parseDataType(value.value) ?? unknownType);
}

/** The return type as the code writes it. */
function typeText(evaluation: Evaluation, argument: BoundArgument): string {
  return argument.value.kind === "string" && argument.value.value !== null
    ? argument.value.value
    : evaluation.unit.text.slice(argument.node.start, argument.node.end);
}

function recordUdf(evaluation: Evaluation, udf: UdfDefinition): void {
  if (evaluation.silent > 0) return;
  const { unit, context } = evaluation;
  const captures = udf.function ? capturesOf(evaluation, udf.function) : [];
  record(evaluation, { kind: "udf", udf, captures, unit, context });
}

/** What a function's body reads of the code around, as it is when the UDF is made. */
function capturesOf(evaluation: Evaluation, { node, closure }: FunctionValue): UdfFact["captures"] {
  const own = new Set(node.parameters.map(({ name }) => name.id));
  const names: NameExpression[] = [];
  for (const part of node.kind === "Lambda" ? [node.body] : node.body)
    walkExpressions(part, (expression) => {
      if (expression.kind === "Name") names.push(expression);
    });
  if (node.kind === "Function")
    for (const statement of node.body)
      walk(statement, (part) => {
        if (part.kind === "Assign")
          for (const target of part.targets) if (target.kind === "Name") own.add(target.id);
        return true;
      });
  return names.flatMap((name) => {
    const value = own.has(name.id) ? undefined : lookUp(evaluation, name.id, closure);
    return value && isCapture(value) ? [{ node: name, value }] : [];
  });
}

const isCapture = ({ kind }: Value): boolean => kind === "spark" || kind === "module" || kind === "api";

/** The UDF that a decorated definition makes. */
export function decoratedUdf(
  evaluation: Evaluation,
  definition: FunctionStatement,
  fn: FunctionValue,
  decorator: Expression,
  form: UdfDefinition["form"],
  returnType: { readonly text: string; readonly dataType: DataType } | null,
): Value {
  const udf: UdfDefinition = {
    form,
    function: fn,
    name: definition.name.id,
    returnType: returnType?.text ?? null,
    returns: returnType?.dataType ?? declaredType(undefined),
    site: siteOf(evaluation, decorator),
  };
  evaluation.called.add(definition);
  recordUdf(evaluation, udf);
  return spark("UserDefinedFunction", certain(evaluation, decorator, "decorated as a UDF"), { udf });
}
