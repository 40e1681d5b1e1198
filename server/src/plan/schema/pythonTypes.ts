import {
  arrayOf,
  atomic,
  decimal,
  hasType,
  mapOf,
  unknownType,
  type DataType,
  type Field,
} from "../../catalog/dataType.ts";
import { compareVersions } from "../../catalog/sparkVersion.ts";
import { flag, setting, type Session } from "../session.ts";
import type { RowName, Value } from "../value.ts";
import { noteFieldSite, siteOfField } from "./fieldSites.ts";
import { sameType } from "./nullability.ts";
import { namedValues } from "./pythonRows.ts";

/** Why PySpark raises instead of finding a type. */
export interface Refusal {
  readonly type: "refused";
  /** PySpark's error condition from 3.4 on. */
  readonly condition: string;
  /** For people: what does not fit. */
  readonly text: string;
}

export type Inferred = DataType | Refusal;

/** What decides how PySpark finds types. */
export interface InferenceOptions {
  readonly version: string;
  readonly dictsAreStructs: boolean;
  readonly arraysByFirst: boolean;
  readonly mapsByFirst: boolean;
  /** Null where the code does not tell. */
  readonly timestampsWithoutZone: boolean | null;
}

export function inferenceOptions(session: Session): InferenceOptions {
  const isOn = (name: string): boolean => flag(session, `spark.sql.pyspark.${name}.enabled`) === true;
  const timestampType = setting(session, "spark.sql.timestampType");
  return {
    version: session.version,
    dictsAreStructs: isOn("inferNestedDictAsStruct"),
    arraysByFirst: isOn("legacy.inferArrayTypeFromFirstElement"),
    mapsByFirst: isOn("legacy.inferMapTypeFromFirstPair"),
    timestampsWithoutZone:
      timestampType === null ? null : timestampType.trim().toUpperCase() === "TIMESTAMP_NTZ",
  };
}

export const isRefusal = (inferred: Inferred): inferred is Refusal => inferred.type === "refused";

const isSince = ({ version }: InferenceOptions, since: string): boolean =>
  compareVersions(version, since) >= 0;

/** A refusal, by its condition and for people. */
export const refusal = (condition: string, text: string): Refusal => ({ type: "refused", condition, text });

/** The type that PySpark gives a Python value (`_infer_type`, 3.3 to 4.3). */
export function inferType(value: Value, options: InferenceOptions): Inferred {
  switch (value.kind) {
    case "none":
      return atomic("void");
    case "boolean":
      return atomic("boolean");
    case "number":
      return atomic(value.isFloat ? "double" : "bigint");
    case "string":
      return atomic("string");
    case "library":
      return libraryType(value.type, options);
    case "api":
      return /^(?:numpy|math)\.(?:nan|inf|pi|e)$/.test(value.name) ? atomic("double") : unknownType;
    case "dict":
      return dictType(value, options);
    case "union":
      return agreedType(value.values.map((each) => inferType(each, options)));
    case "sequence":
      if (value.type === "set")
        return refusal("CANNOT_INFER_TYPE_FOR_FIELD", "a set is no value that a column can hold");
      return value.type === "list" ? listType(value, options) : structType(value, options);
    case "spark":
    case "instance":
      return structType(value, options);
    default:
      return unknownType;
  }
}

/** What a value's fields become: a struct. */
function structType(value: Value, options: InferenceOptions): Inferred {
  const isNew = isSince(options, "4.0");
  const fields = inferFields(value, {
    ...options,
    mapsByFirst: false,
    ...(!isNew && { timestampsWithoutZone: false }),
  });
  return fields === null ? unknownType : "type" in fields ? fields : { type: "struct", fields };
}

/** The fields of a row (`_infer_schema`, 3.3 to 4.3); `names` are those given for plain tuples. Null where the code does not tell. */
export function inferFields(
  row: Value,
  options: InferenceOptions,
  names: readonly RowName[] = [],
): readonly Field[] | Refusal | null {
  const values = namedValues(row, names);
  if (values === null) return null;
  if (values === "no row")
    return refusal(
      "CANNOT_INFER_SCHEMA_FOR_TYPE",
      "single values are no rows without a type given as the schema",
    );
  const fields: Field[] = [];
  for (const { name, site, value } of values) {
    const dataType = inferType(value, options);
    if (isRefusal(dataType))
      return refusal("CANNOT_INFER_TYPE_FOR_FIELD", `${dataType.text}, in the field ${name}`);
    fields.push(noteFieldSite({ name, dataType, nullable: true }, site));
  }
  return fields;
}

