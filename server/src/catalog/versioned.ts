/** A row of a table of many Spark versions, as the newest version that has it says; written by scripts/catalog. */
export type Versioned<Row extends object> = Row & {
  /** The first version of the table with this row; absent for all that came before too. */
  readonly from?: string;
  /** The last version with this row; absent when the newest has it. */
  readonly until?: string;
  /** What differs in "3.5" or "3.3..3.5": fields in place of the newest ones, null for a field or a row that is not there. */
  readonly byVersion?: Readonly<Record<string, { readonly [Field in keyof Row]?: Row[Field] | null } | null>>;
};

/** The row as one of the table's versions says it; null where that version does not have it. */
export function rowIn<Row extends object>(
  row: Versioned<Row>,
  versions: readonly string[],
  version: string,
): Row | null {
  // Most rows are the same in all versions: they are handed out as they stand.
  if (row.from === undefined && row.until === undefined && row.byVersion === undefined) return row;
  const { from, until, byVersion, ...newest } = row;
  const at = versions.indexOf(version);
  if (from !== undefined && at < versions.indexOf(from)) return null;
  if (until !== undefined && at > versions.indexOf(until)) return null;
  for (const [range, change] of Object.entries(byVersion ?? {})) {
    const [first = "", last = first] = range.split("..");
    if (at < versions.indexOf(first) || at > versions.indexOf(last)) continue;
    if (change === null) return null;
    const merged: Record<string, unknown> = { ...newest };
    for (const [field, value] of Object.entries(change)) {
      if (value === null) Reflect.deleteProperty(merged, field);
      else merged[field] = value;
    }
    return merged as Row;
  }
  return newest as unknown as Row;
}
