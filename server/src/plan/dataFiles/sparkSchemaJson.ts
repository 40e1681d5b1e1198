import { atomic, decimal, unknownType, type DataType, type Field } from "../../catalog/dataType.ts";
import { parseDataType } from "../../catalog/dataTypeText.ts";

/** The fields of a schema in Spark's JSON, as Parquet footers and Delta logs hold it; null for anything else. */
export function fieldsOfSchemaJson(text: string): readonly Field[] | null {
  try {
    const type = typeOf(JSON.parse(text));
    return type.type === "struct" ? type.fields : null;
  } catch {
    return null;
  }
}

function typeOf(json: unknown): DataType {
  if (typeof json === "string") return named(json);
  if (typeof json !== "object" || json === null || !("type" in json)) return unknownType;
  const part = json as Readonly<Record<string, unknown>>;
  switch (part["type"]) {
    case "struct":
      return { type: "struct", fields: Array.isArray(part["fields"]) ? part["fields"].map(fieldOf) : [] };
    case "array":
      return {
        type: "array",
        element: typeOf(part["elementType"]),
        containsNull: part["containsNull"] !== false,
      };
    case "map":
      return {
        type: "map",
        key: typeOf(part["keyType"]),
        value: typeOf(part["valueType"]),
        valueContainsNull: part["valueContainsNull"] !== false,
      };
    case "udt":
      return typeOf(part["sqlType"]);
    default:
      return unknownType;
  }
}

function fieldOf(json: unknown): Field {
  const part = json as Readonly<Record<string, unknown>>;
  return { name: String(part["name"]), dataType: typeOf(part["type"]), nullable: part["nullable"] !== false };
}

function named(name: string): DataType {
  const digits = /^decimal\((\d+),\s*(-?\d+)\)$/.exec(name);
  if (digits) return decimal(Number(digits[1]), Number(digits[2]));
  return name === "integer" ? atomic("int") : (parseDataType(name) ?? unknownType);
}
