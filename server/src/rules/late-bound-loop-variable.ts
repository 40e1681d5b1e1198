import type { Expression, FunctionStatement, LambdaExpression, NameExpression } from "../syntax/ast.ts";
import { namesBoundBy } from "../syntax/boundNames.ts";
import { walk } from "../syntax/walk.ts";
import type { Loop, UdfFact } from "../plan/facts.ts";
import { insert, siteIn } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { bodyOf } from "./udfBody.ts";

/** A function made in a loop that reads the loop's variable, and is sent to the workers after the loop. */
export const lateBoundLoopVariable = defineRule({
  id: "late-bound-loop-variable",
  summary: "Function made in a loop sees the variable's last value",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report }) {
    const loop = fact.context.loops.at(-1);
    const { unit, node } = fact.udf.function ?? {};
    if (!loop || !unit || !node || unit !== loop.unit || loop.times === 1) return;
    if (node.start < loop.node.start || node.end > loop.node.end) return;
    const variables = new Set(namesBoundBy(loop.node).map(({ id }) => id));
    if (!outlivesRound(fact, loop)) return;
    for (const name of namesRead(fact, node)) {
      if (!variables.has(name.id)) continue;
      report({
        site: siteIn(unit, name),
        message: `\`${name.id}\` is read when the function is sent to the workers, after the loop: all of them see its last value. Bind it now with \`${name.id}=${name.id}\` among the parameters.`,
        evidence: fact.evidence,
        related: [{ site: fact.udf.site, message: "Nothing runs it before the next round." }],
        ...(node.kind === "Lambda" && { fix: bindNow(unit, node, name.id) }),
      });
      return;
    }
  },
});

/** Methods of RDDs that only note what is to be done. */
const lazy: ReadonlySet<string> = new Set(
  "map flatMap filter mapValues flatMapValues keyBy mapPartitions mapPartitionsWithIndex".split(" "),
);

/** Methods of RDDs that compute, or hand their RDD to Spark with the functions as they are now (pyspark.rdd, 4.3). */
const settling: ReadonlySet<string> = new Set(
  [
    "collect count first take takeOrdered top reduce fold aggregate treeReduce treeAggregate sum max min mean stats",
    "foreach foreachPartition isEmpty saveAsTextFile saveAsPickleFile collectAsMap countByKey countByValue lookup",
    "cache persist checkpoint localCheckpoint setName id getNumPartitions toDF sortBy sortByKey union join",
    "leftOuterJoin rightOuterJoin fullOuterJoin cogroup groupWith cartesian zip zipWithIndex zipWithUniqueId",
    "groupBy groupByKey reduceByKey foldByKey aggregateByKey combineByKey distinct repartition coalesce partitionBy",
    "intersection subtract subtractByKey createDataFrame",
  ].flatMap((names) => names.split(" ")),
);

/** Whether the function waits beyond the round: an RDD that nothing in the loop hands to Spark, a UDF that is put away. */
function outlivesRound({ method, udf, context }: UdfFact, { node: loop }: Loop): boolean {
  if (method === null) {
    // Spark takes the function when the UDF is first called.
    if (loop.kind === "Comprehension") return [loop.element, loop.value].some((each) => isAt(each, udf.site));
    const { statement } = context;
    if (statement.kind === "Assign")
      return statement.targets.some(({ kind }) => kind === "Subscript") && isAt(statement.value, udf.site);
    return (
      statement.kind === "Expression" &&
      statement.value.kind === "Call" &&
      statement.value.callee.kind === "Attribute" &&
      /^(append|add|insert)$/.test(statement.value.callee.name.id) &&
      statement.value.args.some(({ value }) => isAt(value, udf.site))
    );
  }
  if (!method.startsWith("RDD.") || !lazy.has(method.slice("RDD.".length))) return false;
  let settles = false;
  walk(loop, (node) => {
    if (node.kind === "Call" && node.callee.kind === "Attribute" && settling.has(node.callee.name.id))
      settles = true;
    return !settles;
  });
  return !settles;
}

const isAt = (node: Expression | null, { start, end }: { start: number; end: number }): boolean =>
  node?.start === start && node.end === end;

/** The names that a body reads and does not bind itself. */
function namesRead(fact: UdfFact, fn: FunctionStatement | LambdaExpression): readonly NameExpression[] {
  const own = new Set(fn.parameters.map(({ name }) => name.id));
  const names: NameExpression[] = [];
  for (const part of bodyOf(fact))
    walk(part, (node) => {
      for (const { id } of namesBoundBy(node)) own.add(id);
      if (node.kind === "Name") names.push(node);
      return true;
    });
  return names.filter(({ id }) => !own.has(id));
}

/** `lambda x: …` becomes `lambda x, name=name: …`. */
function bindNow(unit: UdfFact["unit"], lambda: LambdaExpression, name: string): Fix {
  const last = lambda.parameters.at(-1);
  return {
    title: `Bind \`${name}\` in each round`,
    safety: "suggested",
    edits: () => (last && last.kind !== "kwargs" ? [insert(unit, last.end, `, ${name}=${name}`)] : []),
  };
}
