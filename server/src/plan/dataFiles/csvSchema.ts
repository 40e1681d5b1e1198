import { atomic, type Field } from "../../catalog/dataType.ts";
import type { FileSchema } from "./dataFiles.ts";

/** Options that change what the header line says in ways that are not followed. */
const notFollowed = [
  "comment",
  "charset",
  "encoding",
  "multiline",
  "linesep",
  "columnnameofcorruptrecord",
  "schema",
];

/**
 * The columns of a CSV file: names by its header or `_c0`, `_c1` …, and text, or with `inferSchema` the types that
 * Spark infers when `whole` says that this is all of the data. `prefersDates`: days are dates and no timestamps, as
 * Spark takes them from 3.4 on.
 */
export function csvFields(
  text: string,
  whole: boolean,
  options: ReadonlyMap<string, string | null>,
  prefersDates: boolean,
): FileSchema {
  if ([...options].some(([key, value]) => notFollowed.includes(key) || value === null))
    return { reason: "its options are not followed" };
  const separator = options.get("sep") ?? options.get("delimiter") ?? ",";
  const quote = options.get("quote") ?? '"';
  const rows = rowsOf(text.replace(/^\uFEFF/, ""), whole, separator, quote, options.get("escape") ?? "\\");
  const [first, ...others] = rows;
  if (!first) return { fields: [] };
  const hasHeader = isTrue(options.get("header"));
  const names = hasHeader ? headerNames(first) : first.map((_, index) => `_c${index}`);
  if (!isTrue(options.get("inferschema")))
    return { fields: names.map((name): Field => ({ name, dataType: atomic("string"), nullable: true })) };
  if (!whole) return { reason: "its file is too long to infer the types" };
  if (options.get("preferdate") !== undefined || options.has("dateformat") || options.has("timestampformat"))
    return { reason: "its options are not followed" };
  const nullValue = options.get("nullvalue") ?? "";
  const data = hasHeader ? others : rows;
  const fields = names.map((name, index): Field | null => {
    const type = inferred(
      data.map((row) => row[index]),
      nullValue,
      prefersDates,
    );
    return type === null ? null : { name, dataType: atomic(type), nullable: true };
  });
  return fields.includes(null)
    ? { reason: "its types are not certain" }
    : { fields: fields.filter((field) => field !== null) };
}

const isTrue = (text: string | null | undefined): boolean => text?.toLowerCase() === "true";

/** Empty names become `_c0` …, and names that come twice (case aside) get their place behind them (CSVUtils, 4.3). */
function headerNames(row: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const name of row) counts.set(name.toLowerCase(), (counts.get(name.toLowerCase()) ?? 0) + 1);
  return row.map((name, index) =>
    name === "" ? `_c${index}` : (counts.get(name.toLowerCase()) ?? 0) > 1 ? `${name}${index}` : name,
  );
}

/** Lines of values; empty lines are left out, and a last line that may be cut. */
function rowsOf(
  text: string,
  whole: boolean,
  separator: string,
  quote: string,
  escape: string,
): readonly (readonly string[])[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (!whole) lines.pop();
  return lines.filter((line) => line.trim() !== "").map((line) => valuesOf(line, separator, quote, escape));
}

function valuesOf(line: string, separator: string, quote: string, escape: string): readonly string[] {
  const values: string[] = [];
  let value = "";
  let quoted = false;
  for (let at = 0; at < line.length;) {
    const mark = line.charAt(at);
    if (quoted && mark === escape && escape !== "" && line.charAt(at + 1) === quote) {
      value += quote;
      at += 2;
    } else if (quoted && mark === quote && line.charAt(at + 1) === quote) {
      value += quote;
      at += 2;
    } else if (mark === quote && quote !== "" && (quoted || value === "")) {
      quoted = !quoted;
      at++;
    } else if (!quoted && line.startsWith(separator, at)) {
      values.push(value);
      value = "";
      at += separator.length;
    } else {
      value += mark;
      at++;
    }
  }
  return [...values, value];
}

/** The first of Spark's types that holds all values (CSVInferSchema, 4.3); null where dates and times make it uncertain. */
function inferred(
  values: readonly (string | undefined)[],
  nullValue: string,
  prefersDates: boolean,
): string | null {
  const given = values.filter(
    (value): value is string => value !== undefined && value !== nullValue && value !== "",
  );
  if (given.length === 0) return "string";
  if (given.every((value) => /^[+-]?\d+$/.test(value) && fits(value, 2n ** 31n))) return "int";
  if (given.every((value) => /^[+-]?\d+$/.test(value) && fits(value, 2n ** 63n))) return "bigint";
  if (given.every((value) => /^[+-]?\d+$/.test(value))) return null;
  if (
    given.every(
      (value) => /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[dDfF]?$/.test(value) || /^-?(NaN|Inf)$/.test(value),
    )
  )
    return "double";
  if (given.every((value) => /^(true|false)$/i.test(value))) return "boolean";
  if (given.every((value) => /^\d{4}-\d{2}-\d{2}$/.test(value))) return prefersDates ? "date" : null;
  if (given.every((value) => /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?$/.test(value)))
    return "timestamp";
  // Whatever else starts like a date may be one, by rules of the version and its options.
  if (given.some((value) => /^\s*\d{1,4}[-/:T]/.test(value))) return null;
  return "string";
}

const fits = (text: string, bound: bigint): boolean => {
  const value = BigInt(text.replace("+", ""));
  return value < bound && value >= -bound;
};
