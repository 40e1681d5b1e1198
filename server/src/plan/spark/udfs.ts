import type { CallExpression, Expression, FunctionStatement } from "../../syntax/ast.ts";
import { atomic, unknownType, type DataType } from "../../catalog/dataType.ts";
import { parseColumns, parseDataType } from "../../catalog/dataTypeText.ts";
import { certain, spark } from "./spark.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { type FunctionValue, type UdfDefinition, type Value } from "../value.ts";
import { formByHints } from "./udfForms.ts";
import { recordWorkerFunction } from "./workerFunctions.ts";

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
  const fn = target?.value.kind === "function" ? target.value : null;
  const saysArrow = args.some((each) => each.name === "useArrow");
  const udf: UdfDefinition = {
    form: formByHints(form, fn, saysArrow, evaluation.session.version),
    function: fn,
    name:
      name ??
      (evaluation.context.statement.kind === "Assign"
        ? assignedName(evaluation.context.statement, node)
        : null),
    returnType: typeArgument ? typeText(evaluation, typeArgument) : null,
    returns: declaredType(typeArgument?.value),
    site: siteOf(evaluation, node),
  };
  const evidence = certain(evaluation, node, `${form === "row" ? "udf" : `${form}_udf`}(…)`);
  if (udf.function) {
    evaluation.called.add(udf.function.node);
    recordWorkerFunction(evaluation, udf, evidence);
  }
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

/** The UDF that a decorated definition makes. */
export function decoratedUdf(
  evaluation: Evaluation,
  definition: FunctionStatement,
  fn: FunctionValue,
  decorator: Expression,
  form: UdfDefinition["form"],
  returnType: { readonly text: string; readonly dataType: DataType } | null,
): Value {
  const saysArrow = decorator.kind === "Call" && decorator.args.some((each) => each.name?.id === "useArrow");
  const udf: UdfDefinition = {
    form: formByHints(form, fn, saysArrow, evaluation.session.version),
    function: fn,
    name: definition.name.id,
    returnType: returnType?.text ?? null,
    returns: returnType?.dataType ?? declaredType(undefined),
    site: siteOf(evaluation, decorator),
  };
  evaluation.called.add(definition);
  const evidence = certain(evaluation, decorator, "decorated as a UDF");
  recordWorkerFunction(evaluation, udf, evidence);
  return spark("UserDefinedFunction", evidence, { udf });
}
