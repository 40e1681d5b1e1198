import { nearestKnownVersion } from "./sparkVersion.ts";
import { rowIn, type Versioned } from "./versioned.ts";

/** A generated file of server/data: tables of rows over Spark versions. */
export interface TableFile {
  readonly versions: readonly string[];
}

/** Rows of one table, by key. */
export type Table<Row extends object> = Readonly<Record<string, Versioned<Row>>>;

/** A table for look-ups; unknown and future versions count as the nearest known one. */
export interface VersionedTable<Row extends object> {
  /** The row as a version says it; null where that version does not have it. */
  readonly row: (key: string, version: string) => Row | null;
  /** All keys of a version, in the order of the file. */
  readonly keys: (version: string) => readonly string[];
}

/** Computes an answer once for each known version. */
export function onceAVersion<Answer>(answer: (version: string) => Answer): (version: string) => Answer {
  const known = new Map<string, Answer>();
  return (version) => {
    const line = nearestKnownVersion(version);
    const found = known.get(line);
    if (found !== undefined) return found;
    const fresh = answer(line);
    known.set(line, fresh);
    return fresh;
  };
}

/** Look-ups over one table; what a version has is collected when it is first asked for. */
export function tableOf<Row extends object>(file: TableFile, table: Table<Row>): VersionedTable<Row> {
  const rows = new Map(Object.entries(table));
  const row = (key: string, version: string): Row | null => {
    const found = rows.get(key);
    return found === undefined ? null : rowIn(found, file.versions, nearestKnownVersion(version));
  };
  return {
    row,
    keys: onceAVersion((version) => [...rows.keys()].filter((key) => row(key, version) !== null)),
  };
}
