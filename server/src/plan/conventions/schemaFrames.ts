import type { CallExpression, Expression, Identifier } from "../../syntax/ast.ts";
import { anyFrameOf } from "../eitherFrame.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import { evaluate } from "../python/expressions.ts";
import { sequenceOf } from "../python/heap.ts";
import { text } from "../python/text.ts";
import { typeValue } from "../spark/dataTypeCalls.ts";
import { certain, madeFrom, planStep, spark } from "../spark/spark.ts";
import { unknown, type ClassValue, type SparkValue, type Value } from "../value.ts";

/** The annotations of frames that name such a class: `DataSet[Person]`, `DataFrame[Person]`. */
const frameClasses: ReadonlySet<string> = new Set([
  "typedspark.DataSet",
  "typedspark.DataSetImplements",
  "pandera.typing.pyspark_sql.DataFrame",
]);

/** `DataSet[Person]` as a value that frames can be given to; null for other subscripts. */
export function frameClass(object: string, index: Value, node: Expression): Value | null {
  if (!frameClasses.has(object) || index.kind !== "class" || !index.schema) return null;
  return { kind: "library", type: object, args: [{ name: "schema", unpack: "", node, value: index }] };
}

/** The frame that an annotation such as `DataSet[Person]` declares: a claim of the author, which nothing checks. */
export function annotatedFrame(
  evaluation: Evaluation,
  annotation: Expression,
  name: Identifier | Expression,
): SparkValue | null {
  if (annotation.kind !== "Subscript") return null;
  const object = evaluate(evaluation, annotation.object);
  const [index] = annotation.indices;
  if (object.kind !== "api" || !frameClasses.has(object.name) || index === undefined) return null;
  const schema = evaluate(evaluation, index);
  const type = object.name.slice(object.name.lastIndexOf(".") + 1);
  const plan = planStep(evaluation, {
    operator: "Parameter",
    method: "declared frame",
    inputs: [],
    span: name,
    nameSpan: name,
    maxRows: null,
    args: [{ name: "schema", unpack: "", node: index, value: schema }],
  });
  return spark("DataFrame", certain(evaluation, annotation, `annotated as ${type}`), { plan });
}

/** `DataSet[Person](df)`: typedspark raises unless the frame has exactly these columns, in any order. */
export function castFrame(
  evaluation: Evaluation,
  callee: Extract<Value, { kind: "library" }>,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const schema = callee.args.find((each) => each.name === "schema");
  if (!frameClasses.has(callee.type) || !schema) return unknown;
  return checkedFrame(evaluation, "typedspark.DataSet", [...args, schema], node);
}

/** A call of one of the libraries' functions. */
export function schemaClassCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  const schema = (args.find((each) => each.name === "schema") ?? args[1])?.value;
  switch (name.replace(/^typedspark\.(\w+\.)+/, "typedspark.")) {
    case "typedspark.create_partially_filled_dataset":
    case "typedspark.create_empty_dataset":
      return filledFrame(evaluation, name, args, node);
    case "typedspark.transform_to_schema":
      return checkedFrame(evaluation, "typedspark.transform_to_schema", args, node);
    case "typedspark.register_schema_to_dataset":
      return schema ?? unknown;
    case "typedspark.register_schema_to_dataset_with_alias":
      return sequenceOf(evaluation, "tuple", [args[0]?.value ?? unknown, schema ?? unknown], true);
    case "pandera.pyspark.Field":
      return { kind: "library", type: name, args };
    // Decorators that give back the function they get.
    case "pandera.pyspark.check_types":
      return args[0]?.value ?? unknown;
    default:
      return null;
  }
}

function filledFrame(
  evaluation: Evaluation,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const plan = planStep(evaluation, {
    operator: "LocalRelation",
    method: "typedspark.create_empty_dataset",
    inputs: [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    args: args.slice(1).map((each, index) => (index === 0 ? { ...each, name: "schema" } : each)),
  });
  return spark("DataFrame", certain(evaluation, node, method), { plan });
}

function checkedFrame(
  evaluation: Evaluation,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const frame = anyFrameOf(args[0]?.value ?? unknown);
  const schema = args.find((each) => each.name === "schema") ?? args[1];
  if (!frame?.plan || schema?.value.kind !== "class" || !schema.value.schema) return frame ?? unknown;
  const evidence = madeFrom(evaluation, node, `${method}(…)`, frame.evidence);
  const rest = args.filter((each) => each !== args[0] && each !== schema);
  const plan = planStep(evaluation, {
    operator: "Project",
    method,
    inputs: [frame.plan],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: frame.plan.maxRows,
    args: [{ ...schema, name: "schema" }, ...rest],
  });
  return spark("DataFrame", evidence, { plan });
}

/** What the libraries give classes of schemas as methods. */
const classMethods: ReadonlySet<string> = new Set([
  "get_structtype",
  "to_structtype",
  "to_ddl",
  "all_column_names",
  "validate",
]);

/** Whether a class of a schema has a method of this name from its library. */
export const hasSchemaMethod = ({ schema }: ClassValue, name: string): boolean =>
  schema !== undefined && classMethods.has(name);

/** `Person.get_structtype()`, `Person.validate(df)`. pandera notes what is wrong with a frame and gives it back. */
export function schemaClassMethod(
  evaluation: Evaluation,
  { schema, members, node: statement }: ClassValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (!schema) return unknown;
  switch (method) {
    case "get_structtype":
    case "to_structtype":
      return typeValue(
        { type: "struct", fields: schema.fields },
        certain(evaluation, node, `${statement.name.id}.${method}`),
      );
    case "all_column_names":
      return sequenceOf(
        evaluation,
        "list",
        schema.fields.map(({ name }) => text(name, true)),
        true,
      );
    case "validate":
      // With `strict = "filter"` columns are left out.
      if (isFilter(members.get("Config"))) return unknown;
      return (args.find((each) => each.name === "check_obj") ?? args[0])?.value ?? unknown;
    default:
      return unknown;
  }
}

/** `class Config: strict = "filter"`. */
function isFilter(config: Value | undefined): boolean {
  const strict = config?.kind === "class" ? config.members.get("strict") : undefined;
  return strict?.kind === "string" && strict.value !== null && strict.value !== "";
}
