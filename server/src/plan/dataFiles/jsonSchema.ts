import { arrayOf, atomic, type DataType, type Field } from "../../catalog/dataType.ts";
import type { FileSchema } from "./dataFiles.ts";

/** Options that change the inference in ways that are not followed. */
const followed: ReadonlySet<string> = new Set(["multiline", "path", "mode"]);

/** The columns that Spark infers from JSON, in the order of their names (JsonInferSchema, 4.3), when `whole` says that this is all. */
export function jsonFields(
  text: string,
  whole: boolean,
  options: ReadonlyMap<string, string | null>,
): FileSchema {
  if ([...options].some(([key, value]) => !followed.has(key) || value === null))
    return { reason: "its options are not followed" };
  if (!whole) return { reason: "its file is too long to infer the columns" };
  const isMultiline = options.get("multiline")?.toLowerCase() === "true";
  const records = isMultiline ? [text] : text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== "");
  let met: JsonType = { kind: "null" };
  for (const record of records) {
    let value: unknown;
    try {
      value = JSON.parse(record);
    } catch {
      return { reason: "a line of its file is no JSON" };
    }
    const rows = Array.isArray(value) ? value : [value];
    for (const row of rows) {
      // JSON.parse takes 1.0 for 1: numbers are read again where it matters.
      met = meet(met, typeOf(row, record));
    }
  }
  if (met.kind === "null") return { fields: [] };
  return met.kind === "object" ? { fields: fieldsOf(met) } : { reason: "its rows are no JSON objects" };
}

type JsonType =
  | { readonly kind: "null" | "boolean" | "integer" | "double" | "string" | "unknown" }
  | { readonly kind: "array"; readonly element: JsonType }
  | { readonly kind: "object"; readonly fields: ReadonlyMap<string, JsonType> };

function typeOf(value: unknown, source: string): JsonType {
  switch (typeof value) {
    case "boolean":
      return { kind: "boolean" };
    case "string":
      return { kind: "string" };
    case "number":
      return { kind: numberKind(value, source) };
    default:
      if (value === null || value === undefined) return { kind: "null" };
      if (Array.isArray(value))
        return {
          kind: "array",
          element: value.map((each) => typeOf(each, source)).reduce<JsonType>(meet, { kind: "null" }),
        };
      return {
        kind: "object",
        fields: new Map(Object.entries(value).map(([name, each]) => [name, typeOf(each, source)])),
      };
  }
}

/** A whole number may be written as 1.0, which is a double to Spark; beyond 2^53 nothing is certain. */
function numberKind(value: number, source: string): "integer" | "double" | "unknown" {
  if (!Number.isInteger(value)) return "double";
  if (!Number.isSafeInteger(value)) return "unknown";
  const asFloat = new RegExp(`[\\s:,\\[]${value}(?:\\.0+|\\.?0*[eE])`);
  return asFloat.test(source) || /\d[eE][+-]?\d/.test(source)
    ? wholeToo(value, source)
      ? "unknown"
      : "double"
    : "integer";
}

const wholeToo = (value: number, source: string): boolean =>
  new RegExp(`[\\s:,\\[]${value}(?![\\d.eE])`).test(source);

function meet(left: JsonType, right: JsonType): JsonType {
  if (left.kind === "null") return right;
  if (right.kind === "null") return left;
  if (left.kind === "unknown" || right.kind === "unknown") return { kind: "unknown" };
  if (left.kind === "array" && right.kind === "array")
    return { kind: "array", element: meet(left.element, right.element) };
  if (left.kind === "object" && right.kind === "object") {
    const fields = new Map(left.fields);
    for (const [name, type] of right.fields) {
      const other = fields.get(name);
      fields.set(name, other ? meet(other, type) : type);
    }
    return { kind: "object", fields };
  }
  if (left.kind === right.kind) return left;
  const numbers = ["integer", "double"];
  if (numbers.includes(left.kind) && numbers.includes(right.kind)) return { kind: "double" };
  return { kind: "string" };
}

const fieldsOf = (type: Extract<JsonType, { kind: "object" }>): readonly Field[] =>
  [...type.fields]
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .flatMap(([name, each]): Field[] => {
      const dataType = sparkType(each);
      return dataType ? [{ name, dataType, nullable: true }] : [];
    });

/** Columns of nulls alone are text; empty objects inside are left out. */
function sparkType(type: JsonType): DataType | null {
  switch (type.kind) {
    case "null":
    case "string":
      return atomic("string");
    case "boolean":
      return atomic("boolean");
    case "integer":
      return atomic("bigint");
    case "double":
      return atomic("double");
    case "unknown":
      return { type: "unknown" };
    case "array": {
      const element = sparkType(type.element);
      return element && arrayOf(element);
    }
    case "object": {
      const fields = fieldsOf(type);
      return fields.length === 0 ? null : { type: "struct", fields };
    }
  }
}
