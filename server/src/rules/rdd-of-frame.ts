import type { CallFact } from "../plan/facts.ts";
import type { AstNode } from "../syntax/walk.ts";
import { siteIn } from "./edits.ts";
import { frameRdd } from "./frameRdd.ts";
import { givenExpression, isPlain } from "./plainFunctions.ts";
import { defineRule } from "./rule.ts";
import { memberBehind, nodesAround } from "./surroundings.ts";

/** Methods of RDDs, and what frames have for it. */
const equivalents: Readonly<Record<string, string>> = {
  map: "Write it with columns, in `select()` or `withColumn()`",
  flatMap:
    "For lists in rows there is `explode()`; one column's values are `[row[0] for row in frame.collect()]`",
  filter: "Filter the frame, with columns",
  distinct: "The frame has `distinct()`",
  groupBy: "The frame has `groupBy()` with `agg()`",
  keyBy: "Frames join and group by any column, without keys made before",
  sortBy: "The frame has `orderBy()`",
  union: "The frame has `unionByName()`",
  max: "Use `agg()` with `max`",
  min: "Use `agg()` with `min`",
  sum: "Use `agg()` with `sum`",
  mean: "Use `agg()` with `avg`",
  reduce: "Use `agg()` with an aggregate function",
  zipWithIndex: "For numbers that only have to differ there is `monotonically_increasing_id()`",
  mapPartitions: "With `mapInPandas()` or `mapInArrow()` the rows come in batches of columns",
  toDF: "`select()` or `toDF()` of the frame names and casts columns",
  saveAsTextFile: "`frame.write` writes in Spark's own formats",
};

/** A frame turned into an RDD for work that frames do themselves. */
export const rddOfFrame = defineRule({
  id: "rdd-of-frame",
  summary: "RDD of a frame for what frames do themselves",
  category: "udf",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  yieldsTo: ["action-in-pipeline", "refused-by-connect"],
  calls: {
    names: Object.keys(equivalents).map((name) => `RDD.${name}`),
    check(call, { report }) {
      const rdd = frameRdd(call);
      const method = call.name.slice("RDD.".length);
      const instead = isBroughtAsItIs(call) ? asItIs : equivalents[method];
      if (rdd === null || instead === undefined || !isColumnWork(call)) return;
      if (isParsed(call) || isHandedToPython(call)) return;
      report({
        site: siteIn(call.unit, rdd.name),
        message: `\`rdd.${method}()\` turns every row into a Python object and ends Spark's optimisation here. ${instead}.`,
        ...(call.receiver && { evidence: call.receiver.evidence }),
      });
    },
  },
});

/** Whether columns may do it: what a method is given to run for each row is one expression, and no code of others. */
const isColumnWork = ({ args }: CallFact): boolean =>
  args.every(({ value }) => value.kind !== "function" || isPlain(value.node));

/** `spark.read.json(frame.rdd.map(…))`: a reader that finds the columns takes texts as an RDD alone. */
function isParsed(call: CallFact): boolean {
  const [reading] = nodesAround(call);
  return (
    call.name === "RDD.map" &&
    reading?.kind === "Call" &&
    reading.callee.kind === "Attribute" &&
    /^(json|csv|xml)$/.test(reading.callee.name.id)
  );
}

/** `frame.rdd.map(lambda row: row.text).map(lambda text: topics(text))`: what it gives goes into somebody's own code. */
function isHandedToPython(call: CallFact): boolean {
  if (call.name !== "RDD.map") return false;
  let chain: AstNode = call.node;
  for (const node of nodesAround(call)) {
    const isNext =
      (node.kind === "Attribute" && node.object === chain) || (node.kind === "Call" && node.callee === chain);
    if (!isNext) return false;
    if (node.kind === "Call" && node.args.some(({ value }) => value.kind === "Lambda" && !isPlain(value)))
      return true;
    chain = node;
  }
  return false;
}

const asItIs = "`collect()` of the frame gives the rows, which have `asDict()` in the driver, too";

/** `rdd.map(lambda row: row.asDict()).collect()`. */
function isBroughtAsItIs(call: CallFact): boolean {
  const [given] = call.args;
  if (call.name !== "RDD.map" || given?.value.kind !== "function") return false;
  const body = givenExpression(given.value.node);
  const isDict =
    body?.kind === "Call" && body.callee.kind === "Attribute" && body.callee.name.id === "asDict";
  return isDict && memberBehind(call) === "collect";
}
