import { columnParts, type ColumnExpression } from "../plan/column.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { placeInSql, sqlColumnsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { siteIn } from "./edits.ts";
import type { Fix, RuleContext } from "./rule.ts";

/** Reports `= NULL`, `<> NULL` and `CASE x WHEN NULL` in SQL text. */
export function reportNullComparisons(facts: ModuleFacts, context: RuleContext): void {
  for (const { column, call } of sqlColumnsIn(facts, context))
    for (const part of columnParts(column)) {
      if (part.kind !== "call" || part.function !== "sql.=") continue;
      const [subject, other] = part.args;
      const literal = isNull(other) ? other : isNull(subject) ? subject : undefined;
      if (!subject || !literal) continue;
      const fix = literal === other ? nullTest(subject, literal) : null;
      const written = part.site.unit.text.slice(part.site.start, part.site.end);
      context.report({
        site: placeInSql(facts, call, /^case\b/i.test(written) ? literal.site : part.site),
        message: /^case\b/i.test(written)
          ? "`WHEN NULL` asks whether the value equals null, which nothing does: this branch is never taken. Write `CASE WHEN … IS NULL THEN`."
          : "A comparison with `NULL` is null for every row, so that no row passes. Write `IS NULL` or `IS NOT NULL`.",
        evidence: sqlEvidence(call),
        ...(fix && { fix }),
      });
    }
}

const isNull = (column: ColumnExpression | undefined): boolean =>
  column?.kind === "literal" && column.value === null;

/** `x = NULL` → `x IS NULL`, where nothing but the operator stands between the two. */
function nullTest({ site: { unit, end } }: ColumnExpression, { site }: ColumnExpression): Fix | null {
  if (site.unit !== unit) return null;
  const operator = /^\s*(==?|<>|!=)\s*NULL$/i.exec(unit.text.slice(end, site.end))?.[1];
  if (operator === undefined) return null;
  const newText = operator.startsWith("=") ? " IS NULL" : " IS NOT NULL";
  return {
    title: `Write${newText} (the result changes)`,
    safety: "suggested",
    edits: () => [{ site: siteIn(unit, { start: end, end: site.end }), newText }],
  };
}
