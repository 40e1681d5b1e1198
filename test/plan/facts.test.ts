import assert from "node:assert/strict";
import { described, evaluated } from "./evaluated.ts";

const header = `from pyspark.sql import SparkSession, DataFrame, Window, functions as F
spark = SparkSession.builder.getOrCreate()
`;

/** A program, and the facts expected of its actions and configurations (lines count from the program's first). */
interface Case {
  readonly name: string;
  readonly program: string;
  readonly expected: readonly string[];
}

const interesting =
  /collect|toPandas|count|parquet rows|config|udf|and|not|test|withColumn|join|conf|cache|show|__call__|write|save/i;

const cases: readonly Case[] = [
  {
    name: "an unbounded read",
    program: `spark.table("t").collect()`,
    expected: ["1 DataFrame.collect rows=unbounded"],
  },
  {
    name: "a limit",
    program: `spark.table("t").limit(5).collect()`,
    expected: ["1 DataFrame.collect rows=5"],
  },
  {
    name: "a global aggregate",
    program: `spark.table("t").agg(F.max("x")).collect()`,
    expected: ["1 DataFrame.collect rows=1"],
  },
  {
    name: "groups of an unbounded frame",
    program: `spark.table("t").groupBy("k").sum().collect()`,
    expected: ["1 DataFrame.collect rows=unbounded"],
  },
  {
    name: "literal rows",
    program: `df = spark.createDataFrame([(1,), (2,)], ["a"])\ndf.filter("a > 1").collect()`,
    expected: ["2 DataFrame.collect rows=2"],
  },
  {
    name: "SQL text says nothing yet",
    program: `spark.sql("show tables").collect()`,
    expected: ["1 DataFrame.collect rows=unknown"],
  },
  {
    name: "a chain over several lines in parentheses",
    program: `rows = (\n    spark.read\n    .option("header", True)\n    .csv("a.csv")  # the file\n    .collect()\n)`,
    expected: ["5 DataFrame.collect rows=unbounded"],
  },
  {
    name: "tuples and swaps",
    program: `a, b = spark.table("t"), spark.table("u").limit(1)\na, b = b, a\na.collect()\nb.collect()`,
    expected: ["3 DataFrame.collect rows=1", "4 DataFrame.collect rows=unbounded"],
  },
  {
    name: "an annotated parameter",
    program: `def f(frame: DataFrame):\n    return frame.collect()`,
    expected: ["2 DataFrame.collect rows=unbounded"],
  },
  {
    name: "a forward reference and an optional one",
    program: `from typing import Optional\ndef f(a: "DataFrame", b: Optional[DataFrame] = None, c: DataFrame | None = None):\n    a.count()\n    b.count()\n    c.count()`,
    expected: [
      "3 DataFrame.count rows=unbounded",
      "4 DataFrame.count rows=unbounded",
      "5 DataFrame.count rows=unbounded",
    ],
  },
  {
    name: "a function called with what it gets",
    program: `def f(frame):\n    return frame.collect()\nf(spark.table("t").limit(3))`,
    expected: ["2 DataFrame.collect rows=3"],
  },
  {
    name: "a function's result",
    program: `def load(name):\n    return spark.table(name)\nload("t").collect()`,
    expected: ["3 DataFrame.collect rows=unbounded"],
  },
  {
    name: "a parameter known by a method that only PySpark has",
    program: `def f(x):\n    y = x.withColumn("a", F.lit(1))\n    return y.toPandas()`,
    expected: ["2 DataFrame.withColumn rows=unbounded", "3 DataFrame.toPandas rows=unbounded"],
  },
  {
    name: "a list's count is no action",
    program: `xs = [1, 2]\nxs.count(1)\nlen(xs)`,
    expected: [],
  },
  {
    name: "pandas is not Spark",
    program: `import pandas as pd\ndf = pd.read_csv("x")\ndf.count()\ndf.to_dict()`,
    expected: [],
  },
  {
    name: "branches join",
    program: `import sys\ndf = spark.table("t")\nif len(sys.argv) > 1:\n    df = df.limit(2)\ndf.collect()`,
    expected: ["5 DataFrame.collect rows=2", "5 DataFrame.collect rows=unbounded"],
  },
  {
    name: "a loop counts its rounds",
    program: `df = spark.table("t")\nfor c in ["a", "b"]:\n    df = df.withColumn(c, F.lit(0))`,
    expected: [
      "3 DataFrame.withColumn rows=unbounded loops=2",
      "3 DataFrame.withColumn rows=unbounded loops=2",
    ],
  },
  {
    name: "a comprehension is a loop",
    program: `frames = [spark.table(n).count() for n in ("a", "b", "c")]`,
    expected: [
      "1 DataFrame.count rows=unbounded loops=3",
      "1 DataFrame.count rows=unbounded loops=3",
      "1 DataFrame.count rows=unbounded loops=3",
    ],
  },
  {
    name: "dicts of frames",
    program: `frames = {"a": spark.table("a"), "b": spark.table("b").limit(1)}\nframes["b"].collect()\nfor name, frame in frames.items():\n    frame.count()`,
    expected: [
      "2 DataFrame.collect rows=1",
      "4 DataFrame.count rows=unbounded loops=2",
      "4 DataFrame.count rows=1 loops=2",
    ],
  },
  {
    name: "with, try and finally",
    program: `df = spark.table("t")\ntry:\n    df.count()\nexcept ValueError:\n    df.show()\nfinally:\n    df.unpersist()`,
    expected: ["3 DataFrame.count rows=unbounded", "5 DataFrame.show rows=unbounded"],
  },
  {
    name: "classes with frames in attributes",
    program: `class Job:\n    def __init__(self, spark):\n        self.spark = spark\n    def load(self):\n        self.df = self.spark.table("t")\n        return self\n    def run(self):\n        self.df.count()\nJob(spark).load().run()`,
    expected: ["8 DataFrame.count rows=unbounded"],
  },
  {
    name: "transform with a function",
    program: `def few(df):\n    return df.limit(1)\nspark.table("t").transform(few).collect()`,
    expected: ["3 DataFrame.collect rows=1"],
  },
  {
    name: "configurations of every kind",
    program: `from pyspark import SparkConf\nSparkSession.builder.config("spark.a", 1).config(map={"spark.b": "x"})\nSparkConf().setAll([("spark.c", True)])\nspark.conf.set("spark.d", "y")\nspark.conf.get("spark.e")`,
    expected: [
      "2 config spark.a=1 builder",
      "2 config spark.b=x builder",
      "3 SparkConf",
      "3 SparkConf.setAll",
      "3 config spark.c=true builder",
      "4 RuntimeConfig.set",
      "4 config spark.d=y runtime",
      "5 RuntimeConfig.get",
      "5 config spark.e=? read",
      "2 Builder.config",
      "2 Builder.config",
    ],
  },
  {
    name: "UDFs in three spellings",
    program: `from pyspark.sql.functions import udf, pandas_udf\nup = udf(lambda s: s.upper())\n@udf\ndef low(s):\n    return s.lower()\n@pandas_udf("int")\ndef size(s):\n    return s.str.len()\nspark.table("t").select(up("a"), low("b"), size("c"))`,
    expected: [
      "2 udf up row",
      "3 udf low row",
      "6 udf size pandas",
      "9 UserDefinedFunction.__call__",
      "9 UserDefinedFunction.__call__",
      "9 UserDefinedFunction.__call__",
    ],
  },
  {
    name: "Python logic on Columns",
    program: `a = F.col("a")\nx = a & True\ny = a and True\nz = not a\nif a:\n    pass`,
    expected: ["3 and", "4 not", "5 test"],
  },
  {
    name: "a half-typed statement spoils nothing else",
    program: `df = spark.table("t")\ndf.select(\ndf.collect()`,
    expected: ["3 DataFrame.collect rows=unbounded"],
  },
  {
    name: "recursion ends",
    program: `def f(df, n):\n    return f(df.limit(n), n - 1) if n else df\nf(spark.table("t"), 3).collect()`,
    expected: ["3 DataFrame.collect rows=1"],
  },
  {
    name: "recursion of unknown depth ends",
    program: `def f(df, n):\n    return f(df.limit(n), n - 1) if n else df\nimport sys\nf(spark.table("t"), len(sys.argv)).collect()`,
    expected: ["4 DataFrame.collect rows=1000000", "4 DataFrame.collect rows=unbounded"],
  },
];

