import assert from "node:assert/strict";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { checkModule } from "./checkTree.ts";
import { loadParser } from "./loadParser.ts";
import { printTree } from "./printTree.ts";

const parser = await loadParser();

/** Code as it looks while it is typed, and what is kept of it; `?` is missing. */
const halfTyped: readonly (readonly [text: string, statements: readonly string[]])[] = [
  ["df.", ["df.?"]],
  ["x = df.\ny = 1", ["Assign(x, df.?)", "Assign(y, 1)"]],
  ["df.select(", ["df.select()"]],
  ["df.select(\ny = 1\nz = 2", ["df.select()", "Assign(y, 1)", "Assign(z, 2)"]],
  ['df.select("a").\ny = 1', ['df.select("a").?', "Assign(y, 1)"]],
  ["x = \ny = 1", ["Assign(x, ?)", "Assign(y, 1)"]],
  ['df.filter(col("a") >\ny = 1', ['df.filter((col("a") > ?))', "Assign(y, 1)"]],
  ['df.filter(col("a") >)', ['df.filter((col("a") > ?))']],
  ["f(a=)\ny = 1", ["f(a=?)", "Assign(y, 1)"]],
  ["f(a., b)", ["f(a.?, b)"]],
  ['{"a": , "b": 1}', ['Dict("a": ?, "b": 1)']],
  ["if x\n    y = 1\nz = 2", ["If(x) {Assign(y, 1)}", "Assign(z, 2)"]],
  ["def f(a, b)\n    return a\nz = 2", ["Function f(normal a, normal b) {Return(a)}", "Assign(z, 2)"]],
  ["def f():\n    df.\n    y = 1", ["Function f() {df.?; Assign(y, 1)}"]],
  ["def f():\n    df.select(\n    return 1", ["Function f() {df.select(); Return(1)}"]],
  ['def f():\n    df.select("a"\n    y = 1', ['Function f() {df.select("a"); Assign(y, 1)}']],
  ["def f():\n    x =\n    y = 1", ["Function f() {Assign(x, ?); Assign(y, 1)}"]],
  ['x = "abc\ny = 1', ['Assign(x, "abc")', "Assign(y, 1)"]],
  ['spark.conf.get("spark.sql\ny = 1', ['spark.conf.get("spark.sql")', "Assign(y, 1)"]],
  ["x = '''abc\ny = 1", ['Assign(x, "abc\\ny = 1")']],
  ["f(a b)", ["f(a, Error(b))"]],
  ["x = (1, 2\ndef f(): pass", ["Assign(x, Tuple(1, 2))", "Function f() {Pass()}"]],
  ["x = [a,\n@dec\ndef f(): pass", ["Assign(x, List(a))", "@dec Function f() {Pass()}"]],
  ["@dec\nx = 1", ["ErrorStatement(Error(dec))", "Assign(x, 1)"]],
  ["else:\n    x\ny = 1", ["ErrorStatement(x)", "Assign(y, 1)"]],
  ["x = 1\nelse:\n    y", ["Assign(x, 1)", "ErrorStatement(y)"]],
  [")\nx = 1", ["ErrorStatement()", "Assign(x, 1)"]],
  ['print "x"\ny = 1', ['ErrorStatement("x")', "Assign(y, 1)"]],
  ["import\ny = 1", ["Import()", "Assign(y, 1)"]],
  ["from a import\ny = 1", ["ImportFrom(0 a: )", "Assign(y, 1)"]],
  ["from a\ny = 1", ["ErrorStatement(a)", "Assign(y, 1)"]],
  ["x = a and\ny = 1", ["Assign(x, (a and ?))", "Assign(y, 1)"]],
  ["for x in\n    y", ["For(x, ?, y)"]],
  ["class A\n    x = 1", ["Class A() {Assign(x, 1)}"]],
  ["try\n    a\nexcept\n    b", ["Try {a} except  {b}"]],
  ["return (\ny = 1", ["Return(Tuple())", "Assign(y, 1)"]],
  ['x = {\n    "a": 1,\ny = 2\nz = 3', ['Assign(x, Dict("a": 1))', "Assign(y, 2)", "Assign(z, 3)"]],
  ["a = $b\nc = 1", ["Assign(a, b)", "Assign(c, 1)"]],
  ["x = 1 +* 2\ny = 1", ["ErrorStatement(x, 1, 2)", "Assign(y, 1)"]],
  ["def f(:\n    pass\ny = 1", ["Function f() {Pass()}", "Assign(y, 1)"]],
  ["lambda x\ny = 1", ["ErrorStatement(x)", "Assign(y, 1)"]],
  ['df.join(other, on="id", how=\ny = 1', ['df.join(other, on="id", how=?)', "Assign(y, 1)"]],
  ['f"{x\ny = 1', ["ErrorStatement(?, x)", "Assign(y, 1)"]],
  ["f(*a.b(), c.) # d", ["f(*a.b(), c.?)"]],
  ['f"{df.}"', ["F({df})"]],
  ["x = a.b.\n\n# c\ndef f(): pass", ["Assign(x, a.b.?)", "Function f() {Pass()}"]],
  ["while\ny = 1", ["While(?)", "Assign(y, 1)"]],
  ["a..b", ["a.b"]],
  ['df.select(col("a").)', ['df.select(col("a").?)']],
  ["x = a\n    .b(1)\n    .c()\ny = 1", ["Assign(x, a.b(1).c())", "Assign(y, 1)"]],
  ["x = a\r\n.b()  \r\n\t.c", ["Assign(x, a.b().c)"]],
  ["x = a # d\n    .b()", ["ErrorStatement(Assign(x, a), b())"]],
  ["if", ["If(?) {}"]],
  ["def", ["ErrorStatement(?)"]],
  ["class", ["Class () {}"]],
  ["@", ["ErrorStatement(Error(?))"]],
  ["x: \ny = 1", ["ErrorStatement(x)", "Assign(y, 1)"]],
  ["for", ["ErrorStatement(?)"]],
  ["async def f\n    pass", ["ErrorStatement(f)"]],
  ["with open(x) as\n    pass", ["With(open(x) as ?) {Pass()}"]],
];

describe("half-typed code", () => {
  for (const [text, expected] of halfTyped) {
    it(JSON.stringify(text), () => {
      const module = parseModule(parser, text);
      assert.deepEqual(
        module.units.flatMap(({ body }) => body.map(printTree)),
        expected,
      );
      assert.notDeepEqual(
        module.units.flatMap(({ errors }) => errors),
        [],
      );
      checkModule(module);
    });
  }
});
