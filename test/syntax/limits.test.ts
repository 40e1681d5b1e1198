import assert from "node:assert/strict";
import { maxDepth } from "../../server/src/syntax/lowering.ts";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { childrenOf, type AstNode } from "../../server/src/syntax/walk.ts";
import { checkModule } from "./checkTree.ts";
import { loadParser } from "./loadParser.ts";
import { portion, size } from "../portion.ts";

const parser = await loadParser();

describe("large and hostile texts", () => {
  const texts: readonly (readonly [what: string, text: string])[] = [
    ["10,000 parentheses", `x = ${"(".repeat(10_000)}1${")".repeat(10_000)}\ny = 1\n`],
    ["10,000 open parentheses", `x = ${"(".repeat(10_000)}\ny = 1\n`],
    ["10,000 closing parentheses", `${")".repeat(10_000)}\ny = 1\n`],
    ["10,000 nested lists", `x = ${"[".repeat(10_000)}${"]".repeat(10_000)}\ny = 1\n`],
    ["a sum of 100,000 terms", `x = ${"a + ".repeat(100_000)}a\ny = 1\n`],
    ["a chain of 20,000 calls", `x = df${".f(1)".repeat(20_000)}\ny = 1\n`],
    ["5,000 elif clauses", `if a:\n    b\n${"elif a:\n    b\n".repeat(5_000)}y = 1\n`],
    [
      "500 nested blocks",
      `${Array.from({ length: 500 }, (_, depth) => `${" ".repeat(depth)}if x:\n`).join("")}y = 1\n`,
    ],
    ["a list of 100,000 numbers", `x = [${"1, ".repeat(100_000)}]\ny = 1\n`],
    ["a string of 1 MB", `x = """${"abc\n".repeat(250_000)}"""\ny = 1\n`],
    ["1,000 nested f-strings", `x = ${'f"{'.repeat(1_000)}1${'}"'.repeat(1_000)}\ny = 1\n`],
    ["5,000 lambdas", `x = ${"lambda: ".repeat(5_000)}1\ny = 1\n`],
    ["something missing before blanks", '.\\\n("""\n@a\r\n\n'],
    ["something missing behind a NUL", "if a:\n    b\0\f\n# c\n# d\tlif c:\n =d\nelse:\\\n\n    e\n"],
    ["5,000 nots", `x = ${"not ".repeat(5_000)}1\ny = 1\n`],
  ];
  for (const [what, text] of portion(texts, 3)) {
    it(`survives ${what}`, () => {
      const module = parseModule(parser, text);
      checkModule(module);
      assert.ok(deepest(module.units.flatMap(({ body }) => body)) <= maxDepth + 2);
    });
  }

  it("frees every tree", () => {
    const text = "def f(x):\n    return [g(i) for i in x if i]\n".repeat(40);
    const parse = (count: number): void => {
      for (let round = 0; round < count; round++) parseModule(parser, `${text}# ${round}\n`);
    };
    parse(size(50, 10));
    const before = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    parse(size(250, 100));
    const after = process.memoryUsage().arrayBuffers + process.memoryUsage().external;
    assert.ok(
      after - before < 8_000_000,
      `the units of ${size(250, 100)} modules took ${after - before} bytes`,
    );
  });
});

function deepest(roots: readonly AstNode[]): number {
  let depth = 0;
  for (let level = roots; level.length > 0; level = level.flatMap(childrenOf)) depth++;
  return depth;
}