function listType(
  { elements, exact }: Extract<Value, { kind: "sequence" }>,
  options: InferenceOptions,
): Inferred {
  const [first] = elements;
  if (!first) return exact ? arrayOf(atomic("void")) : arrayOf(unknownType);
  // From 4.0 the options are handed on by position, one place too far to the left.
  const inner = isSince(options, "4.0")
    ? { ...options, mapsByFirst: options.timestampsWithoutZone === true, timestampsWithoutZone: false }
    : options;
  const types = (exact && byFirst(options) ? [first] : elements).map((each) => inferType(each, inner));
  if (!exact) return arrayOf(agreedType(types));
  if (!isSince(options, "3.4") && elements.every((each) => each.kind === "none"))
    return arrayOf(atomic("void"));
  const element = types.reduce((left, right) => mergeInferred(left, right, options));
  return isRefusal(element) ? element : arrayOf(element);
}

const byFirst = (options: InferenceOptions): boolean => options.arraysByFirst || !isSince(options, "3.4");

function dictType({ entries, exact }: Extract<Value, { kind: "dict" }>, options: InferenceOptions): Inferred {
  if (options.dictsAreStructs) return exact ? dictStruct(entries, options) : unknownType;
  const isCertain = (value: Value): boolean => value.kind !== "unknown" && value.kind !== "union";
  const types = (side: "key" | "value", all: typeof entries): Inferred[] =>
    all.filter((each) => each[side].kind !== "none").map((each) => inferType(each[side], options));
  if (!exact) return mapOf(agreedType(types("key", entries)), agreedType(types("value", entries)));
  if (!isSince(options, "4.0") || options.mapsByFirst) {
    const pair = entries.find(({ key, value }) => key.kind !== "none" && value.kind !== "none");
    if (!pair) return mapOf(atomic("void"), atomic("void"));
    if (!isCertain(pair.key) || !isCertain(pair.value)) return mapOf(unknownType, unknownType);
    return mapped(inferType(pair.key, options), inferType(pair.value, options));
  }
  const merged = (side: "key" | "value"): Inferred =>
    types(side, entries).reduce<Inferred>(
      (left, right) => mergeInferred(left, right, options),
      atomic("void"),
    );
  return mapped(merged("key"), merged("value"));
}

const mapped = (key: Inferred, value: Inferred): Inferred =>
  isRefusal(key) ? key : isRefusal(value) ? value : mapOf(key, value);

function dictStruct(
  entries: Extract<Value, { kind: "dict" }>["entries"],
  options: InferenceOptions,
): Inferred {
  const fields: Field[] = [];
  for (const { key, value } of entries) {
    if (key.kind === "none" || value.kind === "none") continue;
    const isCertain = value.kind !== "unknown" && value.kind !== "union";
    if (key.kind !== "string" || key.value === null || !isCertain) return unknownType;
    const dataType = inferType(value, options);
    if (isRefusal(dataType)) return dataType;
    fields.push(noteFieldSite({ name: key.value, dataType, nullable: true }, key.site ?? null));
  }
  return { type: "struct", fields };
}

const libraryTypes: Readonly<Record<string, DataType>> = {
  "builtins.bytes": atomic("binary"),
  "builtins.bytearray": atomic("binary"),
  "decimal.Decimal": decimal(38, 18),
  "datetime.timedelta": atomic("interval day to second"),
};

function libraryType(name: string, options: InferenceOptions): Inferred {
  if (/^pyspark\.ml\.linalg\.(?:Vectors\.\w+|(?:Dense|Sparse)Vector)$/.test(name)) return atomic("vector");
  if (/^pyspark\.ml\.linalg\.(?:Matrices\.\w+|(?:Dense|Sparse)Matrix)$/.test(name)) return atomic("matrix");
  if (name === "datetime.time")
    return isSince(options, "4.1")
      ? atomic("time(6)")
      : refusal("CANNOT_INFER_TYPE_FOR_FIELD", "a time of day fits no column before Spark 4.1");
  if (/^datetime\.date(?:\.|$)/.test(name)) return atomic("date");
  if (/^datetime\.datetime(?:\.|$)/.test(name))
    return options.timestampsWithoutZone === null
      ? unknownType
      : atomic(options.timestampsWithoutZone ? "timestamp_ntz" : "timestamp");
  return libraryTypes[name] ?? unknownType;
}

