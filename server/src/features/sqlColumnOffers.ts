import { simpleString } from "../catalog/dataTypeText.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, shownType } from "../plan/schema/schema.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import type { NameableColumn } from "./columnFrames.ts";
import type { CompletionChoice } from "./completionItem.ts";
import { fieldsOf } from "./partsOfValue.ts";
import { sameText } from "./sqlNames.ts";
import type { ScopedRelation, SqlScope } from "./sqlScope.ts";
import { columnCount } from "./schemaTable.ts";

/** Something to write in SQL text; `text` is SQL. */
export type SqlOffer = Pick<CompletionChoice, "kind" | "text" | "detail" | "documentation"> &
  Partial<Pick<CompletionChoice, "isDeprecated">>;

/** A name as SQL needs it. */
export const inSql = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) ? name : `\`${name.replaceAll("`", "``")}\``;

type Named = Omit<NameableColumn, "qualifier">;

function columnOffer(column: Named, qualifier: string | null = null): SqlOffer {
  const dataType = shownType(column);
  const type = dataType.type === "unknown" ? "" : simpleString(dataType);
  return {
    kind: "column",
    text: `${qualifier === null ? "" : `${inSql(qualifier)}.`}${inSql(column.name)}`,
    detail: `${type}${type !== "" && column.nullable === false ? ", never null" : ""}`,
    documentation: null,
  };
}

/**
 * Columns, names of the list, and what qualifies columns; behind a qualifier the columns or fields that it has.
 * `atHand`: tables to take columns of while the query names none.
 */
export function columnOffers(
  scope: SqlScope,
  qualifier: readonly string[],
  atHand: readonly (readonly [name: string, plan: PlanNode])[],
): readonly SqlOffer[] {
  if (qualifier.length > 0) return behind(scope, qualifier).map((each) => columnOffer(each));
  const own = scope.relations.length > 0 ? scope.relations : [];
  const around = scope.outer.flatMap((relation) =>
    relation.columns.map((each) => columnOffer(each, own.length > 0 ? relation.name : null)),
  );
  return [
    ...scope.variables.map((name): SqlOffer => ({
      kind: "alias",
      text: inSql(name),
      detail: "",
      documentation: null,
    })),
    ...plainColumns(own),
    ...atHand.flatMap(([, plan]) => attributesOf(schemaOf(plan)).map((each) => columnOffer(each))),
    ...(own.length === 0 ? around : []),
    ...scope.aliases.map((name): SqlOffer => ({
      kind: "alias",
      text: inSql(name),
      detail: "",
      documentation: null,
    })),
    ...qualifiers(own),
    ...(own.length === 0 ? [] : around),
  ];
}

/** Names that several relations have need their qualifiers. */
function plainColumns(relations: readonly ScopedRelation[]): readonly SqlOffer[] {
  const counts = new Map<string, number>();
  for (const { columns } of relations)
    for (const key of new Set(columns.map(({ name }) => name.toLowerCase())))
      counts.set(key, (counts.get(key) ?? 0) + 1);
  return relations.flatMap(({ name, columns }) =>
    columns.map((each) => columnOffer(each, (counts.get(each.name.toLowerCase()) ?? 0) > 1 ? name : null)),
  );
}

const qualifiers = (relations: readonly ScopedRelation[]): readonly SqlOffer[] =>
  relations.flatMap(({ name, columns }) =>
    name === null || relations.length === 0
      ? []
      : [
          {
            kind: "alias",
            text: inSql(name),
            detail: columns.length === 0 ? "" : columnCount(columns.length),
            documentation: null,
          },
        ],
  );

/** The columns of a relation, or the fields of a struct. */
function behind({ relations, outer }: SqlScope, path: readonly string[]): readonly Named[] {
  const all = [...relations, ...outer];
  const [first = "", ...rest] = path;
  const qualified = (name: string): readonly NameableColumn[] =>
    all.find((each) => each.name !== null && sameText(each.name, name))?.columns ??
    all.flatMap(({ columns }) =>
      columns.filter((column) => column.qualifier.some((each) => sameText(each, name))),
    );
  const last = path.at(-1) ?? "";
  // `db.table.` qualifies as `table.` does.
  if (path.length > 1 && qualified(first).length === 0 && qualified(last).length > 0) return qualified(last);
  const columns = qualified(first);
  let found: readonly Named[] = columns.length > 0 ? columns : all.flatMap((each) => each.columns);
  for (const name of columns.length > 0 ? rest : path) {
    const parent = found.find((each) => sameText(each.name, name));
    found = fieldsOf(parent && shownType(parent));
  }
  return found;
}

/** Columns that both sides of a join have, for USING. */
export function sharedColumns({ relations }: SqlScope): readonly SqlOffer[] {
  const last = relations.at(-1);
  const others = relations.slice(0, -1).flatMap(({ columns }) => columns);
  const both = (last?.columns ?? []).filter((each) => others.some(({ name }) => sameText(name, each.name)));
  const offered = both.length > 0 ? both : relations.flatMap(({ columns }) => columns);
  return offered.map((each) => columnOffer(each));
}
