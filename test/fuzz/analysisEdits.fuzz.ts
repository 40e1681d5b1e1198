import assert from "node:assert/strict";
import { analyze, type Analysis } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createEngine } from "../../server/src/host/engine.ts";
import type { Fuzz } from "./fuzzTarget.ts";
import { exampleTexts } from "./pythonFiles.ts";
import { shownAnalysis } from "./shownAnalysis.ts";

/** After any edit findings, schemas and exchanges equal those of a fresh analysis. */
export const name = "analysis-edits";

const prelude = `from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
df = spark.read.parquet("orders")
`;

/** Lines that make, hand on, cache, compare and use frames, at the module's level and in functions. */
const lines = [
  'df = spark.read.parquet("orders")',
  'other = df.groupBy("a").count()',
  "df = df.cache()",
  "other.persist()",
  "df.unpersist()",
  "df.count()",
  "other.show()",
  'other.write.parquet("out")',
  "n = df.count() + other.count()",
  'df = df.join(other, "a")',
  "both = df.crossJoin(other)",
  'both = both.filter(F.col("a") == F.col("b"))',
  'df = df.withColumn("b", F.lit(1))',
  'df = df.withColumn("c", F.lit(2))',
  'df = df.withColumn("d", F.upper("a")).withColumn("e", F.lit(3)).withColumn("f", F.lit(4))',
  'w = Window.orderBy("a")',
  "rank = F.row_number().over(w)",
  'df = df.select("a", rank)',
  "def f(frame):\n    frame.cache()\n    return frame.count()",
  "def g():\n    global df\n    return df.collect()",
  "def h(frame):\n    return frame.join(other, 'a').cache()",
  "f(df)",
  "x = h(df)",
  "x.count(); x.show()",
  "print(g())",
  "pairs = [df, other]",
  "for each in pairs:\n    each.count()",
  "class Job:\n    frame = df\n    def run(self):\n        return self.frame.count()",
  "Job().run()",
  "if n > 1:\n    df = other\nelse:\n    df.count()",
  "later = lambda: df.collect()",
  "unknown(df)",
  "frames = []",
  "frames.append(df)",
  'frames += [df.limit(3), other.withColumn("z", F.lit(1))]',
  "for each in frames:\n    each.count()",
  'config = {"names": ["a", "b"], "frame": df}',
  'config["names"].append("c")',
  'config["frame"] = other',
  'config["frame"].cache().count()',
  'for name in config["names"]:\n    df = df.withColumn(name, F.lit(0))',
  "job = Job()",
  "job.frame = other",
  "job.run()",
  "def grow(items):\n    items.append(df)\n    return items",
  "grow(frames)[-1].show()",
  "total = [f.count() for f in frames if f is not None]",
  "while n > 1:\n    df = df.union(df)\n    n = n - 1",
  "DEBUG = False",
  "if DEBUG:\n    df.show()\nelse:\n    df = df.limit(5)",
  "# a note",
  "df = df.filter(",
  "import os",
];

export async function run({ hasTime, random, report }: Fuzz): Promise<void> {
  const engine = await createEngine();
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)];
  const examples = exampleTexts();

  /** A line more, a line less, a line elsewhere, or a letter more. */
  function edited(text: string): string {
    const parts = text.split("\n");
    const at = below(parts.length + 1);
    switch (below(6)) {
      case 0:
        parts.splice(at, 1);
        break;
      case 1:
        parts.splice(at, 0, ...parts.splice(below(parts.length), 1));
        break;
      case 2: {
        const offset = below(text.length + 1);
        return text.slice(0, offset) + (pick(["x", " ", "(", ")", "#", "."]) ?? "") + text.slice(offset);
      }
      default:
        parts.splice(Math.max(at, 4), 0, pick(lines) ?? "");
    }
    return parts.join("\n");
  }

  while (hasTime()) {
    const start = below(3) === 0 ? (pick(examples) ?? "") : prelude;
    let analysis: Analysis = analyze(engine, start, defaultOptions);
    for (let edit = 0; edit < 60 && hasTime(); edit++) {
      const text = edited(analysis.text);
      const next = analyze(engine, text, defaultOptions, analysis);
      const fresh = analyze(engine, text, defaultOptions);
      assert.deepEqual(
        shownAnalysis(next),
        shownAnalysis(fresh),
        `${JSON.stringify(analysis.text)} edited to ${JSON.stringify(text)}`,
      );
      analysis = next;
      report("edits", 1);
      report("findings", next.findings.length);
    }
  }
}
