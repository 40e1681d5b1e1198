import { seededRandom } from "../syntax/randomEdits.ts";
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
    for (let count = 0; count < 250; count++) {
      const { sql, kind } = anyRow();
      const end = Math.floor(random() * sql.length);
      checkCaret(sql.slice(0, end), entryOf[kind], "4.3", end);
    }
  });

  it("may have any tokens", () => {
    for (let count = 0; count < 250; count++) {
      const { sql, kind } = anyRow();
      checkParse(mutant(sql, anyRow().sql, random), entryOf[kind], count % 2 === 0 ? "3.5" : "4.3");
    }
  });
});
