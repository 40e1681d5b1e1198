import assert from "node:assert/strict";
import { evaluated } from "../evaluated.ts";

const header =
  "from pyspark.sql import SparkSession, functions as F\nspark = SparkSession.builder.getOrCreate()\ndf = spark.table('t')\n";
const times = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");

/** Milliseconds of processor time that any of these programs may take; most of them need a tenth of it. */
const limit = 3000;

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
  "decorators of decorators": `def d(f):\n    def w(*a, **k):\n        return f(*a, **k)\n    return w\n${times(40, () => "@d")}\ndef f(x):\n    return f(x)\nf(df)`,
};

describe("hostile programs stay within their budget", () => {
  for (const [name, program] of Object.entries(programs))
    it(name, () => {
      const start = process.cpuUsage();
      evaluated(header + program);
      const { user, system } = process.cpuUsage(start);
      const took = (user + system) / 1000;
      assert.ok(took < limit, `took ${took.toFixed(0)} ms`);
    });
});
