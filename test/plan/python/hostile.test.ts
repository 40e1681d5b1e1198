import assert from "node:assert/strict";
import { analyze } from "../../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../../server/src/analysis/options.ts";
import { keptSteps } from "../../../server/src/plan/effects.ts";
import { exchangesOf } from "../../../server/src/plan/physical/exchanges.ts";
import { schemaOf } from "../../../server/src/plan/schema/analysis.ts";
import { portion } from "../../portion.ts";
import { catalog, parser } from "../evaluated.ts";

const header =
  "from pyspark.sql import SparkSession, functions as F\nspark = SparkSession.builder.getOrCreate()\ndf = spark.table('t')\n";
const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/**
 * Milliseconds of processor time that any of these programs may take, on a slow machine with other work; most need a
 * twentieth. What doubles with each step needs hours.
 */
const limit = 8000;

const programs: Readonly<Record<string, string>> = {
  "loops in loops": `xs = []\nfor a in range(64):\n  for b in range(64):\n    for c in range(64):\n      for d in range(64):\n        xs.append(F.col(f"{a}{b}{c}{d}"))`,
  "open loops in open loops": `import sys\nn = 0\n${times(12, (i) => `${"  ".repeat(i)}while n < len(sys.argv):\n${"  ".repeat(i)}  n${i} = n = n + 1`)}`,
  "functions that call each other twice": `${times(30, (i) => `def f${i}(df):\n    return f${i + 1}(f${i + 1}(df.limit(${i})))`)}\ndef f30(df):\n    return df\nf0(df)`,
  "mutual recursion": `def a(x, n):\n    return b(a(x, n - 1), n) + b(x, n)\ndef b(x, n):\n    return a(b(x, n), n) + a(x, n)\na(df, 3)`,
  "a plan that doubles": `for i in range(60):\n    df = df.union(df)\nfor c in df.columns:\n    df = df.withColumn(c, F.lit(1))\ndf.count()`,
  "lists that double": `xs = [df]\nfor i in range(60):\n    xs = xs + xs\nys = [0]\nfor i in range(60):\n    ys = [ys, ys]\nzs = {}\nfor i in range(60):\n    zs = {"a": zs, "b": zs, **zs}\nspark.createDataFrame(ys)\nfor y in ys:\n    print(y)`,
  "a list in itself": `xs = []\nxs.append(xs)\nd = {"x": xs}\nd["d"] = d\nxs.append(d)\nspark.createDataFrame(xs)\nfor x in xs:\n    df = df.filter(x == d)`,
  "texts that double": `s = "x"\nfor i in range(64):\n    s += s\n    t = f"{s}{s}".replace("x", s).join([s, s]) % s`,
  "a long chain": `df = df${times(3000, (i) => `.withColumn("c${i}", F.lit(${i}))`).replaceAll("\n", "")}`,
  "many branches": `${times(200, (i) => `if spark.conf.get("c${i}") == "x":\n    df = df.limit(${i})\n    xs${i} = [${i}]\nelse:\n    xs${i} = []\n    df = df.drop("c${i}")`)}\ndf.count()`,
  "branches in a function": `def f(df, *flags):\n${times(150, (i) => `    if flags[${i}]:\n        df = df.limit(${i})\n        x${i % 7} = [x${i % 7}] if flags else None`)}\n    return df\nf(df).count()`,
  "a class that changes in a loop": `import sys\nclass A:\n    def __init__(self):\n        self.xs = []\n        self.next = self\n    def step(self, n):\n        self.xs.append(self.next)\n        self.next = A()\n        self.next.next = self\n        for i in range(n):\n            self.step(i)\n        return self.next\na = A()\nwhile len(sys.argv) < 5:\n    a = a.step(20).step(20)`,
  "big literals": `rows = [${times(10_000, (i) => `(${i}, "r${i}", {"k": ${i}}),`).replaceAll("\n", " ")}]\nspark.createDataFrame(rows, ["a", "b", "c"])\nd = {${times(10_000, (i) => `"k${i}": ${i},`).replaceAll("\n", " ")}}\nfor k, v in d.items():\n    df = df.withColumn(k, F.lit(v))`,
  "comprehensions in comprehensions": `xs = [[[[F.col(f"{a}{b}{c}{d}") for a in range(200)] for b in range(200)] for c in range(200)] for d in range(200)]\nys = [x for a in xs for b in a for c in b for x in c]\ndf.select(*ys)`,
  "generators without end": `def g():\n    while True:\n        yield from g()\n        yield df\nfor x in g():\n    x.count()`,
  "two hundred ifs in each other": `import sys\n${times(90, (i) => `${" ".repeat(i)}if len(sys.argv) > ${i}:`)}\n${" ".repeat(90)}df = df.withColumn("x", F.lit(1))\n${times(200, (i) => `if len(sys.argv) > ${i}:\n    df = df.withColumn("y${i}", F.lit(1))`)}\ndf.count()\nfor c in df.columns:\n    df = df.drop(c)`,
  "ternaries in ternaries": `import sys\nx = ${"(1 if len(sys.argv) > 2 else ".repeat(150)}2${")".repeat(150)}`,
  "five thousand columns": `df = spark.createDataFrame([], ", ".join(f"c{i} int" for i in range(5000)))\nfor c in df.columns[:300]:\n    df = df.withColumn(c, F.col(c) + 1)\ndf = df.select([F.col(c).alias(c.upper()) for c in df.columns])\nout = df.join(df.select(*df.columns), "C1").groupBy("C1").agg(*[F.sum(c) for c in df.columns])`,
  "five thousand columns, written": `df = spark.createDataFrame([], "${times(5000, (i) => `c${i} int`).replaceAll("\n", ", ")}")\ndf = df.select(${times(5000, (i) => `F.col("c${i}").alias("d${i}")`).replaceAll("\n", ", ")})\ndf = df.withColumns({c: F.col(c) * 2 for c in df.columns}).drop("d1").filter("d2 > 1")\nout = df.union(df).distinct()`,
  "a long chain of joins": `out = df${times(400, (i) => `.join(spark.range(${i}).withColumnRenamed("id", "k${i}"), F.col("k${i}") == F.col("id"), "left")`).replaceAll("\n", "")}`,
  "ten thousand steps": `df = spark.range(3)\ndf = df${times(5000, () => `.filter("id > 1").limit(9)`).replaceAll("\n", "")}\ndf.count()`,
  "a huge dict": `d = {${times(10_000, (i) => `"k${i}": {"a": ${i}, "b": [${i}, ${i}]},`).replaceAll("\n", " ")}}\nout = df.select([F.lit(v["a"]).alias(k) for k, v in d.items()])\nd.update({f"{k}_x": v for k, v in d.items()})\ne = {**d, **d} | d`,
  "expressions in expressions": `c = F.col("a")\n${times(60, () => "c = F.when(c > 1, c).otherwise(c + c)")}\ndf = df.withColumn("c", c)\nd = ${"(".repeat(400)}F.col("a")${" + 1)".repeat(400)}\ndf.select(d)`,
  "a while that counts on": `n = 0\nwhile n < 1000000:\n    n += 1\n    df = df.withColumn(f"c{n}", F.lit(n))\nm = 1\nwhile m > 0:\n    m = m * 2\n    while m % 3 != 1:\n        m += 1\n        while m % 7:\n            m += 1\n    df = df.limit(m)`,
  "patterns that go back": `import re\nx = re.sub("(a+)+$", "b", "${"a".repeat(180)}!")\ny = re.match("a*a*a*a*a*a*a*a*b", "${"a".repeat(190)}")\nz = re.split("[a-z]*[a-z]*[a-z]*;", "${"x".repeat(199)}")`,
  "classes of classes": `${times(300, (i) => `class C${i}${i > 0 ? `(C${i - 1})` : ""}:\n    def m${i}(self, df):\n        return super().m${Math.max(0, i - 1)}(df).limit(${i})`)}\nC299().m299(df)`,
  "functions with many paths": `def f(df, a):\n${times(40, (i) => `    if a == ${i}:\n        return df.withColumn("c${i}", F.lit(1))`)}\n    return df\nimport sys\nfor i in range(60):\n    df = f(df, len(sys.argv))\nout = df.join(f(df, len(sys.argv)), "id")`,
  "frames in containers that grow": `frames = {}\nfor i in range(64):\n    frames[i] = [spark.range(i)] + [x for xs in frames.values() for x in xs][:50]\nfrom functools import reduce\nout = reduce(lambda a, b: a.union(b), [x for xs in frames.values() for x in xs])`,
  "views of views": `df = spark.range(1)\nfor i in range(60):\n    df.createOrReplaceTempView(f"v{i}")\n    df = spark.sql(f"select a.id, b.id as id{i} from v{i} a join v{i} b on a.id = b.id")`,
  "decorators of decorators": `def d(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return w\n${times(40, () => "@d")}\ndef f(x):\n    return f(x)\nf(df)`,
};

/** Everything that an editor asks of a program: findings, and all columns and exchanges. */
function analyzed(program: string): void {
  const { facts } = analyze({ parser, catalog }, program, defaultOptions);
  const kept = keptSteps(facts);
  for (const unit of facts.units)
    for (const { held } of unit.frames) {
      if (held === null) continue;
      schemaOf(held);
      exchangesOf(held, kept);
    }
}

describe("hostile programs stay within their budget", () => {
  // The catalogue is read when it is first asked for.
  before(() => {
    analyzed(`${header}df.groupBy("a").agg(F.sum("b")).join(df, "a").count()`);
  });

  for (const [name, program] of portion(Object.entries(programs), 12))
    it(name, () => {
      const start = process.cpuUsage();
      analyzed(header + program);
      const { user, system } = process.cpuUsage(start);
      const took = (user + system) / 1000;
      assert.ok(took < limit, `took ${took.toFixed(0)} ms`);
    });
});
