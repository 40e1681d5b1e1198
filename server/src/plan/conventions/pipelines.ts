import type { CallExpression, Expression, FunctionStatement } from "../../syntax/ast.ts";
import { frameOf } from "../eitherFrame.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { evaluate } from "../python/expressions.ts";
import { lookUpModule } from "../python/scope.ts";
import { aside, callFunction } from "../python/userFunctions.ts";
import { textOf } from "../spark/optionText.ts";
import { planStep, spark } from "../spark/spark.ts";
import type { Evidence, FunctionValue, SparkValue, Value } from "../value.ts";

/**
 * Declarative pipelines: Spark's own (`pyspark.pipelines`, from 4.1) and Databricks' (`dlt`). A decorated function
 * defines a dataset, which other functions of the module read by name, in any order. Tables are stored: who reads one
 * computes nothing of its query again, and finds a batch unless it asks for a stream. Views are part of the query
 * that reads them.
 */
const datasetDecorators: ReadonlyMap<string, "table" | "view"> = new Map([
  ["pyspark.pipelines.table", "table"],
  ["pyspark.pipelines.materialized_view", "table"],
  ["pyspark.pipelines.temporary_view", "view"],
  ["pyspark.pipelines.append_flow", "table"],
  ["dlt.table", "table"],
  ["dlt.create_table", "table"],
  ["dlt.materialized_view", "table"],
  ["dlt.append_flow", "table"],
  ["dlt.view", "view"],
  ["dlt.create_view", "view"],
  ["dlt.temporary_view", "view"],
]);

/** Whether a decorator defines a dataset. */
export const definesDataset = (decorator: string): boolean => datasetDecorators.has(decorator);

/** Names that Python cannot spell: under the first stands a dataset's definition, under the second what it gives. */
const definitionName = (name: string): string => ` dataset ${unqualified(name)}`;
const frameName = (name: string): string => ` dataset frame ${unqualified(name)}`;

const unqualified = (name: string): string =>
  name
    .replaceAll("`", "")
    .toLowerCase()
    .replace(/^live\./, "");

/** Notes the dataset that a decorated function defines. A flow fills the table that it names. */
export function defineDataset(
  evaluation: Evaluation,
  node: FunctionStatement,
  fn: FunctionValue,
  decorator: Expression,
  kind: string,
): void {
  const given = (name: string): Value | null => {
    const argument =
      decorator.kind === "Call" ? decorator.args.find((each) => each.name?.id === name) : undefined;
    return argument ? evaluate(evaluation, argument.value) : null;
  };
  const isFlow = kind.endsWith("append_flow");
  const wanted = given(isFlow ? "target" : "name");
  const name = wanted === null ? (isFlow ? null : node.name.id) : textOf(wanted);
  if (name === null) return;
  const schema = given("schema");
  const known = lookUpModule(evaluation, definitionName(name));
  // Several flows may fill a table; its first one, or its own definition, tells its columns.
  if (isFlow && known?.kind === "library" && partOf(known, "function")) return;
  const declared = isFlow && known?.kind === "library" ? partOf(known, "schema") : schema;
  bindDefinition(evaluation, name, kind, { function: fn, schema: declared }, decorator);
}

/** `create_streaming_table("name", schema=…)`: a table that flows fill. */
export function defineStreamingTable(
  evaluation: Evaluation,
  args: readonly BoundArgument[],
  node: CallExpression,
): void {
  const value = (name: string): Value | null => args.find((each) => each.name === name)?.value ?? null;
  const name = textOf(value("name") ?? args.find((each) => each.name === null)?.value);
  if (name === null) return;
  const known = lookUpModule(evaluation, definitionName(name));
  const fn = known?.kind === "library" ? partOf(known, "function") : null;
  bindDefinition(
    evaluation,
    name,
    "pyspark.pipelines.table",
    { function: fn, schema: value("schema") },
    node,
  );
}

type Definition = Extract<Value, { kind: "library" }>;

function bindDefinition(
  evaluation: Evaluation,
  name: string,
  type: string,
  parts: Readonly<Record<string, Value | null>>,
  node: Expression,
): void {
  const args = Object.entries(parts).flatMap(([part, value]): BoundArgument[] =>
    value === null ? [] : [{ name: part, unpack: "", node, value }],
  );
  evaluation.module.names.set(definitionName(name), { kind: "library", type, args });
}

const partOf = ({ args }: Definition, name: string): Value | null =>
  args.find((each) => each.name === name)?.value ?? null;

/** The frame that reading a dataset of the module gives; null for a name that no function defines. */
export function datasetNamed(evaluation: Evaluation, name: string): SparkValue | null {
  const made = frameOf(evaluation.module.names.get(frameName(name)));
  if (made) return made;
  const definition = lookUpModule(evaluation, definitionName(name));
  if (definition?.kind !== "library") return null;
  const fn = partOf(definition, "function");
  const frame = fn?.kind === "function" ? returned(evaluation, fn) : null;
  const isView = datasetDecorators.get(definition.type) === "view";
  const plan = isView ? (frame?.plan ?? null) : stored(evaluation, name, definition, frame?.plan ?? null);
  if (!plan) return null;
  const evidence: Evidence = frame?.evidence ?? {
    level: "structural",
    site: plan.site,
    because: `the dataset ${name} of this pipeline`,
  };
  const result = spark("DataFrame", evidence, { plan });
  evaluation.module.names.set(frameName(name), result);
  return result;
}

/** The frame that a dataset's function returns. Its facts are told where it is looked at by itself. */
function returned(evaluation: Evaluation, fn: FunctionValue): SparkValue | null {
  return frameOf(aside(evaluation, () => callFunction(evaluation, fn, [])));
}

/** A stored table: a source of its own, with the columns that its definition declares or its query has. */
function stored(
  evaluation: Evaluation,
  name: string,
  definition: Definition,
  query: PlanNode | null,
): PlanNode | null {
  const [first] = definition.args;
  if (!first) return null;
  const fn = partOf(definition, "function");
  const span = fn?.kind === "function" && fn.node.kind === "Function" ? fn.node.name : first.node;
  const unit = fn?.kind === "function" ? fn.unit : evaluation.unit;
  const site = { unit, start: span.start, end: span.end };
  const step = planStep(evaluation, {
    operator: "Relation",
    method: "pipelines.table",
    inputs: [],
    span,
    nameSpan: span,
    maxRows: null,
    details: { format: "table", location: name, stored: { query, schema: partOf(definition, "schema") } },
  });
  return { ...step, site, nameSite: site };
}

/** `dlt.read("orders")`, `dlt.read_stream("orders")`: a dataset of the pipeline, of this module or of another one. */
export function datasetRead(
  evaluation: Evaluation,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const location = textOf((args.find((each) => each.name === "name") ?? args[0])?.value);
  const held = location === null ? null : datasetNamed(evaluation, location);
  const plan = planStep(evaluation, {
    operator: held?.plan ? "SubqueryAlias" : "Relation",
    method: "dlt.read",
    inputs: held?.plan ? [held.plan] : [],
    span: node,
    nameSpan: node,
    maxRows: null,
    ...(method !== "dlt.read" && { streaming: true }),
    details: { format: "table", location },
    args,
  });
  const evidence: Evidence = {
    level: "structural",
    site: { unit: evaluation.unit, start: node.start, end: node.end },
    because: `${method}(…) in a pipeline`,
  };
  return spark(
    "DataFrame",
    held ? { ...evidence, level: held.evidence.level, from: held.evidence } : evidence,
    {
      plan,
    },
  );
}
