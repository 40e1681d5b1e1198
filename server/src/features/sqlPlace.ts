import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { sessionAtStart } from "../plan/analyzeModule.ts";
import type { CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { embeddedSqlAt, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { Session } from "../plan/session.ts";
import { sqlParserOf } from "../plan/sqlParser.ts";
import type { SqlEntry, SqlTree } from "../sql/parse.ts";
import type { Span } from "../sql/sqlExpression.ts";
import type { Site } from "../syntax/module.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { argumentTextAt } from "./argumentPlace.ts";
import { callOf, framesGiven, tableKey, tablesBefore, type TablePlace } from "./sqlTables.ts";

/** A place in SQL text. */
export interface SqlPlace {
  readonly text: string;
  readonly entry: SqlEntry;
  readonly tree: SqlTree;
  /** The offset in the text. */
  readonly offset: number;
  readonly session: Session;
  readonly call: CallFact | null;
  /** The frame that an expression is resolved against, where its call tells. */
  readonly frame: PlanNode | null;
  /** Where the text stands. */
  readonly site: Site;
  /** Views and tables of the program at this point, by their keys. */
  readonly tables: ReadonlyMap<string, TablePlace>;
  /** Frames that the call hands over for `{name}`. */
  readonly given: ReadonlyMap<string, PlanNode>;
  /** A span of the text in the document; null where it is not spelt there as it is. */
  readonly rangeOf: (span: Span) => Range | null;
  readonly spelt: (sql: string, at: Span) => string | null;
}

/** The SQL under an offset of the document, be it empty yet; null for a place outside of SQL. */
export function sqlPlaceAt(catalog: Catalog, analysis: Analysis, offset: number): SqlPlace | null {
  const { facts } = analysis;
  const found = embeddedSqlAt(facts, offset);
  if (found === null)
    return facts.module.language === "sql"
      ? placeBehind(catalog, analysis, offset)
      : emptyPlace(catalog, analysis, offset);
  const { sql } = found;
  const given = framesGiven(sql);
  const text = withoutBraces(sql.text, given);
  const tree = text === sql.text ? sql.tree : sqlParserOf(sql.session)(text, sql.entry, sql.session.version);
  return {
    ...sql,
    text,
    tree,
    offset: found.offset,
    given,
    site: sql.siteOf({ start: 0, end: sql.text.length }),
    call: callOf(facts, sql),
    tables: tablesBefore(facts, callOf(facts, sql)),
    rangeOf: (span) => rangeIn(analysis, sql, span),
    spelt: (written, at) => sql.spelt(written, at),
  };
}

function rangeIn({ facts }: Analysis, sql: EmbeddedSql, span: Span): Range | null {
  const site = sql.exactSiteOf(span);
  return site && documentRange(facts.module, site);
}

/** `{name}` of a frame that is handed over, as a name of the same length. */
const withoutBraces = (text: string, given: ReadonlyMap<string, PlanNode>): string =>
  given.size === 0
    ? text
    : text.replaceAll(/\{(\w+)\}/g, (mark, name: string) => (given.has(name) ? ` ${name} ` : mark));

/** An empty string where SQL is wanted. */
function emptyPlace(catalog: Catalog, analysis: Analysis, offset: number): SqlPlace | null {
  const place = argumentTextAt(catalog.api, analysis, offset);
  const placed = unitAt(analysis.facts.module, offset);
  const session = sessionAtStart(analysis.facts);
  if (place?.text !== "" || place.part !== "value" || placed === undefined || session === null) return null;
  const role = catalog.api.roles.role(place.signature.name, place.parameter)?.kind;
  const entry = role === undefined ? undefined : entries[role];
  if (entry === undefined) return null;
  const call = place.fact;
  const site = { unit: placed.unit, start: offset - placed.offset, end: offset - placed.offset };
  return {
    text: "",
    entry,
    tree: sqlParserOf(session)("", entry, session.version),
    offset: 0,
    session: call?.receiver?.plan?.session ?? session,
    call,
    frame: call?.receiver?.plan ?? null,
    site,
    tables: tablesBefore(analysis.facts, call),
    given: framesGiven({ call }),
    rangeOf: () => ({ start: offset, end: offset }),
    spelt: (written) => written,
  };
}

/** White space behind a statement of a file of SQL belongs to it, until a semicolon ends it. */
function placeBehind(catalog: Catalog, analysis: Analysis, offset: number): SqlPlace | null {
  const before = analysis.text.slice(0, offset);
  const gap = before.length - before.trimEnd().length;
  const session = sessionAtStart(analysis.facts);
  const placed = unitAt(analysis.facts.module, offset);
  if (session === null || placed === undefined) return null;
  const ended = gap === 0 || /(?:^|;)\s*$/.test(before) ? null : sqlPlaceAt(catalog, analysis, offset - gap);
  if (ended !== null && ended.offset !== ended.text.length) return null;
  const text = `${ended?.text ?? ""}${ended === null ? "" : before.slice(offset - gap)}`;
  const at = offset - placed.offset;
  return {
    entry: "statement",
    session,
    call: null,
    frame: null,
    site: { unit: placed.unit, start: at, end: at },
    tables: tablesBefore(analysis.facts, null),
    given: new Map(),
    ...ended,
    spelt: (written) => written,
    text,
    tree: sqlParserOf(session)(text, "statement", session.version),
    offset: text.length,
    rangeOf: (span) =>
      span.start >= text.length ? { start: offset, end: offset } : (ended?.rangeOf(span) ?? null),
  };
}

const entries: Readonly<Record<string, SqlEntry>> = {
  query: "statement",
  expression: "expression",
  ddl: "tableSchema",
  table: "tableName",
};

/** The frame behind a table's name at a place of SQL. */
export const frameNamed = ({ tables, given }: SqlPlace, name: string): PlanNode | null =>
  given.get(name) ?? tables.get(tableKey(name))?.plan ?? null;
