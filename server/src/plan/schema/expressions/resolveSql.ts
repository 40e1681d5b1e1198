import { readExpression } from "../../../sql/expression.ts";
import { sideTable } from "../../../syntax/sideTable.ts";
import type { ColumnExpression } from "../../column.ts";
import { sqlTextOf } from "../../query/sqlText.ts";
import type { Session } from "../../session.ts";
import type { Problem } from "../resolved.ts";
import { otherProblem } from "./problems.ts";
import { columnOfSql } from "./sqlColumns.ts";

type SqlExpressionText = Extract<ColumnExpression, { kind: "sql" }>;

/** What a text of SQL says: one expression, or why Spark's parser refuses it. */
export interface ReadSql {
  readonly column: ColumnExpression;
  readonly problem: Problem | null;
}

interface Kept extends ReadSql {
  readonly version: string;
}

const texts = sideTable<SqlExpressionText, Kept>();

/** The column expression that a text stands for, read once. */
export function readSql(expression: SqlExpressionText, session: Session): ReadSql {
  const known = texts.get(expression);
  if (known?.version === session.version) return known;
  const { text, site, value } = expression;
  const sql = sqlTextOf(value ?? { kind: "string", value: text, constant: true }, {
    entry: "expression",
    session,
    whole: site,
  });
  const [mistake] = sql?.certainProblems ?? [];
  const root = sql?.isRead === true ? sql.tree.root : null;
  const read: Kept = {
    version: session.version,
    column:
      sql === null || root === null
        ? { kind: "unknown", site }
        : columnOfSql(readExpression(root, sql.text), sql.placeOf),
    problem:
      sql !== null && mistake
        ? otherProblem(mistake.condition, sql.text, mistake.message, sql.siteOf(mistake))
        : null,
  };
  texts.set(expression, read);
  return read;
}