describe("facts of a program", () => {
  for (const { name, program, expected } of cases)
    it(name, () => {
      const facts = evaluated(header + program);
      const lines = described(facts).flatMap((line) => {
        const [number = "0", ...rest] = line.split(" ");
        const text = rest.join(" ");
        return Number(number) > 2 && interesting.test(text) ? [`${Number(number) - 2} ${text}`] : [];
      });
      assert.deepEqual(lines.toSorted(), [...expected].toSorted());
    });
});

describe("a unit's result is kept", () => {
  const program = `${header}
a = spark.table("a")
b = spark.table("b")
c = a.join(b, "id")
def f(x):
    return x.count()
f(c)
print("apart")
d = b.limit(1)
print("end")
`;
  const keptUnits = (edited: string): string[] => {
    const before = evaluated(program);
    const after = evaluated(edited, before);
    return after.units
      .filter((unit) => before.units.includes(unit))
      .map(({ unit }) => unit.text.trim().split("\n")[0] ?? "");
  };

  it("when an edit elsewhere does not touch what it reads", () => {
    assert.deepEqual(keptUnits(program.replace(`b.limit(1)`, `b.limit(2)`)), [
      "from pyspark.sql import SparkSession, DataFrame, Window, functions as F",
      "spark = SparkSession.builder.getOrCreate()",
      `a = spark.table("a")`,
      `b = spark.table("b")`,
      `c = a.join(b, "id")`,
      "def f(x):",
      "f(c)",
      `print("apart")`,
      `print("end")`,
    ]);
  });

  it("but not when a name it reads is bound anew", () => {
    const kept = keptUnits(program.replace(`spark.table("a")`, `spark.table("x")`));
    assert.ok(kept.includes("d = b.limit(1)"));
    assert.ok(!kept.includes(`c = a.join(b, "id")`));
    assert.ok(!kept.includes("f(c)"));
  });

  it("and a changed function is seen by its callers", () => {
    const before = evaluated(program);
    const after = evaluated(program.replace("x.count()", "x.collect()"), before);
    assert.ok(described(after).some((line) => line.includes("DataFrame.collect")));
    assert.ok(!described(after).some((line) => line.includes("DataFrame.count")));
  });
});

describe("evidence", () => {
  it("a session that a shell or notebook gives", () => {
    const text = `from pyspark.sql import functions as F\nspark.table("t").collect()\n`;
    assert.deepEqual(described(evaluated(text)).slice(1), ["2 DataFrame.collect rows=unbounded"]);
    assert.deepEqual(described(evaluated(text, undefined, "structural")).length, 2);
    assert.deepEqual(described(evaluated(`spark.table("t").collect()\n`)), []);
  });

  it("by names only when asked for", () => {
    const text = "import pyspark\ndef f(df):\n    df.collect()\n";
    assert.deepEqual(described(evaluated(text)), []);
    assert.deepEqual(described(evaluated(text, undefined, "names")), ["3 DataFrame.collect rows=unbounded"]);
  });
});
