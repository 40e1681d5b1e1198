import { documentRange } from "../analysis/resolveFinding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { embeddedSqlIn, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { Span } from "../syntax/ast.ts";
import type { OutlineItem } from "./outline.ts";
import { columnItems, detailOf, frameNotes } from "./programOutline.ts";
import { sqlNamesIn } from "./sqlNames.ts";
import { tablePlaces, type TablePlace } from "./sqlTables.ts";

/** The statements of a file of SQL: views and tables by their names, others by their first words; in each its queries of WITH. */
export function sqlOutline(facts: ModuleFacts): readonly OutlineItem[] {
  const made = new Map<EmbeddedSql, TablePlace>();
  for (const place of tablePlaces(facts))
    if (place.role === "definition" && !made.has(place.sql)) made.set(place.sql, place);
  return embeddedSqlIn(facts).flatMap((sql) => {
    const range = documentRange(facts.module, sql.siteOf({ start: 0, end: sql.text.length }));
    return sql.entry === "statement" && range ? [statementItem(facts, sql, range, made.get(sql))] : [];
  });
}

function statementItem(
  facts: ModuleFacts,
  sql: EmbeddedSql,
  range: Span,
  made: TablePlace | undefined,
): OutlineItem {
  const placeOf = (span: Span): Span => {
    const place = documentRange(facts.module, sql.siteOf(span)) ?? range;
    return place.start >= range.start && place.end <= range.end ? place : range;
  };
  const tables = sqlNamesIn(sql.tree).filter(({ kind }) => kind === "table");
  const words = firstWords(sql);
  const target = tables.find(({ span }) => isDirectlyBehind(sql, words, span));
  const read = tables.filter((each) => each !== target && !each.isNew).map(({ text }) => text);
  const queries = queryItems(sql, placeOf);
  if (made) {
    const nameRange = placeOf(made.name.span);
    const { plan, kind } = made;
    return {
      name: made.table,
      detail: detailOf(read, [kind, ...(plan ? frameNotes(plan) : [])]),
      kind,
      range,
      nameRange,
      children: [...queries, ...(plan ? columnItems(facts, plan, { range, nameRange }) : [])],
    };
  }
  const title = sql.text.slice(words.start, words.end).replaceAll(/\s+/g, " ").toUpperCase();
  return {
    name: [title || "SQL", ...(target ? [target.text] : [])].join(" "),
    detail: detailOf(read, []),
    kind: "statement",
    range,
    nameRange: placeOf(words),
    children: queries,
  };
}

/** The keywords that a statement begins with, up to its first name: "INSERT INTO", "SELECT". */
function firstWords({ tree }: EmbeddedSql): Span {
  const { tokens, text } = tree;
  const named = sqlNamesIn(tree)[0]?.span.start ?? text.length;
  const start = tokens[0]?.start ?? 0;
  let end = start;
  for (const token of tokens) {
    const isKeyword =
      /^[A-Z_]+$/.test(token.type) && token.type === text.slice(token.start, token.end).toUpperCase();
    if (!isKeyword || token.start >= named) break;
    ({ end } = token);
  }
  return { start, end };
}

/** "orders" in INSERT INTO orders, but not in SELECT a FROM orders. */
const isDirectlyBehind = ({ text }: EmbeddedSql, words: Span, { start }: Span): boolean =>
  start > words.end && text.slice(words.end, start).trim() === "";

const queryItems = (sql: EmbeddedSql, placeOf: (span: Span) => Span): readonly OutlineItem[] =>
  sqlNamesIn(sql.tree).flatMap(({ kind, isNew, text, span, declaration }) =>
    kind === "cte" && isNew && declaration
      ? [
          {
            name: text,
            detail: "WITH",
            kind: "namedQuery",
            range: placeOf({ start: declaration.node.start, end: declaration.node.end }),
            nameRange: placeOf(span),
            children: [],
          },
        ]
      : [],
  );
