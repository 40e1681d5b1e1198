import { arrayOf, atomic, decimal, unknownType, type DataType } from "../../catalog/dataType.ts";
import { sqlType } from "./dbtProperties.ts";
import { mapping, mappings, textIn, type DeclaredColumn, type DeclaredTable } from "./declaredTables.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** The tables of a data contract, in either of the two forms that are in use. */
export function contractTables(document: unknown): readonly Omit<DeclaredTable, "file">[] {
  const root = mapping(document);
  if (!root) return [];
  if (root["kind"] === "DataContract")
    return mappings(root["schema"]).flatMap((table) => {
      const name = textIn(table["physicalName"]) ?? textIn(table["name"]);
      return name === null
        ? []
        : [{ kind: "table" as const, name, columns: propertiesOf(table["properties"]) }];
    });
  if (typeof root["dataContractSpecification"] !== "string") return [];
  return Object.entries(mapping(root["models"]) ?? {}).map(([name, model]) => ({
    kind: "table" as const,
    name,
    columns: fieldsOf(mapping(model)?.["fields"]),
  }));
}

/** `fields:` of the Data Contract Specification: a mapping from names. */
const fieldsOf = (fields: unknown): DeclaredColumn[] =>
  Object.entries(mapping(fields) ?? {}).map(([name, field]) => ({
    name,
    dataType: specifiedType(mapping(field) ?? {}),
  }));

function specifiedType(field: Mapping): DataType {
  const type = textIn(field["type"])?.toLowerCase() ?? "";
  switch (type) {
    case "array":
      return arrayOf(specifiedType(mapping(field["items"]) ?? {}));
    case "map":
      return {
        type: "map",
        key: specifiedType(mapping(field["keys"]) ?? {}),
        value: specifiedType(mapping(field["values"]) ?? {}),
        valueContainsNull: true,
      };
    case "object":
    case "record":
    case "struct":
      return structOf(fieldsOf(field["fields"]));
    case "decimal":
    case "numeric":
    case "number":
      return decimalOf(field);
    default:
      return contractAtoms[type] ?? unknownType;
  }
}

/** Precision and scale that a field does not say are those that the specification gives it. */
const decimalOf = (field: Mapping): DataType =>
  decimal(wholeOf(field["precision"]) ?? 38, wholeOf(field["scale"]) ?? 0);

const wholeOf = (value: unknown): number | null =>
  typeof value === "number" && Number.isInteger(value) ? value : null;

const structOf = (columns: readonly DeclaredColumn[]): DataType =>
  columns.length === 0
    ? unknownType
    : { type: "struct", fields: columns.map((column) => ({ ...column, nullable: true })) };

const contractAtoms: Readonly<Record<string, DataType>> = {
  string: atomic("string"),
  text: atomic("string"),
  varchar: atomic("string"),
  int: atomic("int"),
  integer: atomic("int"),
  long: atomic("bigint"),
  bigint: atomic("bigint"),
  float: atomic("float"),
  double: atomic("double"),
  boolean: atomic("boolean"),
  date: atomic("date"),
  timestamp: atomic("timestamp"),
  timestamp_tz: atomic("timestamp"),
  timestamp_ntz: atomic("timestamp_ntz"),
  bytes: atomic("binary"),
  binary: atomic("binary"),
};

/** `properties:` of the Open Data Contract Standard: a list. The physical type counts where Spark can read it. */
const propertiesOf = (properties: unknown): DeclaredColumn[] =>
  mappings(properties).flatMap((property) => {
    const name = textIn(property["physicalName"]) ?? textIn(property["name"]);
    return name === null ? [] : [{ name, dataType: propertyType(property) }];
  });

function propertyType(property: Mapping): DataType {
  const physical = sqlType(textIn(property["physicalType"]));
  if (physical.type !== "unknown") return physical;
  switch (textIn(property["logicalType"])) {
    case "string":
      return atomic("string");
    case "boolean":
      return atomic("boolean");
    case "date":
      return atomic("date");
    case "timestamp":
      return atomic("timestamp");
    case "object":
      return structOf(propertiesOf(property["properties"]));
    case "array":
      return arrayOf(propertyType(mapping(property["items"]) ?? {}));
    // Numbers of any size.
    default:
      return unknownType;
  }
}
