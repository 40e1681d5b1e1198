import { unknownType, type DataType } from "../../catalog/dataType.ts";
import { isAnsi, type Session } from "../session.ts";

/** The type at which rows of two inputs meet, with what either side may hold of nulls; null when they do not meet. */
export function meetingType(session: Session, left: DataType, right: DataType): DataType | null {
  const ansi = isAnsi(session);
  const { types } = session.catalog;
  const { version } = session;
  if (ansi === null) {
    const [strict, legacy] = [true, false].map((mode) =>
      types.commonType(left, right, { version, ansi: mode }),
    );
    if (!strict || !legacy) return unknownType;
    return sameType(strict, legacy) ? withNullsOf(strict, left, right) : unknownType;
  }
  const met = types.commonType(left, right, { version, ansi });
  return met && withNullsOf(met, left, right);
}

/** What the rows of VALUES make of two types: as without ANSI in both modes, and text meets text alone (3.5, 4.3). */
export function meetingInRows(session: Session, left: DataType, right: DataType): DataType | null {
  const { catalog, version } = session;
  const met = catalog.types.commonTypeWithoutString(left, right, { version, ansi: false });
  return met && withNullsOf(met, left, right);
}

const nested: ReadonlySet<string> = new Set(["array", "map", "struct"]);

/** The type with nulls inside wherever one of two types has them. */
export function withNullsOf(type: DataType, left: DataType, right: DataType): DataType {
  if (type.type === "array" && left.type === "array" && right.type === "array")
    return {
      ...type,
      element: withNullsOf(type.element, left.element, right.element),
      containsNull: left.containsNull || right.containsNull,
    };
  if (type.type === "map" && left.type === "map" && right.type === "map")
    return {
      ...type,
      key: withNullsOf(type.key, left.key, right.key),
      value: withNullsOf(type.value, left.value, right.value),
      valueContainsNull: left.valueContainsNull || right.valueContainsNull,
    };
  if (type.type === "struct" && left.type === "struct" && right.type === "struct")
    return {
      ...type,
      fields: type.fields.map((field, index) => {
        const [one, other] = [left.fields[index], right.fields[index]];
        return one && other
          ? {
              ...field,
              dataType: withNullsOf(field.dataType, one.dataType, other.dataType),
              nullable: one.nullable || other.nullable,
            }
          : field;
      }),
    };
  // A side of NULL alone, or of a type that is not known, leaves the other's nulls.
  if (!nested.has(type.type)) return type;
  return [left, right].find((side) => side.type === type.type) ?? type;
}

/** Whether two types are the same, nulls inside aside. */
export function sameType(left: DataType, right: DataType): boolean {
  if (left === right) return true;
  switch (left.type) {
    case "atomic":
      return right.type === "atomic" && left.name === right.name;
    case "decimal":
      return right.type === "decimal" && left.precision === right.precision && left.scale === right.scale;
    case "array":
      return right.type === "array" && sameType(left.element, right.element);
    case "map":
      return right.type === "map" && sameType(left.key, right.key) && sameType(left.value, right.value);
    case "struct":
      return (
        right.type === "struct" &&
        left.fields.length === right.fields.length &&
        left.fields.every((field, index) => {
          const other = right.fields[index];
          return other?.name === field.name && sameType(field.dataType, other.dataType);
        })
      );
    case "unknown":
      return false;
  }
}

/** The type with nulls allowed everywhere inside, as file sources give it. */
export function allNullable(type: DataType): DataType {
  switch (type.type) {
    case "array":
      return { ...type, element: allNullable(type.element), containsNull: true };
    case "map":
      return { ...type, key: allNullable(type.key), value: allNullable(type.value), valueContainsNull: true };
    case "struct":
      return {
        ...type,
        fields: type.fields.map((field) => ({
          ...field,
          dataType: allNullable(field.dataType),
          nullable: true,
        })),
      };
    default:
      return type;
  }
}

/** Whether something made of two things may be null: as soon as one may; null while that is not known. */
export const eitherNullable = (left: boolean | null, right: boolean | null): boolean | null =>
  left === true || right === true ? true : left === null || right === null ? null : false;
