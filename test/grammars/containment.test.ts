import assert from "node:assert/strict";
import fc from "fast-check";
import { size } from "../portion.ts";
import { tokenize } from "./tokens.ts";

const tail = [
  "class Job:",
  "    def run(self, day: str) -> None:",
  '        print(f"{day!r:>10}", "select", 1)',
];

/** Pieces that could carry SQL's own quotes, comments and holes past the end of the Python string. */
const piece = fc.constantFrom(
  "select",
  " a ",
  "'",
  '"',
  "`",
  "/*",
  "*/",
  "--",
  "/*+",
  "{",
  "}",
  "{{",
  "{x}",
  "{x:>",
  ":k",
  "1.5e",
  "\\n",
  "$",
  "(",
  ")",
  "é😀",
);
const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(""));

const strings: readonly { readonly name: string; readonly open: string; readonly close: string }[] = [
  { name: "single quotes", open: "'", close: "'" },
  { name: "double quotes", open: '"', close: '"' },
  { name: "triple single quotes", open: "'''", close: "'''" },
  { name: "triple double quotes", open: 'r"""', close: '"""' },
];

const calls = ["spark.sql(", "df.filter(", "df.selectExpr('a', ", "F.expr("];

/** The text as it may stand inside the quotes: their own character taken out, so that Python's string ends where we say. */
const inside = (body: string, quote: string) => body.replaceAll(quote.slice(-1), "");

describe("SQL stays inside its Python string", () => {
  for (const { name, open, close } of strings)
    it(`in ${name}, whatever the SQL is`, async () => {
      const alone = await tokenize("source.python", tail.join("\n"));
      await fc.assert(
        fc.asyncProperty(fc.constantFrom(...calls), text, text, async (call, first, second) => {
          const body = inside(close.length === 3 ? `${first}\n${second}` : first, close);
          const lines = `${call}${open}${body}${close})\n${tail.join("\n")}`;
          const tokens = await tokenize("source.python", lines);
          assert.deepEqual(tokens.slice(-tail.length), alone, lines);
        }),
        { numRuns: size(150, 15) },
      );
    });

  it("in f-strings whose holes are closed", async () => {
    const alone = await tokenize("source.python", tail.join("\n"));
    const hole = fc.constantFrom(
      "{x}",
      "{x!r}",
      "{f(a)['b']}",
      "{{",
      "}}",
      "{d:%Y-%m}",
      "{n:>{w}}",
      "{ {1: 2}[1] }",
    );
    const parts = fc.array(fc.oneof(hole, fc.constantFrom("select ", "`", "--", "/*", "*/", " and ", "(")), {
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom('f"', 'f"""', 'rf"""'), parts, async (open, pieces) => {
        const lines = `spark.sql(${open}${pieces.join("")}${open.replace(/^\w+/, "")})\n${tail.join("\n")}`;
        const tokens = await tokenize("source.python", lines);
        assert.deepEqual(tokens.slice(-tail.length), alone, lines);
      }),
      { numRuns: size(300, 30) },
    );
  });
});
