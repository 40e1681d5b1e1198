import assert from "node:assert/strict";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { checkModule } from "./checkTree.ts";
import { loadParser } from "./loadParser.ts";
import { printTree } from "./printTree.ts";

const parser = await loadParser();

/** Valid Python, and the statements it lowers to. */
const constructs: readonly (readonly [text: string, statements: readonly string[]])[] = [
  ["x = a.b(c, *d, k=1, **e)[0]", ["Assign(x, a.b(c, *d, k=1, **e)[0])"]],
  ["a = b = c", ["Assign(a, b, c)"]],
  ["a: dict[str, list[int]] = {}", ["AnnotatedAssign(a, dict[str, list[int]], Dict())"]],
  ["x: int", ["AnnotatedAssign(x, int)"]],
  ["x += 1", ["x += 1"]],
  ["x //= y", ["x //= y"]],
  ["a, *b = c, d", ["Assign(Tuple(a, Starred(b)), Tuple(c, d))"]],
  ["x = 1,", ["Assign(x, Tuple(1))"]],
  ["del a, b", ["Delete(a, b)"]],
  ["del (a, b)", ["Delete(Tuple(a, b))"]],
  ["return", ["Return()"]],
  ["import a.b as c, d", ["Import(a.b as c, d)"]],
  ["from . import a as b, c", ["ImportFrom(1 : a as b, c)"]],
  ["from ..x.y import (\n    a,  # one\n    b,\n)", ["ImportFrom(2 x.y: a, b)"]],
  ["from x import *", ["ImportFrom(0 x: *)"]],
  ["from __future__ import annotations", ["ImportFrom(0 __future__: annotations)"]],
  [
    "if a:\n    b\nelif c:\n    d\nelif e: f\nelse:\n    g",
    ["If(a) {b} else {If(c) {d} else {If(e) {f} else {g}}}"],
  ],
  ["for x, in y:\n    pass\nelse:\n    z", ["For(Tuple(x), y, Pass(), z)"]],
  [
    "async def f():\n    async for x in y:\n        await z\n    async with a as b:\n        pass\n    return [i async for i in x]",
    ["AsyncFunction f() {For(x, y, Await(z)); With(a as b) {Pass()}; Return(Comprehension(i, i, x))}"],
  ],
  ["while x:\n    break\nelse:\n    continue", ["While(x, Break(), Continue())"]],
  [
    "try:\n    a\nexcept A as e:\n    b\nexcept (B, C):\n    c\nexcept:\n    d\nelse:\n    e\nfinally:\n    f",
    ["Try {a} except A as e {b} except Tuple(B, C) {c} except  {d} else {e} finally {f}"],
  ],
  ["try:\n    a\nexcept* A as e:\n    b", ["Try {a} except A as e {b}"]],
  ["try:\n    a\nexcept A, B:\n    b", ["Try {a} except Tuple(A, B) {b}"]],
  ["with a as b, c:\n    pass", ["With(a as b, c) {Pass()}"]],
  ["with (a as b, c as d):\n    pass", ["With(a as b, c as d) {Pass()}"]],
  ["with (a, b):\n    pass", ["With(a, b) {Pass()}"]],
  ["with (open(x) as f):\n    pass", ["With(open(x) as f) {Pass()}"]],
  ["with (a, b) as c:\n    pass", ["With(Tuple(a, b) as c) {Pass()}"]],
  ["with (yield x):\n    pass", ["With(Yield(x)) {Pass()}"]],
  [
    'def f(a, /, b: int, c=1, *, d: str = "x", **e) -> int: ...',
    [
      'Function f(positional a, normal b: int, normal c = 1, keyword d: str = "x", kwargs e) -> int {Ellipsis}',
    ],
  ],
  ["def f(*args: *Ts, k): pass", ["Function f(args args: Starred(Ts), keyword k) {Pass()}"]],
  ["def f[T: int, *Ts, **P](x: T) -> list[T]: pass", ["Function f(normal x: T) -> list[T] {Pass()}"]],
  ["@a.b(c)\n@d\ndef f(): pass", ["@a.b(c) @d Function f() {Pass()}"]],
  [
    '@x\nclass A(B, metaclass=C):\n    """Doc."""\n    y: int = 1',
    ['Class A(B, metaclass=C) {"Doc."; AnnotatedAssign(y, int, 1)}'],
  ],
  ["class A[T]: pass", ["Class A() {Pass()}"]],
  ["x = lambda *a, b=1, **c: b", ["Assign(x, Lambda(args a, keyword b, kwargs c: b))"]],
  ["type X[T] = int | str", ["TypeAlias(X, (int | str))"]],
  ["type(x).y = 1", ["Assign(type(x).y, 1)"]],
  ["type = 1", ["Assign(type, 1)"]],
  ["match(x)", ["match(x)"]],
  ["match = case = 1", ["Assign(match, case, 1)"]],
  [
    'match x:\n    case A(b=1, c=d) | [1, *rest] if z: pass\n    case {"k": v, **r}: pass\n    case -1 | None: pass\n    case a.b as q: pass\n    case _: pass',
    [
      'Match(x) case [d, rest] [A, 1, 1] if z {Pass()} case [v, r] ["k"] {Pass()} case [] [(- 1), None] {Pass()} case [q] [a.b] {Pass()} case [] [] {Pass()}',
    ],
  ],
  ["match a, b:\n    case (1, x): y", ["Match(Tuple(a, b)) case [x] [1] {y}"]],
  ["not a and b or c", ["(((not a) and b) or c)"]],
  ["a < b <= c != d", ["(a < b <= c != d)"]],
  ["a not in b", ["(a not in b)"]],
  ["a is not b", ["(a is not b)"]],
  ["-1 ** 2", ["(- (1 ** 2))"]],
  ["~x & y | z", ["(((~ x) & y) | z)"]],
  ["x = a if b else c", ["Assign(x, Conditional(a, b, c))"]],
  ["(y := f(x))", ["NamedExpression(y, f(x))"]],
  ["print(x, file=y)", ["print(x, file=y)"]],
  ["[i for i in a if b if c for j in d]", ["Comprehension(i, i, a, b, c, j, d)"]],
  ["{k: v for k, v in x}", ["Comprehension(k, v, Tuple(k, v), x)"]],
  ["{1, 2}", ["Set(1, 2)"]],
  ["{}", ["Dict()"]],
  ['{**a, "b": 1}', ['Dict(**: a, "b": 1)']],
  ["f(x for x in y)", ["f(Comprehension(x, x, y))"]],
  ["a[1:2, ::3, ...]", ["a[1:2:, ::3, Ellipsis]"]],
  ["a[:]", ["a[::]"]],
  ["x = yield", ["Assign(x, Yield())"]],
  ["x = yield from y", ["Assign(x, Yield(y))"]],
  ["((a))", ["a"]],
  ["()", ["Tuple()"]],
  ["f((a, b), (c))", ["f(Tuple(a, b), c)"]],
  ["f(*a.b(), **c.d)", ["f(*a.b(), **c.d)"]],
  ['"a" \'b\' """c"""', ['"abc"']],
  ['b"a"', ["bytes"]],
  ['r"\\d\\\\"', ['"\\\\d\\\\\\\\"']],
  ['"\\n\\x41\\u00e9\\U0001F600\\101\\q\\\'"', ['"\\nAé😀A\\\\q\'"']],
  // a character by its name: the value is not known
  ['"a \\N{DASH}"', ["bytes"]],
  ["class A[T = int]:\n    pass", ["Class A() {Pass()}"]],
  [
    "class A[T: int = str, *Ts = *tuple[int, ...], **P = [int, 'B, ]']](B):\n    pass",
    ["Class A(B) {Pass()}"],
  ],
  ["def f[\n    T = dict[str, int],  # why\n](a=1):\n    return a", ["Function f(normal a = 1) {Return(a)}"]],
  ["type X[T = int] = list[T]", ["TypeAlias(X, list[T])"]],
  ["print >>f, x", ["Tuple((print >> f), x)"]],
  ["print >>sys.stderr", ["(print >> sys.stderr)"]],
  ['"a\\\nb"', ['"ab"']],
  ['f"a{x!r:>{w}.2f}b{{"', ['F("a" {x!r:">" {w} ".2f"} "b{")']],
  ['f"{x = }" "y"', ['F({x} "y")']],
  ["f\"{x['a']:%Y-%m}\"", ['F({x["a"]:"%Y-%m"})']],
  ['f"{x["a"]}"', ['F({x["a"]})']],
  ['f"{f"{1}"}"', ["F({F({1})})"]],
  ['t"{x}"', ["F({x})"]],
  ['f"plain"', ['"plain"']],
  ["1_000, 0xff, 0b11, 0o17, 1.5e3, 2j, 99999999999999999999", ["Tuple(1000, 255, 3, 15, 1500, null, null)"]],
  ['assert a, "m"', ['Assert(a, "m")']],
  ["raise A from b", ["Raise(A, b)"]],
  ["raise", ["Raise()"]],
  ["global a, b", ["Global(a, b)"]],
  ["a; b; c", ["a", "b", "c"]],
  ["x = (\n    df\n    .a()  # note\n    # more\n    .b()\n)", ["Assign(x, df.a().b())"]],
  ["x = a \\\n    + b", ["Assign(x, (a + b))"]],
  ['é = "😀"; y = é', ['Assign(é, "😀")', "Assign(y, é)"]],
  ["﻿x = 1", ["Assign(x, 1)"]],
  ["f(\na = 1,\nb = 2\n)", ["f(a=1, b=2)"]],
  ["(a\n@b)", ["(a @ b)"]],
  ["if x:\n    y\n# c\nelse:\n    z", ["If(x) {y} else {z}"]],
  ["except_ = 1", ["Assign(except_, 1)"]],
];

describe("every construct of Python", () => {
  for (const [text, expected] of constructs) {
    it(JSON.stringify(text), () => {
      const module = parseModule(parser, text);
      assert.deepEqual(
        module.units.flatMap(({ body }) => body.map(printTree)),
        expected,
      );
      assert.deepEqual(
        module.units.flatMap(({ errors }) => errors),
        [],
      );
      checkModule(module);
    });
  }
});
