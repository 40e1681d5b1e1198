/** Spark's data types. Atomic types have the names that SQL prints: "int", "bigint", "interval day to second". */
export type DataType =
  | { readonly type: "atomic"; readonly name: string }
  | { readonly type: "decimal"; readonly precision: number; readonly scale: number }
  | { readonly type: "array"; readonly element: DataType; readonly containsNull: boolean }
  | {
      readonly type: "map";
      readonly key: DataType;
      readonly value: DataType;
      readonly valueContainsNull: boolean;
    }
  | { readonly type: "struct"; readonly fields: readonly Field[] }
  | { readonly type: "unknown" };

export interface Field {
  readonly name: string;
  readonly dataType: DataType;
  readonly nullable: boolean;
}

const atoms = new Map<string, DataType>();

/** An atomic type by its SQL name; equal names give the same object. */
export function atomic(name: string): DataType {
  let type = atoms.get(name);
  if (type === undefined) atoms.set(name, (type = { type: "atomic", name }));
  return type;
}

/** A decimal as Spark bounds it: at most 38 digits, of which `scale` stand after the point. */
export const decimal = (precision: number, scale: number): DataType => ({
  type: "decimal",
  precision: Math.min(precision, 38),
  scale: Math.min(scale, 38),
});

export const arrayOf = (element: DataType): DataType => ({ type: "array", element, containsNull: true });

export const mapOf = (key: DataType, value: DataType): DataType => ({
  type: "map",
  key,
  value,
  valueContainsNull: true,
});

export const structOf = (fields: readonly (readonly [name: string, type: DataType])[]): DataType => ({
  type: "struct",
  fields: fields.map(([name, dataType]) => ({ name, dataType, nullable: true })),
});

export const unknownType: DataType = { type: "unknown" };

/**
 * What kind of type it is: "decimal", "array", "map", "struct", "unknown", or an atomic type's name without length,
 * collation and fields of an interval: "string" for varchar(3), "interval day to second" for an interval in hours.
 */
export function kindOf(type: DataType): string {
  if (type.type !== "atomic") return type.type;
  const { name } = type;
  if (/^(?:string|char|varchar)\b/.test(name)) return "string";
  if (name.startsWith("time(")) return "time";
  if (name.startsWith("interval "))
    return /year|month/.test(name) ? "interval year to month" : "interval day to second";
  return name;
}

/** Whether no part of the type is unknown. */
export const isKnown = (type: DataType): boolean => !hasType(type, isUnknown);

const isUnknown = ({ type }: DataType): boolean => type === "unknown";

/** Whether the type, or one inside of it, is such a one. */
export function hasType(type: DataType, isSuch: (type: DataType) => boolean): boolean {
  if (isSuch(type)) return true;
  if (type.type === "array") return hasType(type.element, isSuch);
  if (type.type === "map") return hasType(type.key, isSuch) || hasType(type.value, isSuch);
  return type.type === "struct" && type.fields.some(({ dataType }) => hasType(dataType, isSuch));
}
