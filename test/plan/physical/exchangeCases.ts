import fs from "node:fs";
import path from "node:path";

/** A frame, and how Spark exchanges rows for it. */
export interface ExchangeCase {
  readonly section: string;
  /** The statements before the frame, in lines. */
  readonly before: readonly string[];
  /** The expression that makes the frame. */
  readonly frame: string;
  /** "hash 2, single 1" by version; "none". The newest version's answer holds for those that are not named. */
  readonly exchanges: ReadonlyMap<string, string>;
}

/** What every case finds. Both Spark and our engine run it. */
export const casePrelude = `import datetime
import pandas as pd
from pyspark.sql import SparkSession, functions as F, types as T, Window, Row
spark = SparkSession.builder.getOrCreate()
spark.conf.set("spark.sql.shuffle.partitions", "200")
a = spark.createDataFrame([(1, "p", 3, 4.0, datetime.date(2020, 1, 1), [1])], "k int, g string, x int, y double, d date, xs array<int>")
b = spark.createDataFrame([(1, "p", 3)], "k int, g string, z int")
c = spark.createDataFrame([(1, "p", 3)], "k int, g string, w int")
e = spark.createDataFrame([(1,)], "l bigint")
small = spark.range(100)
u = F.udf(lambda v: v, "int")
pu = F.pandas_udf(lambda v: v, "int", F.PandasUDFType.SCALAR)
pagg = F.pandas_udf(lambda v: v.mean(), "double", F.PandasUDFType.GROUPED_AGG)
`;

/** The version that a bare answer is of. */
export const newest = "4.3";

/** The table of exchanges.txt. */
export function exchangeCases(): readonly ExchangeCase[] {
  const text = fs.readFileSync(path.join(import.meta.dirname, "exchanges.txt"), "utf8");
  let section = "";
  return text.split("\n").flatMap((line): readonly ExchangeCase[] => {
    if (line.startsWith("## ")) section = line.slice(3);
    const [code, answers] = line.split("  # ");
    if (line.startsWith("#") || code === undefined || answers === undefined) return [];
    const statements = code.split(" ;; ");
    const exchanges = new Map(
      answers.split("; ").map((answer) => {
        const [version, counts] = answer.split(": ");
        return counts === undefined ? [newest, answer] : [version ?? "", counts];
      }),
    );
    return [{ section, before: statements.slice(0, -1), frame: statements.at(-1) ?? "", exchanges }];
  });
}

/** Counts as the table writes them. */
export function countsText(counts: Readonly<Record<string, number>>): string {
  const kinds = ["hash", "range", "single", "roundRobin", "broadcast"];
  const found = kinds.filter((kind) => counts[kind] !== undefined && counts[kind] > 0);
  return found.length === 0 ? "none" : found.map((kind) => `${kind} ${counts[kind]}`).join(" ");
}
