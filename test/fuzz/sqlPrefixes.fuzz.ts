import { checkCaret } from "../sql/sqlMutants.ts";
import { entryOf, readTruth } from "../sql/truthRows.ts";
import type { Fuzz } from "./fuzzTarget.ts";

/** SQL that is being typed: every prefix of every statement of Spark's tests, with the caret at its end. */
export const name = "sql-prefixes";

export function run({ hasTime, report, random }: Fuzz): void {
  const rows = readTruth();
  const first = Math.floor(random() * rows.length);
  for (const { sql, kind } of [...rows.slice(first), ...rows.slice(0, first)]) {
    for (let end = 0; end <= sql.length; end++) {
      if (!hasTime()) return;
      checkCaret(sql.slice(0, end), entryOf[kind], "4.3", end);
      report("prefixes", 1);
    }
    report("statements", 1);
  }
}
