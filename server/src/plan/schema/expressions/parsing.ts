import { unknownType, type DataType } from "../../../catalog/dataType.ts";
import { parseColumns, parseDataType } from "../../../catalog/dataTypeText.ts";
import type { ColumnExpression } from "../../column.ts";
import { allNullable } from "../nullability.ts";
import { jsonType } from "./jsonSchema.ts";
import { callTree, textOf, unknownCall } from "./functionCall.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { typed, type Typed } from "./typed.ts";

/** `from_json`, `from_csv` and `from_xml` with a schema as a type or its DDL: all may be null in what they read. */
export function fromText(name: string, call: CallExpression, resolution: Resolution): Typed {
  const [text, schema] = call.args;
  if (!text) return unknownCall([]);
  const value = resolution.of(text);
  const dataType = schema ? schemaType(schema) : unknownType;
  return typed(allNullable(dataType), true, {
    tree: { ...callTree(name, [value]), resultType: dataType },
    aggregates: value.aggregates,
  });
}

/** The type that a schema argument names: a table's columns or one type. */
export function schemaType(schema: ColumnExpression): DataType {
  if (schema.kind === "type") return schema.dataType;
  if (schema.kind === "call" && /^(?:functions|sql)\.schema_of_json$/.test(schema.function)) {
    const sample = schema.args.length === 1 ? sampleOf(schema.args[0]) : null;
    return sample === null ? unknownType : (jsonType(sample) ?? unknownType);
  }
  const ddl = textOf(schema);
  if (ddl === null) return unknownType;
  const type = parseDataType(ddl);
  if (type !== null) return type;
  const fields = parseColumns(ddl);
  return fields ? { type: "struct", fields } : unknownType;
}

/** The JSON text given; Python takes a string for a value here, though other functions take it for a name. */
const sampleOf = (sample: ColumnExpression | undefined): string | null =>
  sample?.kind === "reference" && sample.of === null ? sample.name : textOf(sample);
