import { unknownType, type DataType, type Field } from "../../catalog/dataType.ts";
import { noteFieldSite } from "../schema/fieldSites.ts";
import type { Value } from "../value.ts";
import { typeOfJsonName } from "./dataTypeCalls.ts";

/** The type that `StructType.fromJson` and its like read out of a dict or a name; unknown where the code does not tell. */
export function typeOfJson(value: Value | undefined): DataType {
  if (value?.kind === "string") return (value.value !== null && typeOfJsonName(value.value)) || unknownType;
  if (value?.kind !== "dict" || !value.exact) return unknownType;
  const type = textAt(value, "type");
  switch (type) {
    case "array":
      return {
        type: "array",
        element: typeOfJson(entry(value, "elementType")),
        containsNull: flagAt(value, "containsNull"),
      };
    case "map":
      return {
        type: "map",
        key: typeOfJson(entry(value, "keyType")),
        value: typeOfJson(entry(value, "valueType")),
        valueContainsNull: flagAt(value, "valueContainsNull"),
      };
    case "struct":
    case null: {
      const fields = entry(value, "fields");
      if (fields?.kind !== "sequence" || !fields.exact) return unknownType;
      const found = fields.elements.map(fieldOfJson);
      return found.every((each) => each !== null) ? { type: "struct", fields: found } : unknownType;
    }
    default:
      return unknownType;
  }
}

type Dict = Extract<Value, { kind: "dict" }>;

/** The field that `StructField.fromJson` reads; null where the code does not tell its name. */
export function fieldOfJson(value: Value | undefined): Field | null {
  if (value?.kind !== "dict" || !value.exact) return null;
  const name = entry(value, "name");
  if (name?.kind !== "string" || name.value === null) return null;
  const dataType = typeOfJson(entry(value, "type"));
  return noteFieldSite(
    { name: name.value, dataType, nullable: flagAt(value, "nullable") },
    name.site ?? null,
  );
}

const entry = (dict: Dict, key: string): Value | undefined =>
  dict.entries.findLast((each) => each.key.kind === "string" && each.key.value === key)?.value;

function textAt(dict: Dict, key: string): string | null {
  const value = entry(dict, key);
  return value?.kind === "string" ? value.value : null;
}

function flagAt(dict: Dict, key: string): boolean {
  const value = entry(dict, key);
  return !(value?.kind === "boolean" && value.value === false);
}
