import { atomic, type Field } from "./dataType.ts";
import { parseColumns, parseDataType } from "./dataTypeText.ts";

/** Columns of the sources that always have the same ones. */
export interface SourceSchemas {
  /**
   * The columns of a source by its name, with those that its options (in lower case) add; null for one whose columns
   * depend on the data.
   */
  readonly columns: (format: string, options: ReadonlyMap<string, string | null>) => readonly Field[] | null;
}

/** DDL, or types by column, where a type is not one of SQL. */
type Columns = string | Readonly<Record<string, string>>;

/** Reads source-schemas.json. */
export function createSourceSchemas(text: string): SourceSchemas {
  const { schemas } = JSON.parse(text) as { readonly schemas: Readonly<Record<string, Columns>> };
  return {
    columns(format, options) {
      const name = format.toLowerCase();
      const added = [...options].find(
        ([key, value]) => value?.toLowerCase() === "true" && Object.hasOwn(schemas, `${name}+${key}`),
      );
      const entry = added ? `${name}+${added[0]}` : name;
      const columns = Object.hasOwn(schemas, entry) ? schemas[entry] : undefined;
      if (columns === undefined || typeof columns === "string") return parseColumns(columns ?? "?");
      return Object.entries(columns).map(([column, type]) => ({
        name: column,
        dataType: parseDataType(type) ?? atomic(type),
        nullable: true,
      }));
    },
  };
}
