import { nearestKnownVersion } from "./sparkVersion.ts";
import { rowIn, type Versioned } from "./versioned.ts";

/** The SQL call that one of pyspark.sql.functions makes. */
export type PythonCall =
  /** A function with arguments of the Python call by their places, from 0; or with calls of its own. */
  | {
      readonly kind: "call";
      readonly function: string;
      readonly distinct: boolean;
      readonly args: readonly (number | PythonCall)[];
    }
  /** The same function, with a seed that Spark draws: its column has no name that could be known. */
  | { readonly kind: "seeded" };

interface CallRow {
  readonly call?: string;
  readonly seed?: boolean;
}

/**
 * What a function of pyspark.sql.functions calls for `count` arguments: itself with the same arguments in the same
 * order, where python-calls.json says nothing else. A text for a parameter whose annotation names `ColumnOrName` is a
 * column's name, for every other parameter a literal.
 */
export type PythonCalls = (name: string, count: number, version: string) => PythonCall;

/** Builds the look-up from the text of python-calls.json. */
export function createPythonCalls(text: string): PythonCalls {
  const data = JSON.parse(text) as {
    readonly versions: readonly string[];
    readonly calls: Readonly<Record<string, Versioned<CallRow>>>;
  };
  const known = new Map<string, PythonCall>();
  const read = (name: string, count: number, version: string): PythonCall => {
    for (const key of [`${name}/${count}`, name]) {
      const stored = data.calls[key];
      const row = stored === undefined ? null : rowIn(stored, data.versions, nearestKnownVersion(version));
      if (row?.seed === true) return { kind: "seeded" };
      if (row?.call !== undefined) return readCall(row.call, count);
    }
    return { kind: "call", function: name, distinct: false, args: places(0, count) };
  };
  return (name, count, version) => {
    const question = `${name}/${count} ${version}`;
    let call = known.get(question);
    if (call === undefined) {
      if (known.size >= mostKept) known.clear();
      known.set(question, (call = read(name, count, version)));
    }
    return call;
  };
}

/** The same few questions come again and again; programs can ask for any name, so that there is an end to it. */
const mostKept = 5_000;

const places = (from: number, count: number): readonly number[] =>
  Array.from({ length: Math.max(0, count - from) }, (_, index) => from + index);

/** Reads "array_contains(map_keys($1), $2)" or "count(DISTINCT $1*)". */
function readCall(text: string, count: number): PythonCall {
  const [, name = "", distinct, inside = ""] = /^([^(]+)\((DISTINCT )?(.*)\)$/.exec(text) ?? [];
  const args = inside === "" ? [] : inside.split(/, (?![^(]*\))/);
  return {
    kind: "call",
    function: name,
    distinct: distinct !== undefined,
    args: args.flatMap((arg): (number | PythonCall)[] => {
      const [all, place, star] = /^\$(\d+)(\*?)$/.exec(arg) ?? [];
      if (all === undefined) return [readCall(arg, count)];
      const from = Number(place) - 1;
      return star === "*" ? [...places(from, count)] : from < count ? [from] : [];
    }),
  };
}
