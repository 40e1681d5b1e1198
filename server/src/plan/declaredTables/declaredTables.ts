import type { DataType, Field } from "../../catalog/dataType.ts";
import { contractTables } from "./dataContracts.ts";
import { projectTables } from "./dbtProperties.ts";

/** What code asks for: a model by `dbt.ref`, a source by `dbt.source`, or a table by its name in Spark. */
export type DeclaredKind = "model" | "source" | "table";

/** A table whose columns a file of the project lists. */
export interface DeclaredTable {
  /** "table" for those of data contracts. */
  readonly kind: DeclaredKind;
  /** "orders", "shop.orders" for a source. */
  readonly name: string;
  /** Unknown types where the file says none that we can read. */
  readonly columns: readonly Pick<Field, "name" | "dataType">[];
  /** The file that says so, as people know it. */
  readonly file: string;
}

/**
 * The tables that a YAML file declares, given as what it holds: the properties of a dbt project's models, seeds,
 * snapshots and sources, a data contract (datacontract.com, 0.9 to 1.2) or an Open Data Contract (ODCS 3). Never throws.
 */
export function declaredTables(document: unknown, file: string): readonly DeclaredTable[] {
  return [...projectTables(document), ...contractTables(document)]
    .filter(({ columns }) => columns.length > 0)
    .map((table) => ({ ...table, file }));
}

/** Whether a text may declare tables; a look at its words alone. */
export const mayDeclareTables = (text: string): boolean =>
  /^\s*["']?(models|seeds|snapshots|sources|schema|dataContractSpecification)["']?\s*:/m.test(text);

/**
 * The one table that a name can mean; null where none or several declare it. A table's name in Spark has perhaps a
 * catalogue and a schema before it, of which the files know nothing: its last part counts.
 */
export function tableFor(
  tables: readonly DeclaredTable[],
  kind: DeclaredKind,
  name: string,
): DeclaredTable | null {
  const wanted = name.replaceAll("`", "").toLowerCase();
  const last = (text: string): string => text.slice(text.lastIndexOf(".") + 1);
  const isWanted = (table: DeclaredTable): boolean => {
    const known = table.name.toLowerCase();
    if (kind === "source") return table.kind === "source" && known === wanted;
    if (kind === "model") return table.kind === "model" && known === last(wanted);
    return known === wanted || last(known) === last(wanted);
  };
  const [found, ...others] = tables.filter(isWanted);
  return found && others.every((other) => sameColumns(found, other)) ? found : null;
}

const sameColumns = (left: DeclaredTable, right: DeclaredTable): boolean =>
  JSON.stringify(left.columns) === JSON.stringify(right.columns);

/** Part of a document that is a mapping; null for all else. */
export const mapping = (value: unknown): Readonly<Record<string, unknown>> | null =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;

/** The mappings in a list. */
export const mappings = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.map(mapping).filter((each) => each !== null) : [];

/** A text; null for all else. */
export const textIn = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** What a column declares, before anybody has read its type. */
export interface DeclaredColumn {
  readonly name: string;
  readonly dataType: DataType;
}
