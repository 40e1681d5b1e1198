import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { elementsOf } from "../python/iteration.ts";
import { apply, nameSiteOf } from "../python/calls.ts";
import { settled } from "../python/heap.ts";
import { joinValues, unknown, type SparkData, type SparkValue, type Value } from "../value.ts";
import { madeFrom, planStep, spark } from "./spark.ts";

type Sequence = Extract<Value, { kind: "sequence" }>;

const list = (elements: readonly Value[], exact: boolean): Sequence => ({
  kind: "sequence",
  type: "list",
  elements,
  exact,
});

const pair = (...elements: readonly Value[]): Value => ({
  kind: "sequence",
  type: "tuple",
  elements,
  exact: true,
});

const number: Value = { kind: "number", value: null };
const text: Value = { kind: "string", value: null, constant: false };

/** What the elements of the RDD are that a method of SparkContext or RDD gives; null where the code does not tell. */
export function rddElements(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): SparkData | null {
  const elements =
    receiver.type === "SparkContext"
      ? contextElements(method, args)
      : receiver.type === "RDD"
        ? transformed(evaluation, heldElements(receiver), method, args, node)
        : null;
  return elements && { kind: "elements", elements };
}

/** The elements that an RDD holds; null where the code does not tell. */
function heldElements({ data }: SparkValue): Sequence | null {
  return data?.kind === "elements" && data.elements.kind === "sequence" ? data.elements : null;
}

/** What PySpark's annotations call an RDD's elements: T for one, K and V for the parts of a pair; null for all else. */
export function namedElement(receiver: SparkValue, name: string): Value | null {
  const held = /^[TKV]$/.test(name) ? heldElements(receiver) : null;
  if (held === null) return null;
  const element = elementsOf(held);
  if (name === "T") return element;
  const isPair = element.kind === "sequence" && element.type === "tuple" && element.exact;
  return (isPair ? element.elements[name === "K" ? 0 : 1] : undefined) ?? null;
}

function contextElements(method: string, args: readonly BoundArgument[]): Sequence | null {
  const [first] = args;
  switch (method) {
    case "parallelize":
      return first?.value.kind === "sequence" && first.value.type !== "set"
        ? { ...first.value, type: "list" }
        : null;
    case "emptyRDD":
      return list([], true);
    case "range":
      return list([number], false);
    case "textFile":
      return list([text], false);
    case "wholeTextFiles":
      return list([pair(text, text)], false);
    default:
      return null;
  }
}

/** Methods that hand on the elements as they are, in their order. */
const keeping: ReadonlySet<string> = new Set(
  "cache persist unpersist setName checkpoint localCheckpoint coalesce".split(" "),
);
/** Methods that hand on some of the elements, or in another order. */
const picking: ReadonlySet<string> = new Set(
  "filter distinct sample repartition sortBy sortByKey partitionBy subtract intersection repartitionAndSortWithinPartitions".split(
    " ",
  ),
);

function transformed(
  evaluation: Evaluation,
  held: Sequence | null,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Sequence | null {
  const call = (...values: readonly Value[]): Value => applied(evaluation, args[0]?.value, values, node);
  if (method === "map" || method === "keyBy") {
    const map = (each: Value): Value => (method === "map" ? call(each) : pair(call(each), each));
    return mapped(held ?? list([unknown], false), map);
  }
  if (held === null) return null;
  if (keeping.has(method)) return held;
  if (picking.has(method)) return { ...held, exact: false };
  const element = elementsOf(held);
  const [key = unknown, value = unknown] =
    element.kind === "sequence" && element.type === "tuple" && element.exact ? element.elements : [];
  switch (method) {
    case "flatMap":
      return list([elementsOf(call(element))], false);
    case "mapValues":
      return list([pair(key, call(value))], false);
    case "reduceByKey":
    case "foldByKey":
      return list([pair(key, method === "foldByKey" ? value : joinValues(value, call(value, value)))], false);
    case "groupByKey":
      return list([pair(key, unknown)], false);
    case "keys":
      return list([key], false);
    case "values":
      return list([value], false);
    case "zipWithIndex":
    case "zipWithUniqueId":
      return list([pair(element, number)], false);
    default:
      return null;
  }
}

/** How many elements a function is applied to one by one. */
const maximalRounds = 4;

function mapped(held: Sequence, map: (element: Value) => Value): Sequence {
  return held.exact && held.elements.length <= maximalRounds
    ? list(held.elements.map(map), true)
    : list([map(elementsOf(held))], false);
}

/** What a function makes of values; quietly, since it runs on other machines. */
function applied(
  evaluation: Evaluation,
  callee: Value | undefined,
  values: readonly Value[],
  node: CallExpression,
): Value {
  if (callee === undefined || callee.kind === "unknown") return unknown;
  const wasCalled = callee.kind === "function" && evaluation.called.has(callee.node);
  evaluation.silent += 1;
  const result = apply(evaluation, callee, values, node);
  evaluation.silent -= 1;
  if (callee.kind === "function" && !wasCalled) evaluation.called.delete(callee.node);
  return settled(evaluation, result);
}

/** Ways to make an RDD of what the program itself holds. */
const localRdds: ReadonlySet<string> = new Set(["parallelize", "emptyRDD", "range"]);

/** The frame that `rdd.toDF(…)` makes of an RDD's elements. */
export function rddFrame(
  evaluation: Evaluation,
  receiver: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): SparkValue {
  const elements = heldElements(receiver);
  const [first] = receiver.state?.calls ?? [];
  const isLocal = first !== undefined && localRdds.has(first.method);
  const plan = planStep(evaluation, {
    operator: receiver.plan ? "MapInPython" : isLocal ? "LocalRelation" : "Unknown",
    method: "RDD.toDF",
    inputs: receiver.plan ? [receiver.plan] : [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: elements?.exact ? elements.elements.length : (receiver.plan?.maxRows ?? null),
    args,
    builder: [
      ...(receiver.state?.calls ?? []),
      ...(elements
        ? [
            {
              method: "elements",
              args: [{ name: null, unpack: "", node, value: rddOf(receiver, elements) } as const],
              unit: evaluation.unit,
            },
          ]
        : []),
    ],
  });
  const evidence = madeFrom(evaluation, node, "RDD.toDF", receiver.evidence);
  return spark("DataFrame", evidence, { plan });
}

const rddOf = ({ evidence }: SparkValue, elements: Value): SparkValue =>
  spark("RDD", evidence, { data: { kind: "elements", elements } });
