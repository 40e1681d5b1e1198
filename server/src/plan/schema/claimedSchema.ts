import type { Field } from "../../catalog/dataType.ts";
import type { Site } from "../../syntax/module.ts";
import { unknownType } from "../../catalog/dataType.ts";
import type { DeclaredKind } from "../declaredTables/declaredTables.ts";
import type { Session } from "../session.ts";
import { attribute, type Attribute, type Schema } from "./schema.ts";

/**
 * The columns that files of the project declare for a table: a claim of its authors. They may be more or others, so
 * the schema is open, and the types are shown but never counted with. Null when no file declares it.
 */
export function claimed(session: Session, kind: DeclaredKind, name: string): Schema | null {
  const table = session.files?.declaredTable(kind, name) ?? null;
  return (
    table && {
      kind: "open",
      attributes: claimedAttributes(table.columns, () => null),
      reason: { text: `declared in ${table.file}, which Spark does not check`, site: null },
    }
  );
}

/** Columns as an author declares them. */
export const claimedAttributes = <Declared extends Pick<Field, "name" | "dataType">>(
  fields: readonly Declared[],
  originOf: (field: Declared) => Site | null,
): readonly Attribute[] =>
  fields.map((field) => ({
    ...attribute({ name: field.name, dataType: unknownType, nullable: null }, { origin: originOf(field) }),
    ...(field.dataType.type !== "unknown" && { declared: field.dataType }),
  }));
