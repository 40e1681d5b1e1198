import { checkValues } from "./values.ts";

describe("loops and comprehensions", () => {
  checkValues([
    {
      name: "a literal list",
      program: `xs = []\nfor c in ["a", "b"]:\n    xs.append(c + "_x")`,
      expected: { xs: "['a_x', 'b_x']", c: "'b'" },
    },
    {
      name: "items of a dict",
      program: `out = {}\nfor k, v in {"a": 1, "b": 2}.items():\n    out[k] = v * 10`,
      expected: { out: "{'a': 10, 'b': 20}" },
    },
    {
      name: "enumerate, zip and range",
      program: `xs = [f"{i}{a}{b}" for i, (a, b) in enumerate(zip("xy", [1, 2]), 1)]\nys = list(range(5, 0, -2))`,
      expected: { xs: "['1x1', '2y2']", ys: "[5, 3, 1]" },
    },
    {
      name: "sorted and reversed",
      program: `a = sorted(["b", "c", "a"], reverse=True)\nb = sorted(["bb", "a"], key=len)\nc = list(reversed([1, 2]))\nd = sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1])`,
      expected: { a: "['c', 'b', 'a']", b: "['a', 'bb']", c: "[2, 1]", d: "[('b', 1), ('a', 2)]" },
    },
    {
      name: "a frame grows by rounds",
      program: `df = spark.table("t")\nfor c in ["a", "b"]:\n    df = df.withColumn(c, F.lit(1))`,
      expected: { df: "table.withColumn.withColumn" },
    },
    {
      name: "break, continue and else",
      program: `xs = []\nfor i in range(5):\n    if i == 1:\n        continue\n    if i == 3:\n        break\n    xs.append(i)\nelse:\n    xs.append("end")\nfor i in []:\n    pass\nelse:\n    ys = "end"`,
      expected: { xs: "[0, 2]", ys: "'end'" },
    },
    {
      name: "a break that may happen",
      program: `import sys\nlast = None\nfor i in [1, 2]:\n    last = i\n    if len(sys.argv) > i:\n        break`,
      expected: { last: "1 | 2" },
    },
    { name: "the empty list runs no round", program: `n = 0\nfor i in []:\n    n = 1`, expected: { n: "0" } },
    {
      name: "nested loops",
      program: `xs = [a + b for a in "xy" for b in "12" if b != a]\nys = []\nfor a in (1, 2):\n    for b in (10, 20):\n        ys.append(a * b)`,
      expected: { xs: "['x1', 'x2', 'y1', 'y2']", ys: "[10, 20, 20, 40]" },
    },
    {
      name: "conditions are decided, or leave the length open",
      program: `import sys\nxs = [i for i in range(6) if i % 2 == 0]\nys = [i for i in (1, 2) if len(sys.argv) > i]`,
      expected: { xs: "[0, 2, 4]", ys: "[1, 2, …]" },
    },
    {
      name: "dict and set comprehensions",
      program: `d = {k: len(k) for k in ["a", "bb", "a"]}\ns = {x % 2 for x in [1, 3, 2]}`,
      expected: { d: "{'a': 1, 'bb': 2}", s: "{1, 0}" },
    },
    {
      name: "a loop of unknown length widens",
      program: `import sys\nn = 0\nnames = ["a"]\nfor arg in sys.argv:\n    n += 1\n    names.append(arg)`,
      expected: { n: "int", names: "['a', str, …]", arg: "str" },
    },
    {
      name: "while to a fixpoint",
      program: `import random\ni = 0\nseen = False\nwhile random.random() < 0.5:\n    i = i + 1\n    seen = True`,
      expected: { i: "int", seen: "bool" },
    },
    {
      name: "a condition that changes with the rounds is not decided by the first",
      program: `import sys\nfirst = True\ndf = spark.table("a")\nfor arg in sys.argv:\n    if first:\n        label = "one"\n        first = False\n    else:\n        label = "more"`,
      expected: { label: "own str" },
    },
    {
      name: "long loops end in what all rounds have in common",
      program: `xs = []\nfor i in range(100):\n    xs.append(i)`,
      expected: { xs: "[int, …]" },
    },
    {
      name: "map, filter, any, all, sum, min, max",
      program: `a = list(map(lambda x: x + 1, [1, 2]))\nb = list(filter(None, ["", "x"]))\nc = (any([0, 1]), all([1, 0]), sum([1, 2, 3]), min(3, 1), max(["a", "b"]))`,
      expected: { a: "[2, 3]", b: "['x']", c: "(True, False, 6, 1, 'b')" },
    },
    {
      name: "reduce",
      program: `from functools import reduce\nimport operator\na = reduce(lambda x, y: x + y, [1, 2, 3], 10)\nb = reduce(operator.mul, range(1, 5))\ndf = reduce(DataFrame.unionByName, [spark.table("a"), spark.table("b"), spark.table("c")])\ndg = reduce(lambda d, c: d.drop(c), ["x", "y"], spark.table("t"))`,
      expected: { a: "16", b: "24", df: "table+table.unionByName+table.unionByName", dg: "table.drop.drop" },
    },
    {
      name: "generators",
      program: `def numbers(n):\n    for i in range(n):\n        yield i * i\ndef more():\n    yield from numbers(2)\n    yield 7\nxs = list(numbers(3))\nys = [y for y in more()]\nzs = (c for c in "ab")\nws = ",".join(zs)`,
      expected: { xs: "[0, 1, 4]", ys: "[0, 1, 7]", ws: "'a,b'" },
    },
    {
      name: "chain and product",
      program: `import itertools\na = list(itertools.chain(["a"], ("b", "c")))\nb = [x + y for x, y in itertools.product("ab", "12")]`,
      expected: { a: "['a', 'b', 'c']", b: "['a1', 'a2', 'b1', 'b2']" },
    },
  ]);
});
