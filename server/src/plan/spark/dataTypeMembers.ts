import { unknownType, type DataType, type Field } from "../../catalog/dataType.ts";
import { ddlString, simpleString } from "../../catalog/dataTypeText.ts";
import type { BoundArgument } from "../facts.ts";
import { typeOfDdl } from "../schema/declaredSchema.ts";
import { siteOfField } from "../schema/fieldSites.ts";
import { allNullable } from "../schema/nullability.ts";
import type { SparkValue, Value } from "../value.ts";
import { addedField, fieldValue, typeValue } from "./dataTypeCalls.ts";
import { fieldOfJson, typeOfJson } from "./dataTypeJson.ts";
import { typeName } from "./dataTypeClasses.ts";
import { spark } from "./spark.ts";

/** What an attribute of a type or a field holds; null for others, and where the code does not tell. */
export function typeAttribute(receiver: SparkValue, name: string): Value | null {
  const { data, evidence } = receiver;
  if (data?.kind === "field") return fieldAttribute(data.field, name, receiver);
  if (data?.kind !== "type") return null;
  const type = data.dataType;
  switch (`${type.type}.${name}`) {
    case "struct.fields":
      return list(fieldsOf(type).map((field) => fieldValue(field, evidence)));
    case "struct.names":
      return list(fieldsOf(type).map(nameValue));
    case "array.elementType":
      return type.type === "array" ? typeValue(type.element, evidence) : null;
    case "array.containsNull":
      return type.type === "array" ? { kind: "boolean", value: type.containsNull } : null;
    case "map.keyType":
      return type.type === "map" ? typeValue(type.key, evidence) : null;
    case "map.valueType":
      return type.type === "map" ? typeValue(type.value, evidence) : null;
    case "map.valueContainsNull":
      return type.type === "map" ? { kind: "boolean", value: type.valueContainsNull } : null;
    case "decimal.precision":
      return type.type === "decimal" ? { kind: "number", value: type.precision } : null;
    case "decimal.scale":
      return type.type === "decimal" ? { kind: "number", value: type.scale } : null;
    default:
      return null;
  }
}

function fieldAttribute(field: Field, name: string, { evidence }: SparkValue): Value | null {
  if (name === "name") return nameValue(field);
  if (name === "nullable") return { kind: "boolean", value: field.nullable };
  return name === "dataType" ? typeValue(field.dataType, evidence) : null;
}

/** What a method of a type or a field gives, or of their classes; null for others. */
export function typeMethod(
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): Value | null {
  const { data, evidence } = receiver;
  if (!receiver.type.endsWith("Type") && receiver.type !== "StructField") return null;
  const [first] = args;
  const given = args.length === 1 ? first?.value : undefined;
  switch (method) {
    case "fromDDL":
      return typeValue(
        (given?.kind === "string" && given.value !== null && typeOfDdl(given.value, given.site)) ||
          unknownType,
        evidence,
      );
    case "fromJson":
      return receiver.type === "StructField"
        ? fieldValue(fieldOfJson(given), evidence)
        : typeValue(typeOfJson(given), evidence);
    case "add":
      return receiver.type === "StructType" ? withField(receiver, addedField(args)) : null;
    case "simpleString":
      return data?.kind === "type" && data.dataType.type !== "unknown"
        ? text(simpleString(data.dataType))
        : text(null);
    case "typeName":
      return text(data?.kind === "type" ? typeName(data.dataType) : null);
  }
  if (data?.kind !== "type" || data.dataType.type !== "struct") return null;
  const { fields } = data.dataType;
  if (method === "fieldNames") return list(fields.map(nameValue));
  if (method === "toDDL") return text(ddlString(fields));
  return method === "toNullable" ? typeValue(allNullable(data.dataType), evidence) : null;
}

/** The StructType with one more field. */
function withField(receiver: SparkValue, field: Field | null): SparkValue {
  const { data } = receiver;
  const known = data?.kind === "type" && data.dataType.type === "struct" && field !== null;
  const dataType: DataType = known
    ? { type: "struct", fields: [...fieldsOf(data.dataType), field] }
    : unknownType;
  return spark(receiver.type, receiver.evidence, { data: { kind: "type", dataType } });
}

/** `schema["name"]`, `schema[0]`: the field; null for others. */
export function typeElement({ data, evidence }: SparkValue, index: Value): SparkValue | null {
  if (data?.kind !== "type" || data.dataType.type !== "struct") return null;
  const { fields } = data.dataType;
  if (index.kind === "number")
    return fieldValue(index.value === null ? null : (fields.at(index.value) ?? null), evidence);
  if (index.kind !== "string") return null;
  return fieldValue(fields.find(({ name }) => name === index.value) ?? null, evidence);
}

/** What a loop over a StructType goes through: its fields. Null for others. */
export function typeElements({ data, evidence }: SparkValue): readonly Value[] | null {
  return data?.kind === "type" && data.dataType.type === "struct"
    ? data.dataType.fields.map((field) => fieldValue(field, evidence))
    : null;
}

/** The StructType of some of a StructType's fields; of unknown ones where they are null. */
export function typeOfFields({ evidence }: SparkValue, fields: readonly Value[] | null): SparkValue {
  const known = fields?.flatMap((each) =>
    each.kind === "spark" && each.data?.kind === "field" ? [each.data.field] : [],
  );
  return typeValue(known ? { type: "struct", fields: known } : unknownType, evidence);
}

const fieldsOf = (type: DataType): readonly Field[] => (type.type === "struct" ? type.fields : []);

const text = (value: string | null): Value => ({ kind: "string", value, constant: true });

function nameValue(field: Field): Value {
  const site = siteOfField(field);
  return { kind: "string", value: field.name, constant: true, ...(site && { site }) };
}

const list = (elements: readonly Value[]): Value => ({
  kind: "sequence",
  type: "list",
  elements,
  exact: true,
});
