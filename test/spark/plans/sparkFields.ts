import { atomic, unknownType, type DataType, type Field } from "../../../server/src/catalog/dataType.ts";
import { parseDataType } from "../../../server/src/catalog/dataTypeText.ts";
import type { FrameDescription, SchemaField } from "../session/protocol.ts";

/** The fields of Spark's own JSON of a schema, in the terms of the catalogue. */
export const fieldsOfJson = (schema: FrameDescription["schema"]): readonly Field[] =>
  schema.fields.map(fieldOfJson);

function fieldOfJson({ name, type, nullable, metadata }: SchemaField): Field {
  const collations = (metadata["__COLLATIONS"] ?? {}) as Readonly<Record<string, string>>;
  return { name, dataType: typeOfJson(type, name, collations), nullable };
}

/** The names of a JSON type that SQL calls otherwise. */
const sqlNames: Readonly<Record<string, string>> = {
  byte: "tinyint",
  short: "smallint",
  integer: "int",
  long: "bigint",
};

type JsonType = string | { readonly type: string; readonly [key: string]: unknown };

/** `path` is what the field's collations call this part: "tags.element". */
function typeOfJson(json: unknown, path: string, collations: Readonly<Record<string, string>>): DataType {
  const type = json as JsonType;
  const part = (key: string, step: string): DataType =>
    typeOfJson((type as Readonly<Record<string, unknown>>)[key], `${path}.${step}`, collations);
  if (typeof type === "string") {
    const collation = collations[path];
    if (collation !== undefined) return atomic(`string collate ${collation.replace(/^.*\./, "")}`);
    return type.startsWith("decimal(")
      ? (parseDataType(type) ?? unknownType)
      : atomic(sqlNames[type] ?? type);
  }
  switch (type.type) {
    case "array":
      return {
        type: "array",
        element: part("elementType", "element"),
        containsNull: type["containsNull"] === true,
      };
    case "map":
      return {
        type: "map",
        key: part("keyType", "key"),
        value: part("valueType", "value"),
        valueContainsNull: type["valueContainsNull"] === true,
      };
    case "struct":
      return { type: "struct", fields: (type["fields"] as readonly SchemaField[]).map(fieldOfJson) };
    default:
      return userType((type["class"] ?? type["pyClass"]) as string);
  }
}

/** A user-defined type by the name that Spark prints: "vector" for org.apache.spark.ml.linalg.VectorUDT. */
const userType = (className: string): DataType =>
  atomic(className.replace(/^.*\./, "").replace(/UDT$/, "").toLowerCase());
