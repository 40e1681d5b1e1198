import { callEvidence } from "../plan/evidence.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { allFacts, argument, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import type { ColumnExpression } from "../plan/column.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { nullRejectingConditions } from "../plan/nullRejection.ts";
import { placeInSql, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { undoneJoins } from "./sqlOuterJoins.ts";

/** A filter behind an outer join that no unmatched row can pass. */
export const filterUndoesOuterJoin = defineRule({
  id: "filter-undoes-outer-join",
  summary: "Filter that turns an outer join into an inner one",
  category: "joins",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    const filters = callsInEveryWay(
      facts,
      ["DataFrame.filter", "DataFrame.where"],
      (each) => undone(each) !== null,
    );
    const needed = filters.length > 0 ? neededJoins(facts) : null;
    for (const call of filters) {
      const join = undone(call);
      const condition = argument(call, 0, "condition");
      if (!join || !condition || needed?.has(join)) continue;
      const side = isLeft(join) ? "right" : "left";
      report({
        site: siteIn(call.unit, condition.node),
        message: `Rows without a match have null in the ${side} side's columns, and this filter drops them: the outer join gives what an inner one would. Filter before the join, or join inner.`,
        evidence: callEvidence(call),
        related: [{ site: join.nameSite, message: "The outer join." }],
      });
    }
    for (const { condition, join, call, table } of undoneJoins(facts))
      report({
        site: placeInSql(facts, call, condition.site),
        message: `Rows without a match have null in the columns of \`${table}\`, and this condition drops them: the outer join gives what an inner one would. Put it into ON, or join inner.`,
        evidence: sqlEvidence(call),
        related: [{ site: join.site, message: "The outer join." }],
      });
  },
});

/** Joins of which the program also takes rows without a match: of those that it looks at, nobody knows. */
function neededJoins(facts: ModuleFacts): ReadonlySet<PlanNode> {
  const needed = new Set<PlanNode>();
  for (const call of allFacts(facts)) {
    if (call.kind !== "call" || /\.(show|display|printSchema|explain)$/.test(call.name)) continue;
    const join = undone(call);
    const made = call.result.kind === "spark" ? call.result.plan : null;
    for (const used of [call.receiver?.plan, ...(made?.inputs ?? [])])
      if (used?.operator === "Join" && used !== join) needed.add(used);
  }
  return needed;
}

/** The outer join below the filter, when unmatched rows cannot pass; else null. */
function undone({ result }: CallFact): PlanNode | null {
  const filter = result.kind === "spark" ? result.plan : null;
  const join = filter?.operator === "Filter" ? filter.inputs[0] : undefined;
  if (!filter || join?.operator !== "Join" || join.method !== "DataFrame.join") return null;
  const [condition] = filter.columns;
  const type = join.details.joinType ?? "";
  if (!condition || !/^(left|right)(_?outer)?$/.test(type)) return null;
  const other = join.inputs[isLeft(join) ? 1 : 0];
  const schema = other && schemaOf(other);
  if (schema?.kind !== "closed") return null;
  const ids = new Set(attributesOf(schema).map(({ id }) => id));
  const names = new Set(attributesOf(schema).map(({ name }) => name.toLowerCase()));
  // A key that both sides share has the kept side's value.
  const keys = sharedKeys(join);
  const { reads = [] } = analysisOf(filter).resolved[0] ?? {};
  const optional = new Set(reads.filter(({ id }) => ids.has(id)).map(({ name }) => name.toLowerCase()));
  if (optional.size === 0 || [...optional].some((name) => keys.has(name) || !names.has(name))) return null;
  return rejectsNulls(condition, optional) ? join : null;
}

const isLeft = ({ details }: PlanNode): boolean => details.joinType?.startsWith("left") === true;

function sharedKeys({ columns }: PlanNode): ReadonlySet<string> {
  return new Set(
    columns.flatMap((each) =>
      each.kind === "reference" && each.of === null ? [each.name.toLowerCase()] : [],
    ),
  );
}

/** Whether the condition is no row's truth whose named columns are null: one of its parts joined by `&` is none. */
function rejectsNulls(condition: ColumnExpression, names: ReadonlySet<string>): boolean {
  if (condition.kind !== "call") return false;
  if (condition.function === "&") return condition.args.some((part) => rejectsNulls(part, names));
  const [subject] = condition.args;
  return (
    nullRejectingConditions.has(condition.function) &&
    (isOptional(subject, names) ||
      (/^[=!<>]/.test(condition.function) && isOptional(condition.args[1], names)))
  );
}

function isOptional(column: ColumnExpression | undefined, names: ReadonlySet<string>): boolean {
  return column?.kind === "reference" && names.has((column.name.split(".").at(-1) ?? "").toLowerCase());
}
