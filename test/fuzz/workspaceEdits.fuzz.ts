import assert from "node:assert/strict";
import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createWorkspaceModules } from "../../server/src/analysis/workspaceModules.ts";
import { createEngine } from "../../server/src/host/engine.ts";
import type { Fuzz } from "./fuzzTarget.ts";
import { shownAnalysis } from "./shownAnalysis.ts";

/** After any edit of a job, or of a module that it imports, schemas, exchanges and findings equal those of a fresh analysis. */
export const name = "workspace-edits";

const header = `from pyspark.sql import SparkSession, Window
from pyspark.sql import functions as F
spark = SparkSession.builder.getOrCreate()
`;

const start: Readonly<Record<string, string>> = {
  "job.py": `${header}import lib
from lib import load, KEYS, Step
from settings import *
df = load("a")
out = lib.clean(df, rate=RATE).groupBy(KEYS).agg(F.sum("net").alias("net"))
step = Step(out)
last = step.run()
last.write.parquet("out")
`,
  "lib.py": `${header}from settings import RATE, COLUMNS
KEYS = ["id"]
def load(name):
    return spark.createDataFrame([], COLUMNS).withColumn("source", F.lit(name))
def clean(df, rate=1):
    return tidy(df).withColumn("gross", F.col("net") * rate)
def tidy(df):
    return df.dropDuplicates(KEYS)
class Step:
    suffix = "x"
    def __init__(self, frame):
        self.frame = frame
        self.names = [*frame.columns]
    def run(self):
        return self.frame.select([F.col(n).alias(n + "_" + self.suffix) for n in self.names])
`,
  "settings.py": `RATE = 2
COLUMNS = "id int, net double, day date"
EXTRA = {"a": 1}
`,
};

/** Lines that make, hand on and change frames, names and objects, by file. */
const lines: Readonly<Record<string, readonly string[]>> = {
  "job.py": [
    'df = load("b").join(out, "id")',
    "df = lib.tidy(df)",
    'df = df.withColumn("k", F.lit(RATE))',
    'out = df.groupBy("id").agg(F.max("net").alias("net"))',
    "KEYS.append('day')",
    "lib.KEYS.append('source')",
    "Step.suffix = 'y'",
    "step.names.pop()",
    "last = step.run().distinct()",
    'seen = spark.sql("SELECT * FROM settled")',
    'spark.sql("SELECT 1 AS own").createOrReplaceTempView("settled")',
    "import settings",
    'spark.sql("USE other")',
    'kept = spark.table("kept")\nnamed = spark.sql("SELECT net FROM v")',
    "lib.show_all('settled')",
    "for name in EXTRA:\n    df = df.withColumn(name, F.lit(EXTRA[name]))",
    "if RATE > 1:\n    df = df.drop('day')",
    'df.createOrReplaceTempView("v")\nfrom_view = spark.sql("select id, net from v where net > 1")',
    "df.cache()",
    "print(df.count(), last.count())",
    "class Mine(Step):\n    def run(self):\n        return super().run().limit(3)\nmine = Mine(df).run()",
    "def wide(frame, *names):\n    for n in names:\n        frame = frame.withColumn(n, F.lit(1))\n    return frame\nx = wide(df, 'p', 'q')",
    "from lib import tidy as neat\ny = neat(df)",
    "import settings\nz = df.select(F.lit(settings.RATE).alias('r'))",
    "df = df.filter(",
    "# a note",
  ],
  "lib.py": [
    'KEYS = ["id", "day"]',
    "KEYS.append('net')",
    'Step.suffix = "z"',
    "RATE = 3",
    'def tidy(df):\n    return df.withColumn("tidy", F.lit(True))',
    'def tidy(df):\n    return df.repartition("id")',
    'def load(name):\n    return spark.range(3).withColumnRenamed("id", name)',
    "def unused(df):\n    return df.count()",
    "from job import df as circular",
    "LATER = load('later')",
    'load("net").createOrReplaceTempView("settled")',
    'spark.sql("DROP VIEW IF EXISTS v")',
    'spark.sql("CREATE TABLE kept AS SELECT 1 AS k")',
    "def show_all(name):\n    spark.range(2).createOrReplaceTempView(name)",
    "show_all('settled')",
    'spark.conf.set("spark.sql.caseSensitive", "true")',
    "import os",
    "def broken(",
  ],
  "settings.py": [
    "RATE = 2.5",
    'RATE = "x"',
    'COLUMNS = "id int, net decimal(10,2), day date, more string"',
    'EXTRA["b"] = "t"',
    "EXTRA = {}",
    "from lib import KEYS as RATE",
    "__all__ = ['RATE']",
    "_HIDDEN = 1",
    `${header}spark.range(3).createOrReplaceTempView("settled")`,
    `${header}spark.sql("CREATE OR REPLACE TEMP VIEW settled AS SELECT 1 AS other")`,
    `${header}spark.catalog.dropTempView("settled")`,
    `${header}spark.sql("DECLARE OR REPLACE VARIABLE net INT")`,
  ],
};

export async function run({ hasTime, random, report }: Fuzz): Promise<void> {
  const { parser, catalog } = await createEngine();
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)];

  while (hasTime()) {
    const files = new Map(Object.entries(start));
    let version = 0;
    const opened = (): Engine => ({
      parser,
      catalog,
      modules: createWorkspaceModules({
        read: (path) => files.get(path.replace(/^\/w\//, "")) ?? null,
        folders: () => ["/w"],
        version: () => version,
        listVersion: () => version,
      }),
    });
    const engine = opened();
    const analyzed = (used: Engine, path: string, previous?: Analysis): Analysis =>
      analyze(used, files.get(path) ?? "", defaultOptions, previous, undefined, `/w/${path}`);
    const open = new Map<string, Analysis>();
    const edits: string[] = [];
    for (let edit = 0; edit < 40 && hasTime(); edit += 1) {
      const path = pick(["job.py", "job.py", "lib.py", "settings.py"]) ?? "job.py";
      const parts = (files.get(path) ?? "").split("\n");
      const at = below(parts.length + 1);
      const line = pick(lines[path] ?? []) ?? "";
      if (below(3) === 0) parts.splice(at, 1);
      else parts.splice(path === "job.py" ? Math.max(at, 6) : at, 0, line);
      edits.push(`${path}: ${JSON.stringify(parts.join("\n"))}`);
      files.set(path, parts.join("\n"));
      version += 1;
      for (const each of ["job.py", "lib.py"]) {
        if (each === "lib.py" && below(2) === 0) continue;
        const next = analyzed(engine, each, open.get(each));
        open.set(each, next);
        assert.deepEqual(
          shownAnalysis(next),
          shownAnalysis(analyzed(opened(), each)),
          `${each} after\n${edits.join("\n")}`,
        );
        report(
          "frames",
          next.facts.units.reduce((sum, unit) => sum + unit.frames.length, 0),
        );
      }
      report("edits", 1);
    }
  }
}
