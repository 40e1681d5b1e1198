import { readTruth } from "../../../sql/truthRows.ts";
import type { Program } from "../corpus.ts";
import { customerOfOrders, starTables, tables } from "./tables.ts";

/**
 * The queries of TPC-H, TPC-DS and the star schema benchmark that Spark's own tests have, over empty views of their
 * tables, a dozen in each program. The benchmarks' tables share names.
 */
export function benchmarkPrograms(): readonly Program[] {
  const queries = readTruth()
    .filter(({ src }) => src === "tpc")
    .map(({ sql }) => sql);
  const star = queries.filter((sql) => /\blineorder\b/.test(sql));
  const orders = queries.filter((sql) => !star.includes(sql) && usesOrders.test(sql));
  const sales = queries.filter((sql) => !star.includes(sql) && !orders.includes(sql));
  return [
    ...programsOf("TPC-DS", tables, sales),
    ...programsOf("TPC-H", { ...tables, customer: customerOfOrders }, orders),
    ...programsOf("SSB", starTables, star),
  ];
}

const usesOrders = /\b(?:lineitem|orders|partsupp|nation)\b/;

function programsOf(
  name: string,
  views: Readonly<Record<string, string>>,
  queries: readonly string[],
): readonly Program[] {
  const starts = queries.map((_, index) => index).filter((index) => index % dozen === 0);
  return starts.map((start) =>
    programOf(`${name} from ${start + 1}`, views, queries.slice(start, start + dozen)),
  );
}

/** So that no program takes Spark too long. */
const dozen = 12;

function programOf(
  name: string,
  views: Readonly<Record<string, string>>,
  queries: readonly string[],
): Program {
  const lines = [
    "from pyspark.sql import SparkSession",
    "spark = SparkSession.builder.getOrCreate()",
    ...Object.entries(views).map(
      ([view, columns]) =>
        `spark.createDataFrame([], ${JSON.stringify(columns.replaceAll(/\s+/g, " "))}).createOrReplaceTempView("${view}")`,
    ),
    ...queries.map((sql, index) => `q${index + 1} = spark.sql(${JSON.stringify(sql)})`),
  ];
  return { name, code: `${lines.join("\n")}\n`, continueAfterErrors: true };
}
