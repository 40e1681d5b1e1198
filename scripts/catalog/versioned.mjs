/**
 * Facts of many Spark versions in one table: each row as the newest version that has it says, and only what other
 * versions say differently beside it. server/src/catalog/versioned.ts reads it.
 */

/** @typedef {Readonly<Record<string, unknown>>} Row plain JSON; fields that are undefined do not count */
/** @typedef {Readonly<Record<string, Row>>} Rows the rows of one version by their keys */
/** @typedef {Record<string, unknown> & { from?: string, until?: string, byVersion?: Record<string, Row | null> }} VersionedRow */

const reserved = ["from", "until", "byVersion"];

/**
 * @param {readonly string[]} versions oldest first
 * @param {(version: string) => Rows} rowsOf
 * @returns {Record<string, VersionedRow>} keys in alphabetical order
 */
export function foldVersions(versions, rowsOf) {
  const tables = versions.map(rowsOf);
  const keys = [...new Set(tables.flatMap((rows) => Object.keys(rows)))].sort(byCodeUnits);
  return Object.fromEntries(
    keys.map((key) => [
      key,
      foldRow(
        versions,
        tables.map((rows) => rows[key]),
      ),
    ]),
  );
}

/**
 * The inverse of foldVersions for one of its versions.
 * @param {Readonly<Record<string, VersionedRow>>} table
 * @param {readonly string[]} versions all versions of the table, oldest first
 * @param {string} version
 * @returns {Record<string, Row>}
 */
export function unfoldVersion(table, versions, version) {
  const at = versions.indexOf(version);
  /** @type {Record<string, Row>} */
  const rows = {};
  for (const [key, { from, until, byVersion, ...newest }] of Object.entries(table)) {
    if (from !== undefined && at < versions.indexOf(from)) continue;
    if (until !== undefined && at > versions.indexOf(until)) continue;
    const change = Object.entries(byVersion ?? {}).find(([range]) => covers(versions, range, at))?.[1];
    if (change === null) continue;
    const row = Object.entries({ ...newest, ...change }).filter(([, value]) => value !== null);
    rows[key] = Object.fromEntries(row);
  }
  return rows;
}

/** @param {readonly string[]} versions @param {string} range @param {number} at */
function covers(versions, range, at) {
  const [first = "", last = first] = range.split("..");
  return at >= versions.indexOf(first) && at <= versions.indexOf(last);
}

/**
 * @param {readonly string[]} versions
 * @param {readonly (Row | undefined)[]} rows by version
 * @returns {VersionedRow}
 */
function foldRow(versions, rows) {
  const first = rows.findIndex((row) => row !== undefined);
  const last = rows.findLastIndex((row) => row !== undefined);
  const newest = clean(rows[last] ?? {});
  /** @type {{ from: number, to: number, change: Row | null, text: string }[]} */
  const changes = [];
  for (let at = first; at < last; at++) {
    const row = rows[at];
    const change = row === undefined ? null : difference(newest, clean(row));
    const text = JSON.stringify(change);
    const previous = changes.at(-1);
    if (text === "{}") continue;
    if (previous?.text === text && previous.to === at - 1) previous.to = at;
    else changes.push({ from: at, to: at, change, text });
  }
  const name = (/** @type {number} */ at) => versions[at] ?? "";
  return {
    ...newest,
    ...(first > 0 ? { from: name(first) } : {}),
    ...(last < versions.length - 1 ? { until: name(last) } : {}),
    ...(changes.length > 0
      ? {
          byVersion: Object.fromEntries(
            changes.map(({ from, to, change }) => [
              from === to ? name(from) : `${name(from)}..${name(to)}`,
              change,
            ]),
          ),
        }
      : {}),
  };
}

/** @param {Row} row */
function clean(row) {
  for (const field of reserved) if (field in row) throw new Error(`"${field}" is a name of the table's own`);
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined && value !== null));
}

/** What makes `other` of `base`; null takes a field away. @param {Row} base @param {Row} other @returns {Row} */
function difference(base, other) {
  const fields = [...new Set([...Object.keys(base), ...Object.keys(other)])].sort(byCodeUnits);
  return Object.fromEntries(
    fields
      .filter((field) => JSON.stringify(base[field]) !== JSON.stringify(other[field]))
      .map((field) => [field, other[field] ?? null]),
  );
}

/** @param {string} a @param {string} b */
const byCodeUnits = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
