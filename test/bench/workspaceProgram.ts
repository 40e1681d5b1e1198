import { seededRandom } from "../syntax/randomEdits.ts";

/** How many modules a package has. */
const packageSize = 20;

/**
 * The files of a workspace of jobs by their paths: packages with settings, readers and steps, of which each module
 * imports from some before it, absolutely, relatively and through `__init__`; `main.py` imports all packages.
 */
export function workspaceProgram(modules: number, seed = 1): ReadonlyMap<string, string> {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const files = new Map<string, string>();
  const packages = Math.ceil(modules / packageSize);
  for (let index = 0; index < modules; index += 1) {
    const [home, place] = [Math.floor(index / packageSize), index % packageSize];
    const path = place === 0 ? `p${home}/__init__.py` : `p${home}/m${place}.py`;
    files.set(path, place === 0 ? packageText(home) : moduleText(home, place, below));
  }
  const imports = Array.from({ length: packages }, (_, home) => `import p${home}`);
  const calls = Array.from({ length: packages }, (_, home) => `df${home} = p${home}.run(spark.range(10))`);
  files.set("main.py", `${sparkHeader}${imports.join("\n")}\n\n${calls.join("\n")}\n`);
  return files;
}

const sparkHeader = `from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F

spark = SparkSession.builder.getOrCreate()
`;

function packageText(home: number): string {
  const names = Array.from({ length: packageSize - 1 }, (_, place) => `m${place + 1}`);
  return `"""Package ${home}."""
from . import ${names.join(", ")}
from .m${packageSize - 1} import step_${packageSize - 1} as run

__all__ = ["run", "COLUMNS"]
COLUMNS = ["id", "net", "p${home}"]
`;
}

function moduleText(home: number, place: number, below: (limit: number) => number): string {
  const before = place > 1 ? [1 + below(place - 1), 1 + below(place - 1)] : [];
  const other = home > 0 && place > 1 ? below(home) : null;
  const lines = [
    `"""Module ${place} of package ${home}."""`,
    "import logging",
    "from dataclasses import dataclass",
    sparkHeader,
    ...before.map((each) => `from .m${each} import step_${each}, LIMIT_${each}`),
    ...(other === null
      ? []
      : [`from p${other}.m1 import step_1 as elsewhere`, `import p${other}.m2 as shared`]),
    "",
    "logger = logging.getLogger(__name__)",
    `LIMIT_${place} = ${below(1000)}${before[0] === undefined ? "" : ` + LIMIT_${before[0]}`}`,
    `KEYS = ["id", "day_${place}"]`,
    "",
    "@dataclass",
    `class Settings${place}:`,
    "    table: str",
    `    limit: int = LIMIT_${place}`,
    "    columns: tuple = ()",
    "",
    "    @property",
    "    def path(self) -> str:",
    `        return f"/lake/p${home}/{self.table}"`,
    "",
    `def step_${place}(df: DataFrame, rate: float = 1.5) -> DataFrame:`,
    `    """Step ${place}."""`,
    `    logger.info("step ${place}")`,
    `    df = df.withColumn("net_${place}", F.col("id") * rate).filter(F.col("id") > LIMIT_${place})`,
    `    for name in ["a", "b", "c"]:`,
    `        df = df.withColumn(f"{name}_${place}", F.lit(name))`,
    ...(before[0] === undefined ? [] : [`    df = step_${before[0]}(df)`]),
    "    return df.drop(*[c for c in df.columns if c.startswith('tmp')])",
    "",
    `def latest_${place}(df: DataFrame, keys=KEYS) -> DataFrame:`,
    '    window = Window.partitionBy(*keys).orderBy(F.col("changed").desc())',
    '    return df.withColumn("rank", F.row_number().over(window)).filter("rank = 1").drop("rank")',
    "",
    `class Job${place}:`,
    `    def __init__(self, settings: Settings${place}):`,
    "        self.settings = settings",
    "        self.source = spark.read.parquet(settings.path)",
    "",
    "    def run(self) -> DataFrame:",
    `        frame = latest_${place}(step_${place}(self.source))`,
    `        frame = frame.join(self.source.groupBy("id").agg(F.sum("net").alias("total")), "id", "left")`,
    "        self.save(frame)",
    "        return frame",
    "",
    "    def save(self, frame: DataFrame) -> None:",
    '        frame.write.mode("overwrite").partitionBy("day").parquet(self.settings.path + "_out")',
    "",
    'if __name__ == "__main__":',
    `    Job${place}(Settings${place}("orders")).run()`,
  ];
  return `${lines.join("\n")}\n`;
}
