import { checkValues } from "./values.ts";

describe("classes", () => {
  checkValues([
    {
      name: "attributes, methods, properties",
      program: `class Job:\n    retries = 3\n    def __init__(self, name, n=1):\n        self.name = name\n        self.n = n\n    @property\n    def title(self):\n        return self.name.upper()\n    @staticmethod\n    def twice(x):\n        return x * 2\n    @classmethod\n    def make(cls, name):\n        return cls(name, n=cls.retries)\n    def set(self, n):\n        self.n = n\n        return self\nj = Job("a").set(5)\nt = j.title\nu = Job.twice(2)\nk = Job.make("b")\nr = (k.n, k.retries, Job.retries)`,
      expected: { j: "Job(name='a', n=5)", t: "'A'", u: "4", k: "Job(name='b', n=3)", r: "(3, 3, 3)" },
    },
    {
      name: "inheritance and super",
      program: `class Base:\n    kind = "base"\n    def __init__(self, path):\n        self.path = path\n    def read(self):\n        return spark.read.parquet(self.path)\n    def run(self):\n        return self.prepare(self.read())\n    def prepare(self, df):\n        return df\nclass Middle(Base):\n    pass\nclass Extra:\n    extra = 1\nclass Job(Middle, Extra):\n    kind = "job"\n    def __init__(self):\n        super().__init__("/p")\n        self.done = True\n    def prepare(self, df):\n        return super().prepare(df).distinct()\nj = Job()\ndf = j.run()\nx = (j.kind, j.extra)`,
      expected: { j: "Job(path='/p', done=True)", df: "parquet.distinct", x: "('job', 1)" },
    },
    {
      name: "dataclasses",
      program: `from dataclasses import dataclass, field\n@dataclass\nclass Base:\n    name: str\n@dataclass(frozen=True)\nclass Config(Base):\n    size: int = 3\n    cols: list = field(default_factory=list)\nc = Config("a")\nd = Config("b", 4, cols=["x"])\nx = d.cols`,
      expected: {
        c: "Config(name='a', size=3, cols=[])",
        d: "Config(name='b', size=4, cols=['x'])",
        x: "['x']",
      },
    },
    {
      name: "named tuples",
      program: `from typing import NamedTuple\nclass P(NamedTuple):\n    x: int\n    y: str = "d"\np = P(1)\na, b = p\nc = (p.x, p[1])\nd = p._asdict()`,
      expected: { p: "P(x=1, y='d')", a: "1", b: "'d'", c: "(1, 'd')", d: "{'x': 1, 'y': 'd'}" },
    },
    {
      name: "enumerations",
      program: `from enum import Enum\nclass Layer(Enum):\n    RAW = "raw"\n    GOLD = "gold"\nclass T(str, Enum):\n    A = "a"\nx = Layer.RAW.value\nn = Layer.GOLD.name\nall = [l.value for l in Layer]\ny = Layer("gold").name\nz = f"{T.A.value}" + T.A`,
      expected: { x: "'raw'", n: "'GOLD'", all: "['raw', 'gold']", y: "'GOLD'", z: "'aa'" },
    },
    {
      name: "callables and context managers",
      program: `class Adder:\n    def __init__(self, n):\n        self.n = n\n    def __call__(self, x):\n        return x + self.n\n    def __enter__(self):\n        return self.n\n    def __exit__(self, *a):\n        pass\n    def __getitem__(self, k):\n        return k\na = Adder(2)(3)\nwith Adder(7) as b:\n    pass\nc = Adder(1)["k"]`,
      expected: { a: "5", b: "7", c: "'k'" },
    },
    {
      name: "instances from functions, one object under several names",
      program: `class Ctx:\n    pass\ndef make():\n    c = Ctx()\n    c.df = spark.table("t")\n    return c\na = make()\nb = a\nb.df = b.df.limit(1)\nx = a.df`,
      expected: { x: "table.limit" },
    },
    {
      name: "class attributes change for all",
      program: `class Reg:\n    items = []\n    by = {}\n    @classmethod\n    def register(cls, fn):\n        cls.items.append(fn("x"))\n        return fn\n@Reg.register\ndef f(x):\n    return x + "!"\nr = Reg.items\nReg.flag = 1\ns = Reg.flag`,
      expected: { r: "['x!']", s: "1" },
    },
    {
      name: "attributes on both paths",
      program: `import sys\nclass A:\n    pass\na = A()\nif len(sys.argv) > 1:\n    a.x = 1\nelse:\n    a.x = 2\nv = a.x`,
      expected: { v: "1 | 2" },
    },
  ]);
});
