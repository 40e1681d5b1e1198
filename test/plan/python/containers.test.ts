import { checkValues } from "./values.ts";

describe("containers", () => {
  checkValues([
    {
      name: "lists change in place, under all their names",
      program: `a = [1]\nb = a\nb.append(2)\nb.extend((3, 4))\na.insert(0, 0)\nx = a.pop()\na += [9]\na.remove(1)\na[0] = "z"\ndel a[-1]`,
      expected: { a: "['z', 2, 3]", b: "['z', 2, 3]", x: "4" },
    },
    {
      name: "in functions and attributes",
      program: `class Box:\n    def __init__(self):\n        self.items = []\n        self.by = {}\n    def add(self, x):\n        self.items.append(x)\n        self.by[x] = self.items\n        return self\nbox = Box().add("a").add("b")\nitems = box.items\nby = box.by["a"]\ndef grow(xs):\n    xs.append("more")\nys = ["y"]\ngrow(ys)`,
      expected: { items: "['a', 'b']", by: "['a', 'b']", ys: "['y', 'more']" },
    },
    {
      name: "nested dicts",
      program: `C = {"tables": {"orders": {"path": "/o"}}}\np = C["tables"]["orders"]["path"]\nC["tables"]["users"] = {"path": "/u"}\nC["tables"]["orders"]["keys"] = ["id"]\nC["tables"]["orders"]["keys"].append("x")\nk = C["tables"]["orders"]["keys"]\nn = list(C["tables"])\ng = C.get("none", 5)`,
      expected: { p: "'/o'", k: "['id', 'x']", n: "['orders', 'users']", g: "5" },
    },
    {
      name: "keys replace equal keys",
      program: `d = {"a": 1, "b": 2}\nd["a"] = 3\nd.update(b=4, c=5)\nd.update({"d": 6})\nx = d.pop("b")\nd.setdefault("a", 0)\nd.setdefault("e", 7)\ndel d["c"]\ne = {**d, "a": 8}\nf = d | {"z": 1}\ng = dict(zip(["k", "l"], [1, 2]), m=3)\nh = dict([("q", 1)])\nk = "a" in d and "c" not in d`,
      expected: {
        d: "{'a': 3, 'd': 6, 'e': 7}",
        x: "4",
        e: "{'a': 8, 'd': 6, 'e': 7}",
        f: "{'a': 3, 'd': 6, 'e': 7, 'z': 1}",
        g: "{'k': 1, 'l': 2, 'm': 3}",
        h: "{'q': 1}",
        k: "True",
      },
    },
    {
      name: "defaultdict",
      program: `from collections import defaultdict\nd = defaultdict(list)\nfor k, v in [("a", 1), ("b", 2), ("a", 3)]:\n    d[k].append(v)\na = d["a"]\nb = d["b"]`,
      expected: { a: "[1, 3]", b: "[2]" },
    },
    {
      name: "stars",
      program: `a, *b, c = [1, 2, 3, 4]\n(d, e), f = (5, 6), 7\ng = [*b, *"xy"]\nh, = ["only"]`,
      expected: { a: "1", b: "[2, 3]", c: "4", d: "5", e: "6", f: "7", g: "[2, 3, 'x', 'y']", h: "'only'" },
    },
    {
      name: "sets",
      program: `s = {"a"}\ns.add("b")\ns.add("a")\ns |= {"c"}\nn = len(s)\nt = sorted(s - {"b"})\nu = "c" in s`,
      expected: { n: "3", t: "['a', 'c']", u: "True" },
    },
    {
      name: "branches make alternatives",
      program: `import sys\nxs = ["a"]\nif len(sys.argv) > 1:\n    xs.append("b")\nys = xs + ["z"]`,
      expected: { xs: "['a', 'b'] | ['a']", ys: "['a', 'b', 'z'] | ['a', 'z']" },
    },
    {
      name: "lists that double stay small",
      program: `xs = [1]\nfor i in range(40):\n    xs = xs + xs\ns = "ab"\nfor i in range(40):\n    s = s + s\nn = [0]\nfor i in range(60):\n    n = [n, n]`,
      expected: { s: "own str" },
    },
    {
      name: "frames in containers",
      program: `frames = {}\nfor n in ["a", "b"]:\n    frames[n] = spark.table(n).where("x > 1")\na = frames["a"]\nb = list(frames.values())`,
      expected: { a: "table.where", b: "[table.where, table.where]" },
    },
    {
      name: "copies are other objects",
      program: `import copy\na = [1]\nb = a.copy()\nc = list(a)\nd = copy.deepcopy(a)\na.append(2)`,
      expected: { a: "[1, 2]", b: "[1]", c: "[1]", d: "[1]" },
    },
  ]);
});
