import type { DataType, Field } from "../../catalog/dataType.ts";
import { simpleString } from "../../catalog/dataTypeText.ts";
import { compareVersions } from "../../catalog/sparkVersion.ts";
import type { Value } from "../value.ts";
import { refusal, type Refusal } from "./pythonTypes.ts";

/** How many rows are looked at. */
const checkedRows = 1000;

/** Why a row does not fit the fields given for it, so that PySpark raises (`_make_type_verifier`, 3.3 to 4.3); null when all may fit. */
export function rowMisfit(rows: readonly Value[], fields: readonly Field[], version: string): Refusal | null {
  for (const row of rows.slice(0, checkedRows)) {
    const misfit = misfitOf(row, fields);
    if (misfit !== null)
      return refusal(conditions[misfit.kind][compareVersions(version, "4.0") < 0 ? 0 : 1], misfit.text);
  }
  return null;
}

/** What a value does wrong, and PySpark's condition for it before 4.0 and since. */
const conditions = {
  row: ["CANNOT_ACCEPT_OBJECT_IN_TYPE", "FIELD_DATA_TYPE_UNACCEPTABLE"],
  length: ["LENGTH_SHOULD_BE_THE_SAME", "FIELD_STRUCT_LENGTH_MISMATCH"],
  none: ["CANNOT_BE_NONE", "FIELD_NOT_NULLABLE_WITH_NAME"],
  type: ["CANNOT_ACCEPT_OBJECT_IN_TYPE", "FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME"],
} as const;

interface Misfit {
  readonly kind: keyof typeof conditions;
  readonly text: string;
}

function misfitOf(row: Value, fields: readonly Field[]): Misfit | null {
  if (row.kind === "number" || row.kind === "string" || row.kind === "boolean")
    return { kind: "row", text: "single values are no rows of several columns" };
  const values = valuesOf(row);
  if (values === null) return null;
  if (values.length !== fields.length)
    return {
      kind: "length",
      text: `a row has ${values.length} values, and the schema ${fields.length} columns`,
    };
  for (const [index, field] of fields.entries()) {
    const value = values[index];
    const misfit = value && valueMisfit(value, field);
    if (misfit !== undefined && misfit !== null) return misfit;
  }
  return null;
}

/** A row's values by position: names do not count where a schema is given. */
function valuesOf(row: Value): readonly Value[] | null {
  if (row.kind === "sequence") return row.exact && row.type !== "set" ? row.elements : null;
  return row.kind === "spark" && row.data?.kind === "row" ? row.data.values : null;
}

function valueMisfit(value: Value, { name, dataType, nullable }: Field): Misfit | null {
  if (value.kind === "none")
    return nullable ? null : { kind: "none", text: `the column ${name} takes no None` };
  const held = pythonType(value);
  return held !== null && !accepts(dataType, held)
    ? { kind: "type", text: `the column ${name} is ${simpleString(dataType)}, and a value ${held}` }
    : null;
}

/** The Python type of a value of known kind. */
function pythonType(value: Value): string | null {
  switch (value.kind) {
    case "boolean":
      return "bool";
    case "string":
      return "str";
    case "number":
      return value.isFloat ? "float" : value.value === null ? null : "int";
    default:
      return null;
  }
}

/** The Python types that fit atomic types; texts take in everything. Types that are not listed are not checked. */
const accepted: Readonly<Record<string, readonly string[]>> = {
  boolean: ["bool"],
  tinyint: ["int"],
  smallint: ["int"],
  int: ["int"],
  bigint: ["int"],
  float: ["float"],
  double: ["float"],
  date: [],
  timestamp: [],
  binary: [],
};

const accepts = (type: DataType, held: string): boolean =>
  type.type === "decimal"
    ? false
    : type.type === "array" || type.type === "map"
      ? false
      : type.type !== "atomic" || (accepted[type.name]?.includes(held) ?? true);