/** The one type that all have, nulls aside; unknown when there is none. */
export function agreedType(types: readonly Inferred[]): DataType {
  const known = types.filter((each) => !isVoid(each));
  const [first] = known;
  if (first === undefined || isRefusal(first)) return unknownType;
  return known.every((each) => !isRefusal(each) && sameType(first, each)) ? first : unknownType;
}

const isVoid = (type: Inferred): boolean => type.type === "atomic" && type.name === "void";

function mergeInferred(left: Inferred, right: Inferred, options: InferenceOptions): Inferred {
  return isRefusal(left) ? left : isRefusal(right) ? right : mergeTypes(left, right, options);
}

/** The type that holds values of two types (`_merge_type`, 3.3 to 4.3): texts take in all that is no container. */
export function mergeTypes(left: DataType, right: DataType, options: InferenceOptions): Inferred {
  if (isVoid(left)) return right;
  if (isVoid(right) || left === right) return left;
  if (left.type === "unknown" || right.type === "unknown")
    return mergeUnknown(left.type === "unknown" ? right : left, options);
  if (left.type === "struct" && right.type === "struct") {
    const fields = mergeFields(left.fields, right.fields, options);
    return "type" in fields ? fields : { type: "struct", fields };
  }
  if (left.type === "array" && right.type === "array") {
    const element = mergeTypes(left.element, right.element, options);
    return isRefusal(element) ? element : arrayOf(element);
  }
  if (left.type === "map" && right.type === "map")
    return mapped(mergeTypes(left.key, right.key, options), mergeTypes(left.value, right.value, options));
  if (sameType(left, right)) return left;
  const names = [left, right].map((each) => (each.type === "atomic" ? each.name : each.type));
  if (names.includes("timestamp") && names.includes("timestamp_ntz")) return atomic("timestamp");
  const areAtoms = [left, right].every((each) => each.type === "atomic" || each.type === "decimal");
  if (areAtoms && names.includes("string") && isSince(options, "3.4")) return atomic("string");
  return refusal("CANNOT_MERGE_TYPE", `values of one column are ${names[0]} and ${names[1]}`);
}

/** What a type becomes beside one that the code does not tell, given that PySpark takes both. */
function mergeUnknown(known: DataType, options: InferenceOptions): DataType {
  switch (known.type) {
    case "array":
      return arrayOf(mergeUnknown(known.element, options));
    case "map":
      return mapOf(mergeUnknown(known.key, options), mergeUnknown(known.value, options));
    case "atomic":
    case "decimal":
      if (isVoid(known)) return unknownType;
      return !isSince(options, "3.4") || known === atomic("string") ? known : unknownType;
    default:
      return unknownType;
  }
}

/** The fields of two rows, by name: those of the first, and behind them what the second has beside. */
export function mergeFields(
  left: readonly Field[],
  right: readonly Field[],
  options: InferenceOptions,
): readonly Field[] | Refusal {
  const others = new Map(right.map((field) => [field.name, field]));
  const isAlike =
    left.length === others.size && left.every((field, index) => isSameField(field, right[index]));
  if (isAlike) return left;
  const fields: Field[] = [];
  for (const field of left) {
    const other = others.get(field.name);
    const dataType = other ? mergeTypes(field.dataType, other.dataType, options) : field.dataType;
    if (isRefusal(dataType)) return { ...dataType, text: `${dataType.text}, in the field ${field.name}` };
    fields.push(noteFieldSite({ name: field.name, dataType, nullable: true }, siteOfField(field)));
  }
  const names = new Set(left.map(({ name }) => name));
  for (const field of others.values()) if (!names.has(field.name)) fields.push(field);
  return fields;
}

const isSameField = (left: Field, right: Field | undefined): boolean =>
  left.name === right?.name && left.dataType === right.dataType;

/** Whether a part of the type is still that of None alone. */
export const hasVoid = (type: DataType): boolean => hasType(type, isVoid);
