import { compareVersions } from "../catalog/sparkVersion.ts";
import type { EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { SqlHole } from "../plan/query/sqlText.ts";
import { sqlParserOf } from "../plan/sqlParser.ts";

/** What may stand where a value is pasted: a parameter; one that is cast, for `DATE '…'`; or none, as Spark refuses it. */
export type Marker = "parameter" | "cast" | "none";

/** From here on parameters stand wherever a literal does; before, in expressions alone (asked of 3.5, 4.0 and 4.3). */
const firstWithMarkersForLiterals = "4.1";

/** How a value may be passed beside the text instead, by the version's grammar. */
export function markerFor(sql: EmbeddedSql, hole: SqlHole, version: string): Marker {
  const { text } = sql;
  const literal = sql.tree.tokens.find(({ start, end }) => start <= hole.start && end >= hole.end) ?? hole;
  const before = text.slice(0, literal.start);
  if (literalWord.test(before)) return "cast";
  // SET takes the rest of the line as it stands.
  if (/^\s*SET\s+(?!TIME\s+ZONE|VAR|VARIABLE\b)/i.test(text)) return "none";
  const isOld = compareVersions(version, firstWithMarkersForLiterals) < 0;
  if (isOld && (storedText.test(text) || /\bPARTITION\s*\([^()]*$/i.test(before))) return "none";
  if (sql.tree.problems.length > 0) return "parameter";
  const marked = `${before}:parameter${text.slice(literal.end)}`;
  return sqlParserOf(sql.session)(marked, sql.entry, version).problems.length === 0 ? "parameter" : "none";
}

/** Words that make a literal of the text behind them. */
const literalWord = /\b(DATE|TIMESTAMP\w*|INTERVAL|X)\s*$/i;

/** Statements that keep their text. */
const storedText = /^\s*(CREATE\b[^]*?\bVIEW|CACHE\s|DECLARE\s)/i;
