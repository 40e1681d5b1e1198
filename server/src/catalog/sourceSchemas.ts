import type { Field } from "./dataType.ts";
import { parseColumns } from "./dataTypeText.ts";

/** Columns of the sources that always have the same ones. */
export interface SourceSchemas {
  /** The columns of a source by its name; null for one whose columns depend on the data. */
  readonly columns: (format: string) => readonly Field[] | null;
}

/** Reads source-schemas.json. */
export function createSourceSchemas(text: string): SourceSchemas {
  const { schemas } = JSON.parse(text) as { readonly schemas: Readonly<Record<string, string>> };
  return {
    columns(format) {
      const ddl = Object.hasOwn(schemas, format.toLowerCase()) ? schemas[format.toLowerCase()] : undefined;
      return ddl === undefined ? null : parseColumns(ddl);
    },
  };
}
