import type { Field } from "../../catalog/dataType.ts";
import { fieldsOfSchemaJson } from "./sparkSchemaJson.ts";

/** The columns by the newest metadata in a Delta log, its files in order; null when a file before that cannot be read. */
export function deltaFields(log: readonly (string | null)[]): readonly Field[] | null {
  for (const text of log.toReversed()) {
    if (text === null) return null;
    for (const line of text.split("\n").reverse()) {
      if (!line.includes('"metaData"')) continue;
      const schema = schemaString(line);
      if (schema !== null) return fieldsOfSchemaJson(schema);
    }
  }
  return null;
}

function schemaString(line: string): string | null {
  try {
    const action = JSON.parse(line) as { readonly metaData?: { readonly schemaString?: unknown } };
    const text = action.metaData?.schemaString;
    return typeof text === "string" ? text : null;
  } catch {
    return null;
  }
}
