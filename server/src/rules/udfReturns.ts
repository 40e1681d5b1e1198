import type { DataType } from "../catalog/dataType.ts";
import type { PythonKind } from "./pythonKind.ts";

/** What becomes of a value that is of another type than the UDF declares. */
export type Outcome =
  | "null"
  | "raises"
  /** A string column holds what Python or Java makes of the value. */
  | "text"
  /** A whole number is left of one with a fraction. */
  | "cut"
  /** A text is read as a number. */
  | "parsed"
  /** A number counts days since 1970. */
  | "days"
  /** True for any number but zero. */
  | "truth";

/** How values come back from Python: pickled until 4.1, by Arrow from 4.2 on where nothing else is set. */
export type Transport = "pickle" | "arrow";

/**
 * What becomes of a Python value in a UDF's column: null where it arrives as it is, or as what it plainly means. Asked
 * of Spark 3.5.9 (pickle) and 4.3.0 (Arrow); a test in test/spark asks again.
 */
export function becomes(kind: PythonKind, declared: DataType, transport: Transport): Outcome | null {
  const family = familyOf(declared);
  return family === null ? null : (outcomes[transport][family][kind] ?? null);
}

type Family =
  | "boolean"
  | "whole"
  | "fraction"
  | "string"
  | "binary"
  | "decimal"
  | "date"
  | "timestamp"
  | "array"
  | "map"
  | "struct";

const families: Readonly<Partial<Record<string, Family>>> = {
  boolean: "boolean",
  tinyint: "whole",
  smallint: "whole",
  int: "whole",
  bigint: "whole",
  float: "fraction",
  double: "fraction",
  string: "string",
  binary: "binary",
  date: "date",
  timestamp: "timestamp",
};

function familyOf(type: DataType): Family | null {
  switch (type.type) {
    case "atomic":
      return families[type.name] ?? null;
    case "decimal":
    case "array":
    case "map":
    case "struct":
      return type.type;
    default:
      return null;
  }
}

const kinds = "bool int float str bytes Decimal date datetime list tuple dict set".split(
  " ",
) as readonly PythonKind[];

/** One outcome for all kinds but those that arrive, and for some another one. */
const all = (
  outcome: Outcome,
  arriving: string,
  others: Partial<Record<PythonKind, Outcome>> = {},
): Readonly<Partial<Record<PythonKind, Outcome>>> => ({
  ...Object.fromEntries(
    kinds.filter((kind) => !arriving.split(" ").includes(kind)).map((kind) => [kind, outcome]),
  ),
  ...others,
});

const outcomes: Readonly<Record<Transport, Readonly<Record<Family, Partial<Record<PythonKind, Outcome>>>>>> =
  {
    pickle: {
      boolean: all("null", "bool"),
      whole: all("null", "int"),
      fraction: all("null", "float"),
      string: all("text", "str"),
      binary: all("null", "bytes str"),
      decimal: all("null", "Decimal"),
      date: all("raises", "date datetime"),
      timestamp: all("raises", "datetime"),
      array: all("null", "list tuple bytes"),
      map: all("null", "dict"),
      struct: all("raises", "tuple list dict"),
    },
    arrow: {
      boolean: all("raises", "bool", { int: "truth", float: "truth" }),
      whole: all("raises", "int date datetime", { float: "cut", Decimal: "cut", str: "parsed" }),
      fraction: all("raises", "float int bool Decimal", { str: "parsed" }),
      string: all("text", "str"),
      binary: all("raises", "bytes"),
      decimal: all("raises", "Decimal"),
      date: all("raises", "date datetime", { int: "days", float: "days", Decimal: "days" }),
      timestamp: all("raises", "datetime"),
      array: all("raises", "list tuple set bytes"),
      map: all("raises", "dict"),
      struct: all("raises", "tuple dict"),
    },
  };
