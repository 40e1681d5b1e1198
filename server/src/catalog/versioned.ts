/** A row of a table of many Spark versions, as the newest version that has it says; written by scripts/catalog. */
export type Versioned<Row extends object> = Row & {
  /** The first version of the table with this row; absent for all that came before too. */
  readonly from?: string;
  /** The last version with this row; absent when the newest has it. */
  readonly until?: string;
  /** What differs in "3.5" or "3.3..3.5": fields in place of the newest ones, null for a field or a row that is not there. */
  readonly byVersion?: Readonly<Record<string, Change<Row> | null>>;
};

/** The row as one of the table's versions says it; null where that version does not have it. */
export function rowIn<Row extends object>(
  row: Versioned<Row>,
  versions: readonly string[],
  version: string,
): Row | null {
  // Most rows are the same in all versions: they are handed out as they stand.
  if (row.from === undefined && row.until === undefined && row.byVersion === undefined) return row;
  const change = changeIn(row, versions, version);
  if (change === null) return null;
  const merged: Record<string, unknown> = {};
  for (const [field, value] of Object.entries<unknown>({ ...row, ...change }))
    if (value !== null && !ofTheTable.has(field)) merged[field] = value;
  return merged as Row;
}

/** Fields that say which versions have a row. */
const ofTheTable: ReadonlySet<string> = new Set(["from", "until", "byVersion"]);

/** One field of the row as `rowIn` gives it, without a copy of the row; null where there is no such field or row. */
export function fieldIn<Row extends object, Field extends keyof Row>(
  row: Versioned<Row>,
  field: Field,
  versions: readonly string[],
  version: string,
): Row[Field] | null {
  const change = changeIn(row, versions, version);
  if (change === null) return null;
  const changed = change[field];
  return changed === undefined ? row[field] : changed;
}

/** Fields in place of the newest ones, null for one that is not there. */
type Change<Row extends object> = { readonly [Field in keyof Row]?: Row[Field] | null };

/** What a version says otherwise than the newest; null where it does not have the row. */
function changeIn<Row extends object>(
  { from, until, byVersion }: Versioned<Row>,
  versions: readonly string[],
  version: string,
): Change<Row> | null {
  const at =
    from === undefined && until === undefined && byVersion === undefined ? 0 : versions.indexOf(version);
  if (from !== undefined && at < versions.indexOf(from)) return null;
  if (until !== undefined && at > versions.indexOf(until)) return null;
  for (const range in byVersion) {
    const [first = "", last = first] = range.split("..");
    if (at >= versions.indexOf(first) && at <= versions.indexOf(last)) return byVersion[range] ?? null;
  }
  return {};
}
