import type { ColumnExpression } from "../plan/column.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { placeInSql, sqlCallsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { siteIn } from "./edits.ts";
import type { Fix, RuleContext } from "./rule.ts";

/** Reports `= NULL`, `<> NULL` and `CASE x WHEN NULL` in SQL text. */
export function reportNullComparisons(facts: ModuleFacts, context: RuleContext): void {
  for (const { args, site, call } of sqlCallsIn(facts, context, equalities)) {
    const [subject, other] = args;
    const literal = isNull(other) ? other : isNull(subject) ? subject : undefined;
    if (!subject || !literal) continue;
    const fix = literal === other ? nullTest(subject, literal) : null;
    const isCase = /^case\b/i.test(site.unit.text.slice(site.start, site.end));
    context.report({
      site: placeInSql(facts, call, isCase ? literal.site : site),
      message: isCase
        ? "`WHEN NULL` asks whether the value equals null, which nothing does: this branch is never taken. Write `CASE WHEN … IS NULL THEN`."
        : "A comparison with `NULL` is null for every row, so that no row passes. Write `IS NULL` or `IS NOT NULL`.",
      evidence: sqlEvidence(call),
      ...(fix && { fix }),
    });
  }
}

/** `<>` is a negated one of these. */
const equalities: ReadonlySet<string> = new Set(["="]);

const isNull = (column: ColumnExpression | undefined): boolean =>
  column?.kind === "literal" && column.value === null;

/** `x = NULL` → `x IS NULL`, where nothing but the operator stands between the two. */
function nullTest({ site: { unit, end } }: ColumnExpression, { site }: ColumnExpression): Fix | null {
  if (site.unit !== unit) return null;
  const operator = /^\s*(==?|<>|!=)\s*NULL$/i.exec(unit.text.slice(end, site.end))?.[1];
  if (operator === undefined) return null;
  const newText = operator.startsWith("=") ? " IS NULL" : " IS NOT NULL";
  return {
    title: `Write \`${newText.trim()}\` (the result changes)`,
    safety: "suggested",
    edits: () => [{ site: siteIn(unit, { start: end, end: site.end }), newText }],
  };
}
