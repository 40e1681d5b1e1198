import type { Span } from "../../../sql/sqlExpression.ts";
import { readExpression } from "../../../sql/expression.ts";
import type { Site } from "../../../syntax/module.ts";
import { sideTable } from "../../../syntax/sideTable.ts";
import type { ColumnExpression } from "../../column.ts";
import type { Session } from "../../session.ts";
import { sqlParserOf } from "../../sqlParser.ts";
import type { Problem } from "../resolved.ts";
import { otherProblem } from "./problems.ts";
import { columnOfSql, type SiteOf } from "./sqlColumns.ts";

type SqlText = Extract<ColumnExpression, { kind: "sql" }>;

/** What a text of SQL says: one expression, or why Spark's parser refuses it. */
export interface ReadSql {
  readonly column: ColumnExpression;
  readonly problem: Problem | null;
}

interface Kept extends ReadSql {
  readonly version: string;
}

const texts = sideTable<SqlText, Kept>();

/** The column expression that a text stands for, read once. */
export function readSql(expression: SqlText, { catalog, version }: Session): ReadSql {
  const known = texts.get(expression);
  if (known?.version === version) return known;
  const { text, site } = expression;
  const tree = sqlParserOf(catalog)(text, "expression", version);
  const [mistake] = tree.problems;
  const siteOf = sitesIn(expression);
  const read: Kept = {
    version,
    column:
      tree.root === null || mistake
        ? { kind: "unknown", site }
        : columnOfSql(readExpression(tree.root, text), siteOf),
    problem: mistake ? otherProblem(mistake.condition, text, mistake.message, siteOf(mistake)) : null,
  };
  texts.set(expression, read);
  return read;
}

/**
 * Where pieces of the text stand: exactly, where the code spells the text in one literal without escapes, else the
 * whole argument.
 */
export function sitesIn({ text, site }: { readonly text: string; readonly site: Site }): SiteOf {
  const written = site.unit.text.slice(site.start, site.end);
  const opened = /^[a-zA-Z]*(?:"""|'''|"|')/.exec(written)?.[0].length ?? 0;
  if (opened === 0 || written.slice(opened, opened + text.length) !== text) return () => site;
  const offset = site.start + opened;
  return ({ start, end }: Span) => ({ unit: site.unit, start: offset + start, end: offset + end });
}
