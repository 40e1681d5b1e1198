import { unknownType, type DataType } from "../../catalog/dataType.ts";
import { parseDataType } from "../../catalog/dataTypeText.ts";
import { mapping, mappings, textIn, type DeclaredColumn, type DeclaredTable } from "./declaredTables.ts";

/** The models, seeds, snapshots and sources that a dbt project's `schema.yml` lists with their columns. */
export function projectTables(document: unknown): readonly Omit<DeclaredTable, "file">[] {
  const root = mapping(document);
  if (!root) return [];
  const models = ["models", "seeds", "snapshots"].flatMap((key) => mappings(root[key]));
  const sources = mappings(root["sources"]).flatMap((source) =>
    mappings(source["tables"]).map((table) => ({
      table,
      name: `${textIn(source["name"]) ?? ""}.${textIn(table["name"]) ?? ""}`,
    })),
  );
  return [
    ...models.map((model) => ({
      kind: "model" as const,
      name: textIn(model["name"]) ?? "",
      columns: columnsOf(model),
    })),
    ...sources.map(({ table, name }) => ({ kind: "source" as const, name, columns: columnsOf(table) })),
  ];
}

const columnsOf = (table: Readonly<Record<string, unknown>>): DeclaredColumn[] =>
  mappings(table["columns"]).flatMap((column) => {
    const name = textIn(column["name"]);
    return name === null ? [] : [{ name, dataType: sqlType(textIn(column["data_type"])) }];
  });

/** A type as Spark's SQL spells it; texts of a limited length are plain strings in a frame. */
export function sqlType(text: string | null): DataType {
  const type = text === null ? null : parseDataType(text);
  if (type === null) return unknownType;
  return type.type === "atomic" && /^(var)?char\b/.test(type.name)
    ? { type: "atomic", name: "string" }
    : type;
}
