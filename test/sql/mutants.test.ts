import assert from "node:assert/strict";
import { caretAt } from "../../server/src/sql/caret.ts";
import { createSqlParser, type SqlParser } from "../../server/src/sql/parse.ts";
import { catalog } from "../catalog/catalogFixture.ts";
import { seededRandom } from "../syntax/randomEdits.ts";
import { size } from "../portion.ts";
import { checkCaret, checkParse, mutant } from "./sqlMutants.ts";
import { entryOf, readTruth } from "./truthRows.ts";

/** `npm run fuzz sql-prefixes sql-mutants` tries all and many more. */
describe("broken texts of SQL", function () {
  this.timeout(120_000);
  const rows = readTruth().filter(({ sql }) => sql.length < 1000);
  const random = seededRandom(6);
  const anyRow = (): (typeof rows)[number] => {
    const row = rows[Math.floor(random() * rows.length)];
    if (row === undefined) throw new Error("no texts");
    return row;
  };

  it("may end anywhere", () => {
    for (let count = 0; count < size(250, 80); count++) {
      const { sql, kind } = anyRow();
      const end = Math.floor(random() * sql.length);
      checkCaret(sql.slice(0, end), entryOf[kind], "4.3", end);
    }
  });

  it("may have any tokens", () => {
    for (let count = 0; count < size(250, 80); count++) {
      const { sql, kind } = anyRow();
      checkParse(mutant(sql, anyRow().sql, random), entryOf[kind], count % 2 === 0 ? "3.5" : "4.3");
    }
  });

  // A parser goes on from where the text before it ends to be the same.
  it("are read as if nothing had been read before", () => {
    const warm = createSqlParser(catalog.sqlGrammars);
    const told = (parse: SqlParser, text: string, kind: keyof typeof entryOf, at: number): unknown => {
      const tree = parse(text, entryOf[kind], "4.3");
      return [tree.root, tree.problems, caretAt(tree, at)];
    };
    for (let count = 0; count < size(8, 4); count++) {
      const { sql, kind } = anyRow();
      let text = sql;
      for (let edit = 0; edit < 5; edit++) {
        const at = Math.floor(random() * text.length);
        const fresh = createSqlParser(catalog.sqlGrammars);
        assert.deepEqual(told(warm, text, kind, at), told(fresh, text, kind, at), text);
        text = edit % 2 === 0 ? text.slice(0, at) : mutant(sql, anyRow().sql, random);
      }
    }
  });
});
