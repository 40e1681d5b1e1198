/** A file of facts whose rows stay text until somebody asks for them. */
export interface RowFile {
  /** The lines of Spark that its rows tell of; none in files kept by hand. */
  readonly versions: readonly string[];
  /** A table of the file, by its name; without rows where the file has none of that name. */
  readonly table: <Row extends object>(name: string) => RowTable<Row>;
}

/** Rows by key. */
export interface RowTable<Row extends object> {
  /** All keys, in the order of the file. */
  readonly keys: () => readonly string[];
  readonly has: (key: string) => boolean;
  /** A row, the same object each time. */
  readonly get: (key: string) => Row | undefined;
}

/** Where the rows of a table stand in the text. */
interface Rows {
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a file of server/data that has one row a line: a program needs few of its thousands of rows, and parsing all of
 * them took a tenth of a start. Tables in any other layout are parsed at once.
 */
export function readRowFile(text: string): RowFile {
  const places = new Map<string, Rows>();
  let around = "";
  let copied = 0;
  for (let at = 0; at < text.length;) {
    const end = endOfLine(text, at);
    const name = /^"(\w+)": ?\{$/.exec(text.slice(at, end))?.[1];
    const close = name === undefined ? -1 : text.indexOf("\n}", end);
    if (name === undefined || close < 0) at = end + 1;
    else {
      places.set(name, { start: end + 1, end: close });
      around += text.slice(copied, end);
      copied = at = close + 1;
    }
  }
  const parsed = JSON.parse(around + text.slice(copied)) as {
    readonly versions?: readonly string[];
    readonly [name: string]: unknown;
  };
  return {
    versions: parsed.versions ?? [],
    table<Row extends object>(name: string) {
      const place = places.get(name);
      return place === undefined
        ? parsedTable((parsed[name] ?? {}) as Readonly<Record<string, Row>>)
        : textTable<Row>(text, place);
    },
  };
}

/** Two tables as one; a key in both has the row of `first`. */
export function joinedTable<Row extends object>(first: RowTable<Row>, second: RowTable<Row>): RowTable<Row> {
  return {
    keys: () => [...new Set([...second.keys(), ...first.keys()])],
    has: (key) => first.has(key) || second.has(key),
    get: (key) => first.get(key) ?? second.get(key),
  };
}

function parsedTable<Row extends object>(rows: Readonly<Record<string, Row>>): RowTable<Row> {
  return {
    keys: () => Object.keys(rows),
    has: (key) => Object.hasOwn(rows, key),
    get: (key) => (Object.hasOwn(rows, key) ? rows[key] : undefined),
  };
}

/** Its rows are found when it is first asked, and each is parsed when it is. */
function textTable<Row extends object>(text: string, place: Rows): RowTable<Row> {
  let index: Map<string, number> | undefined;
  const rows = new Map<string, Row>();
  const starts = (): Map<string, number> => (index ??= indexRows(text, place));
  return {
    keys: () => [...starts().keys()],
    has: (key) => starts().has(key),
    get(key) {
      const known = rows.get(key);
      if (known !== undefined) return known;
      const start = starts().get(key);
      if (start === undefined) return undefined;
      const row = Object.values(rowAt(text, start) as Readonly<Record<string, Row>>)[0];
      if (row !== undefined) rows.set(key, row);
      return row;
    },
  };
}

/** Where the line of each key starts. */
function indexRows(text: string, { start, end }: Rows): Map<string, number> {
  const index = new Map<string, number>();
  for (let at = start; at < end; at = endOfLine(text, at) + 1) {
    const key = text.slice(at + 1, text.indexOf('"', at + 1));
    index.set(key.includes("\\") ? (Object.keys(rowAt(text, at))[0] ?? key) : key, at);
  }
  return index;
}

/** The row of a line, as an object with its key. */
function rowAt(text: string, start: number): object {
  const end = endOfLine(text, start);
  return JSON.parse(`{${text.slice(start, text[end - 1] === "," ? end - 1 : end)}}`) as object;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
