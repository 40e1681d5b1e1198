import assert from "node:assert/strict";
import { checkParse, mutant } from "../sql/sqlMutants.ts";
import { entryOf, readTruth } from "../sql/truthRows.ts";
import type { Fuzz } from "./fuzzTarget.ts";

/** SQL with wrong tokens: nothing throws, every span is true, and no text takes long. */
export const name = "sql-mutants";

const versions = ["3.3", "3.5", "4.0", "4.1", "4.3"];
/** Processor time for one text, far above what one needs. */
const mostMilliseconds = 3000;

export function run({ hasTime, report, random }: Fuzz): void {
  const rows = readTruth();
  const below = (count: number): number => Math.floor(random() * count);
  for (let count = 0; hasTime(); count++) {
    const [row, other] = [rows[below(rows.length)], rows[below(rows.length)]];
    if (row === undefined || other === undefined) return;
    const text = mutant(row.sql, other.sql, random);
    const start = process.cpuUsage();
    checkParse(text, entryOf[row.kind], versions[count % versions.length] ?? "4.3");
    const { user } = process.cpuUsage(start);
    assert.ok(user < mostMilliseconds * 1000, `${Math.round(user / 1000)} ms: ${text}`);
    report("mutants", 1);
  }
}
