import { checkValues } from "./values.ts";

describe("functions", () => {
  checkValues([
    {
      name: "keywords, defaults, stars",
      program: `def f(a, b=2, *rest, k="k", **more):\n    return (a, b, rest, k, more)\nx = f(1)\ny = f(1, 3, 4, 5, k="z", q=6)\nz = f(*[1, 2, 3], **{"k": 0, "m": 1})`,
      expected: {
        x: "(1, 2, (), 'k', {})",
        y: "(1, 3, (4, 5), 'z', {'q': 6})",
        z: "(1, 2, (3,), 0, {'m': 1})",
      },
    },
    {
      name: "early return on a known condition",
      program: `def f(mode):\n    if mode == "a":\n        return "first"\n    elif mode == "b":\n        return "second"\n    return None\nx = f("a")\ny = f("b")\nz = f("c")`,
      expected: { x: "'first'", y: "'second'", z: "None" },
    },
    {
      name: "returns of several types",
      program: `import sys\ndef f():\n    if len(sys.argv) > 1:\n        return spark.table("t")\n    return None\nx = f()`,
      expected: { x: "None | table" },
    },
    {
      name: "None tests narrow",
      program: `import sys\ndef f(df=None, name="x"):\n    if df is None:\n        df = spark.table(name)\n    return df\na = f()\nb = f(spark.range(1))\nc = spark.table("t") if len(sys.argv) > 1 else None\nif c is not None:\n    d = c.limit(1)\nelse:\n    d = spark.range(2)\ne = c or spark.range(3)`,
      expected: { a: "table", b: "range", d: "range | table.limit", e: "range | table" },
    },
    {
      name: "closures, nonlocal and global",
      program: `total = 0\ndef add(n):\n    global total\n    total += n\nadd(2)\nadd(3)\ndef counter():\n    n = 0\n    def step():\n        nonlocal n\n        n += 1\n        return n\n    step()\n    return step()\nc = counter()\ndef later():\n    return LATER\nLATER = "bound"\nx = later()`,
      expected: { total: "5", c: "2", x: "'bound'" },
    },
    {
      name: "decorators of the user's own",
      program: `import functools\ndef twice(fn):\n    @functools.wraps(fn)\n    def wrapper(*args, **kwargs):\n        return [fn(*args, **kwargs), fn(*args, **kwargs)]\n    return wrapper\ndef tagged(tag):\n    def decorate(fn):\n        def wrapper(*args):\n            return (tag, fn(*args))\n        return wrapper\n    return decorate\n@twice\ndef f(x):\n    return x + 1\n@tagged("t")\ndef g(x):\n    return x\n@functools.lru_cache(maxsize=None)\ndef h(x):\n    return x * 2\na = f(1)\nb = g(2)\nc = h(3)`,
      expected: { a: "[2, 2]", b: "('t', 2)", c: "6" },
    },
    {
      name: "partial and lambdas",
      program: `from functools import partial\ndef f(a, b, c=0):\n    return (a, b, c)\ng = partial(f, 1, c=9)\nx = g(2)\ny = partial(g, 5)()\nh = lambda a, *b, k=1: (a, b, k)\nz = h(1, 2, 3, k=4)\nw = (lambda: "now")()`,
      expected: { x: "(1, 2, 9)", y: "(1, 5, 9)", z: "(1, (2, 3), 4)", w: "'now'" },
    },
    {
      name: "transform with arguments",
      program: `def few(df, n, by="x"):\n    return df.limit(n).orderBy(by)\ndf = spark.table("t").transform(few, 3)`,
      expected: { df: "table.limit.orderBy" },
    },
    {
      name: "async",
      program: `import asyncio\nasync def load(n):\n    return spark.table(n)\nasync def main():\n    a = await load("a")\n    b, c = await asyncio.gather(load("b"), load("c"))\n    return [a, b, c]\nxs = asyncio.run(main())`,
      expected: { xs: "[table, table, table]" },
    },
    {
      name: "context managers",
      program: `from contextlib import contextmanager\n@contextmanager\ndef session():\n    s = spark.table("t")\n    try:\n        yield s\n    finally:\n        pass\nwith session() as df:\n    x = df.limit(1)`,
      expected: { x: "table.limit" },
    },
    {
      name: "getattr with a constant",
      program: `import math\nc = getattr(F, "col")("x")\nd = getattr(spark.table("t"), "limit")(1)`,
      expected: { c: "Column", d: "table.limit" },
    },
    {
      name: "recursion",
      program: `def f(n):\n    return 1 if n <= 1 else n * f(n - 1)\nx = f(4)\ndef even(n):\n    return True if n == 0 else odd(n - 1)\ndef odd(n):\n    return False if n == 0 else even(n - 1)\ny = even(3)\ndef deep(n):\n    return deep(n)\nz = deep(1)`,
      expected: { x: "24", y: "False", z: "?" },
    },
    {
      name: "match on constants",
      program: `def f(x):\n    match x:\n        case "a" | "b":\n            return 1\n        case None:\n            return 2\n        case _:\n            return 3\nxs = [f("a"), f("b"), f(None), f("z")]`,
      expected: { xs: "[1, 1, 2, 3]" },
    },
    {
      name: "try",
      program: `try:\n    import fast\n    HAS = True\nexcept ImportError:\n    HAS = False\nx = 1\ntry:\n    x = 2\nfinally:\n    y = x\ntry:\n    z = 1\nexcept ValueError:\n    raise\nelse:\n    z = 2`,
      expected: { HAS: "False | True", x: "2", y: "2", z: "2" },
    },
    {
      name: "walrus, chained comparison, ternary",
      program: `if (n := 3) > 2:\n    a = n\nb = 1 < n < 5\nc = "y" if n == 3 else "n"`,
      expected: { a: "3", b: "True", c: "'y'" },
    },
    {
      name: "an arm that is known not to run leaves nothing behind",
      program: `DEBUG = False\ndf = spark.table("t")\nif DEBUG:\n    df = df.limit(1)\nwhile False:\n    df = None`,
      expected: { df: "table" },
    },
  ]);
});
