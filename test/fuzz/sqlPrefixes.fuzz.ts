import { checkCaret } from "../sql/sqlMutants.ts";
import { entryOf, readTruth, type TruthRow } from "../sql/truthRows.ts";
import type { Fuzz } from "./fuzzTarget.ts";

/**
 * SQL that is being typed: every prefix of every statement of Spark's tests, with the caret at its end. Without a part the
 * seed decides where to begin; `--part 1/4` to `4/4` take all texts together. What a text shares with the one before is
 * tried once: half of the texts are others with a few words changed.
 */
export const name = "sql-prefixes";

export function run({ hasTime, report, random, part }: Fuzz): void {
  const rows = readTruth().toSorted((a, b) => compare(a.kind, b.kind) || compare(a.sql, b.sql));
  const chosen =
    part === null ? turned(rows, Math.floor(random() * rows.length)) : sliced(rows, part.number, part.of);
  report("texts to do", chosen.length);
  let before: TruthRow | undefined;
  for (const row of chosen) {
    const { sql, kind } = row;
    const shared = before?.kind === kind ? sharedStart(before.sql, sql) : 0;
    before = row;
    report("prefixes shared with them", shared);
    for (let end = shared; end <= sql.length; end++) {
      if (!hasTime()) return;
      try {
        checkCaret(sql.slice(0, end), entryOf[kind], "4.3", end);
      } catch (cause) {
        throw new Error(`the first ${end} characters of ${sql}`, { cause });
      }
      report("prefixes", 1);
    }
    report("texts done", 1);
  }
}

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const turned = <Item>(items: readonly Item[], first: number): readonly Item[] => [
  ...items.slice(first),
  ...items.slice(0, first),
];

const sliced = <Item>(items: readonly Item[], number: number, of: number): readonly Item[] =>
  items.slice(Math.floor(((number - 1) * items.length) / of), Math.floor((number * items.length) / of));

function sharedStart(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
