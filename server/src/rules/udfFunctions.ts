import type { ColumnType } from "./udfPiece.ts";

/** A function of Spark that does what one of Python's does. */
export interface FunctionTranslation {
  /** The name in pyspark.sql.functions. */
  readonly fn: string;
  readonly type: ColumnType;
  /** What the first argument has to be, where it is known to be anything else there is no translation. */
  readonly takes?: ColumnType;
  /** What is said beside it, where it is not known to be `takes`. */
  readonly otherwise?: string;
  /** Literal arguments of Spark's function, behind the column. */
  readonly rest?: string;
  readonly difference?: string;
  /** Null does not come of null. */
  readonly notStrict?: true;
}

const libm = "the last digit may differ";
const elements = "nulls in the list are left out";

/** Functions of Python and of its math module, of one argument. */
export const functions: Readonly<Record<string, FunctionTranslation>> = {
  len: { fn: "length", type: "int", takes: "string", otherwise: "for arrays and maps it is size()" },
  abs: { fn: "abs", type: null },
  max: { fn: "array_max", type: null, takes: "list", difference: elements },
  min: { fn: "array_min", type: null, takes: "list", difference: elements },
  sorted: { fn: "sort_array", type: "list", takes: "list", difference: "nulls in the list come first" },
  "math.sqrt": { fn: "sqrt", type: "double", difference: "a negative number gives NaN instead of an error" },
  "math.exp": { fn: "exp", type: "double", difference: libm },
  "math.log": { fn: "log", type: "double", difference: "zero and below give null instead of an error" },
  "math.log10": { fn: "log10", type: "double", difference: "zero and below give null instead of an error" },
  "math.log2": { fn: "log2", type: "double", difference: "zero and below give null instead of an error" },
  "math.floor": { fn: "floor", type: null, difference: "NaN gives 0 instead of an error" },
  "math.ceil": { fn: "ceil", type: null, difference: "NaN gives 0 instead of an error" },
  "math.sin": { fn: "sin", type: "double", difference: libm },
  "math.cos": { fn: "cos", type: "double", difference: libm },
  "math.tan": { fn: "tan", type: "double", difference: libm },
  "math.atan": { fn: "atan", type: "double", difference: libm },
  "math.radians": { fn: "radians", type: "double", difference: libm },
  "math.degrees": { fn: "degrees", type: "double", difference: libm },
  round: { fn: "bround", type: null, difference: "the type of the number stays" },
};

const blanks = "only spaces are trimmed, not tabs and line ends";
const digits = "only 0 to 9 are digits";

/** Methods of str without arguments. */
export const textMethods: Readonly<Record<string, FunctionTranslation>> = {
  upper: { fn: "upper", type: "string" },
  lower: { fn: "lower", type: "string" },
  strip: { fn: "trim", type: "string", difference: blanks },
  lstrip: { fn: "ltrim", type: "string", difference: blanks },
  rstrip: { fn: "rtrim", type: "string", difference: blanks },
  title: { fn: "initcap", type: "string", difference: "words start after spaces only" },
};

/** Methods of str that ask what a text is made of, and the pattern for it. */
export const textTests: Readonly<Record<string, { readonly pattern: string; readonly difference: string }>> =
  {
    isdigit: { pattern: "^[0-9]+$", difference: digits },
    isnumeric: { pattern: "^[0-9]+$", difference: digits },
    isdecimal: { pattern: "^[0-9]+$", difference: digits },
  };

/** Methods of str that Column has by the same name, with one literal text. */
export const columnMethods: ReadonlySet<string> = new Set(["startswith", "endswith"]);

/** Methods by which a body tells that a parameter is a text. */
export const textOnly: ReadonlySet<string> = new Set(
  [
    "upper lower casefold capitalize title swapcase strip lstrip rstrip split rsplit splitlines startswith",
    "endswith replace find rfind isdigit isnumeric isalpha isalnum isupper islower zfill ljust rjust encode",
    "removeprefix removesuffix partition",
  ].flatMap((names) => names.split(" ")),
);

/** Attributes and methods of dates and times, and the functions that do the same. */
export const dateParts: Readonly<Record<string, string>> = {
  year: "year",
  month: "month",
  day: "dayofmonth",
  hour: "hour",
  minute: "minute",
  second: "second",
};

/** The letters of strftime and strptime, as Spark's patterns have them. */
export const dateLetters: Readonly<Record<string, string>> = {
  Y: "yyyy",
  m: "MM",
  d: "dd",
  H: "HH",
  M: "mm",
  S: "ss",
  j: "DDD",
  y: "yy",
  B: "MMMM",
  b: "MMM",
  A: "EEEE",
  a: "EEE",
};
