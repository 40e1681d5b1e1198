import type { NameExpression } from "../../syntax/ast.ts";
import { namesBoundBy } from "../../syntax/boundNames.ts";
import { walk } from "../../syntax/walk.ts";
import { record, siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument, UdfFact } from "../facts.ts";
import { lookUp } from "../python/scope.ts";
import { unknownType } from "../../catalog/dataType.ts";
import type { Evidence, FunctionValue, SparkValue, UdfDefinition, Value } from "../value.ts";

/** Notes a UDF, or a function that a method is given, and what its body reads of the code around. */
export function recordWorkerFunction(
  evaluation: Evaluation,
  udf: UdfDefinition,
  evidence: Evidence,
  method: string | null = null,
): void {
  if (evaluation.silent > 0) return;
  const { unit, context } = evaluation;
  const captures = udf.function ? capturesOf(evaluation, udf.function) : [];
  record(evaluation, { kind: "udf", udf, evidence, method, captures, unit, context });
}

/** Notes the functions among a method's arguments that Spark sends to its workers. */
export function recordFunctionsGiven(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): void {
  const form = workerMethods[receiver.type]?.get(method);
  if (form === undefined) return;
  for (const { node, value } of args) {
    if (value.kind !== "function") continue;
    const udf: UdfDefinition = {
      form,
      function: value,
      name: null,
      returnType: null,
      returns: unknownType,
      site: siteOf(evaluation, node),
    };
    recordWorkerFunction(evaluation, udf, receiver.evidence, `${receiver.type}.${method}`);
  }
}

type Form = "element" | "partition";

const methods = (form: Form, names: string): readonly (readonly [string, Form])[] =>
  names.split(" ").map((name) => [name, form]);

/** The methods that run a function on the workers (PySpark 3.3 to 4.3): for each element, or for many at once. */
const workerMethods: Readonly<Partial<Record<string, ReadonlyMap<string, Form>>>> = {
  RDD: new Map([
    ...methods("element", "map flatMap filter foreach mapValues flatMapValues keyBy sortBy groupBy"),
    ...methods("element", "reduceByKey foldByKey combineByKey aggregateByKey"),
    ...methods("partition", "mapPartitions mapPartitionsWithIndex foreachPartition"),
  ]),
  DataFrame: new Map([
    ...methods("element", "foreach"),
    ...methods("partition", "foreachPartition mapInPandas mapInArrow"),
  ]),
  GroupedData: new Map(
    methods("partition", "applyInPandas applyInArrow applyInPandasWithState transformWithStateInPandas"),
  ),
  DataStreamWriter: new Map(methods("element", "foreach")),
};

/** What a function's body reads of the code around, as it is when Spark gets it. */
function capturesOf(evaluation: Evaluation, { node, closure }: FunctionValue): UdfFact["captures"] {
  const own = new Set(node.parameters.map(({ name }) => name.id));
  const outside = new Set<string>();
  const names: NameExpression[] = [];
  for (const part of node.kind === "Lambda" ? [node.body] : node.body)
    walk(part, (inner) => {
      if (inner.kind === "Name") names.push(inner);
      if (inner.kind === "Global" || inner.kind === "Nonlocal")
        for (const { id } of inner.names) outside.add(id);
      // What is assigned to with an operator was there before, whatever scope Python takes it for.
      if (inner.kind !== "AugmentedAssign") for (const { id } of namesBoundBy(inner)) own.add(id);
      return true;
    });
  return names.flatMap((name) => {
    const isOwn = own.has(name.id) && !outside.has(name.id);
    const value = isOwn ? undefined : lookUp(evaluation, name.id, closure);
    return value && isCapture(value) ? [{ node: name, value }] : [];
  });
}

const isCapture = ({ kind }: Value): boolean => capturedKinds.has(kind);

const capturedKinds: ReadonlySet<Value["kind"]> = new Set([
  "spark",
  "module",
  "api",
  "sequence",
  "dict",
  "number",
  "string",
] as const);
