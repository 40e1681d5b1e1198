import { readRowFile } from "./rowFile.ts";
import { nearestKnownVersion } from "./sparkVersion.ts";
import { rowIn, type Versioned } from "./versioned.ts";

/** A kind of Python value that an argument can be, by its letter in argument-kinds.json. */
export type ArgumentKind = keyof typeof argumentKindWords;

/** The kinds, for people. */
export const argumentKindWords = {
  s: "text",
  i: "int",
  f: "float",
  b: "bool",
  l: "list",
  t: "tuple",
  e: "set",
  d: "dict",
  c: "Column",
  r: "DataFrame",
  u: "function",
  m: "method",
  k: "class",
  y: "type",
} as const;

/**
 * Which kinds of arguments PySpark refuses: "DataFrame.limit", "functions.upper", "StructField" or the path of a stage
 * of pyspark.ml, and the parameter's name. Null where nothing is known of the callable. Asked of each PySpark without
 * Connect, 3.3 to 4.3.
 */
export type ArgumentKinds = (
  callable: string,
  version: string,
) => ((parameter: string, kind: ArgumentKind) => boolean) | null;

/** Builds the look-up from the text of argument-kinds.json. */
export function createArgumentKinds(text: string): ArgumentKinds {
  const file = readRowFile(text);
  const rows = file.table<Versioned<Readonly<Record<string, string>>>>("kinds");
  return (callable, version) => {
    const stored = rows.get(callable);
    const row = stored && rowIn(stored, file.versions, nearestKnownVersion(version));
    return row ? (parameter, kind) => row[parameter]?.includes(kind) === true : null;
  };
}
