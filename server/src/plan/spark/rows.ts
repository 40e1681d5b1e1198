import type { BoundArgument } from "../facts.ts";
import type { Evidence, SparkValue, Value } from "../value.ts";
import { unpackedArguments } from "./placedArguments.ts";
import { spark } from "./spark.ts";

/**
 * What `Row(…)` makes: a row by keyword arguments, or, of texts alone, a class of rows to be called, which is a row
 * of texts as well.
 */
export function rowValue(args: readonly BoundArgument[], evidence: Evidence): SparkValue {
  const given = unpackedArguments(args);
  if (given === null) return spark("Row", evidence);
  if (given.keywords.size > 0) {
    if (given.positional.length > 0) return spark("Row", evidence);
    return row([...given.keywords.keys()], [...given.keywords.values()], evidence);
  }
  const names = textsOf(given.positional);
  return names !== null && names.length > 0
    ? spark("Row", evidence, { data: { kind: "rowClass", names } })
    : row(null, given.positional, evidence);
}

/** What a call of a class of rows makes: `Person("Ada", 36)`. */
export function rowOfClass(
  names: readonly string[],
  args: readonly BoundArgument[],
  evidence: Evidence,
): SparkValue {
  const given = unpackedArguments(args);
  return given === null || given.keywords.size > 0 || given.positional.length > names.length
    ? spark("Row", evidence)
    : row(names, given.positional, evidence);
}

const row = (names: readonly string[] | null, values: readonly Value[], evidence: Evidence): SparkValue =>
  spark("Row", evidence, { data: { kind: "row", names, values } });

/** What `row.name` holds; null where the row has no such field, or the code does not tell. */
export function rowAttribute({ data }: SparkValue, name: string): Value | null {
  if (data?.kind !== "row" || data.names === null) return null;
  return data.values[data.names.indexOf(name)] ?? null;
}

/** What `row["name"]` and `row[0]` hold. */
export function rowElement(receiver: SparkValue, index: Value): Value | null {
  if (index.kind === "string" && index.value !== null) return rowAttribute(receiver, index.value);
  if (index.kind !== "number" || index.value === null || receiver.data?.kind !== "row") return null;
  return receiver.data.values.at(index.value) ?? null;
}

/** What `row.asDict()` gives; null where the code does not tell. */
export function rowDict({ data }: SparkValue): Value | null {
  if (data?.kind !== "row" || data.names === null) return null;
  const entries = data.names.flatMap((name, index) => {
    const value = data.values[index];
    const key = { kind: "string", value: name, constant: true } as const;
    return value ? [{ key, value }] : [];
  });
  return { kind: "dict", entries, exact: true };
}

/** Constant texts; null where one is none. */
function textsOf(values: readonly Value[]): readonly string[] | null {
  const texts: string[] = [];
  for (const each of values) {
    if (each.kind !== "string" || each.value === null) return null;
    texts.push(each.value);
  }
  return texts;
}
