import type { DataType, Field } from "../../catalog/dataType.ts";
import { simpleString } from "../../catalog/dataTypeText.ts";
import type { Value } from "../value.ts";

/** How many rows are looked at. */
const checkedRows = 1000;

/** Why a row does not fit the fields given for it, so that PySpark raises (`_make_type_verifier`, 3.3 to 4.3); null when all may fit. */
export function rowMisfit(rows: readonly Value[], fields: readonly Field[]): string | null {
  for (const row of rows.slice(0, checkedRows)) {
    const misfit = misfitOf(row, fields);
    if (misfit !== null) return misfit;
  }
  return null;
}

function misfitOf(row: Value, fields: readonly Field[]): string | null {
  if (row.kind === "number" || row.kind === "string" || row.kind === "boolean" || row.kind === "none")
    return "single values are no rows of several columns";
  const values = valuesOf(row);
  if (values === null) return null;
  if (values.length !== fields.length)
    return `a row has ${values.length} values, and the schema ${fields.length} columns`;
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

function valueMisfit(value: Value, { name, dataType, nullable }: Field): string | null {
  if (value.kind === "none") return nullable ? null : `the column ${name} takes no None`;
  const held = pythonType(value);
  return held !== null && !accepts(dataType, held)
    ? `the column ${name} is ${simpleString(dataType)}, and a value ${held}`
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
