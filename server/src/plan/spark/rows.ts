import type { BoundArgument } from "../facts.ts";
import type { Site } from "../../syntax/module.ts";
import { unknown, type Evidence, type RowName, type SparkValue, type Value } from "../value.ts";
import { placedArguments, unpackedArguments } from "./placedArguments.ts";
import { spark } from "./spark.ts";

/**
 * What `Row(…)` makes: a row by keyword arguments, or, of texts alone, a class of rows to be called, which is a row
 * of texts as well.
 */
export function rowValue(
  args: readonly BoundArgument[],
  evidence: Evidence,
  keywordSites: ReadonlyMap<string, Site> = new Map(),
): SparkValue {
  const given = unpackedArguments(args);
  if (given === null) return spark("Row", evidence);
  if (given.keywords.size > 0) {
    if (given.positional.length > 0) return spark("Row", evidence);
    const names = [...given.keywords.keys()].map((name) => ({ name, site: keywordSites.get(name) ?? null }));
    return row(names, [...given.keywords.values()], evidence);
  }
  const names = textsOf(given.positional);
  return names !== null && names.length > 0
    ? spark("Row", evidence, { data: { kind: "rowClass", names } })
    : row(null, given.positional, evidence);
}

type RowClass = Extract<NonNullable<SparkValue["data"]>, { kind: "rowClass" }>;

/** What a call of a class of rows or of a named tuple makes: `Person("Ada", 36)`. */
export function rowOfClass(
  { names, defaults = [] }: RowClass,
  args: readonly BoundArgument[],
  evidence: Evidence,
): SparkValue {
  const given = unpackedArguments(args);
  if (given === null || given.positional.length > names.length) return spark("Row", evidence);
  if (given.keywords.size === 0 && defaults.length === 0) return row(names, given.positional, evidence);
  const values = names.map(
    ({ name }, index) =>
      given.positional[index] ??
      given.keywords.get(name) ??
      defaults[index - (names.length - defaults.length)] ??
      unknown,
  );
  return row(names, values, evidence);
}

/** What `namedtuple("P", "a b")` makes; null where the code does not tell its names. */
export function namedTupleClass(args: readonly BoundArgument[], evidence: Evidence): SparkValue | null {
  const given = placedArguments(args, ["typename", "field_names", "rename", "defaults", "module"]);
  const fields = given?.get("field_names");
  const defaults = given?.get("defaults");
  const names =
    fields?.kind === "string" && fields.value !== null
      ? fields.value
          .replaceAll(",", " ")
          .split(/\s+/)
          .filter((name) => name !== "")
          .map((name) => ({ name, site: fields.site ?? null }))
      : fields?.kind === "sequence" && fields.exact
        ? textsOf(fields.elements)
        : null;
  if (!names) return null;
  return spark("Row", evidence, {
    data: {
      kind: "rowClass",
      names,
      ...(defaults?.kind === "sequence" && defaults.exact && { defaults: defaults.elements }),
    },
  });
}

const row = (names: readonly RowName[] | null, values: readonly Value[], evidence: Evidence): SparkValue =>
  spark("Row", evidence, { data: { kind: "row", names, values } });

/** What `row.name` holds; null where the row has no such field, or the code does not tell. */
export function rowAttribute({ data }: SparkValue, name: string): Value | null {
  if (data?.kind !== "row" || data.names === null) return null;
  return data.values[data.names.findIndex((each) => each.name === name)] ?? null;
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
  const entries = data.names.flatMap(({ name, site }, index) => {
    const value = data.values[index];
    const key = { kind: "string", value: name, constant: true, ...(site && { site }) } as const;
    return value ? [{ key, value }] : [];
  });
  return { kind: "dict", entries, exact: true };
}

/** Constant texts as names; null where one is none. */
function textsOf(values: readonly Value[]): readonly RowName[] | null {
  const texts: RowName[] = [];
  for (const each of values) {
    if (each.kind !== "string" || each.value === null) return null;
    texts.push({ name: each.value, site: each.site ?? null });
  }
  return texts;
}
