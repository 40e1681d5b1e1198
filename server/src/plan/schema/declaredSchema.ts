import { parseColumns, parseDataType } from "../../catalog/dataTypeText.ts";
import type { Field } from "../../catalog/dataType.ts";
import type { Value } from "../value.ts";

/** The fields that a schema given as a StructType or as DDL declares; null where the code does not tell. */
export function declaredFields(value: Value | undefined): readonly Field[] | null {
  if (value?.kind === "spark" && value.data?.kind === "type" && value.data.dataType.type === "struct")
    return value.data.dataType.fields;
  if (value?.kind !== "string" || value.value === null) return null;
  const type = parseDataType(value.value);
  return type?.type === "struct" ? type.fields : parseColumns(value.value);
}
