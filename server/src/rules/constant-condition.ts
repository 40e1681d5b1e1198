import type { ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sqlEvidence, sqlStepsIn } from "../plan/query/sqlSteps.ts";
import { readSql } from "../plan/schema/expressions/resolveSql.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { fixedTruth, type FixedTruth } from "./conditionTruth.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";

/** A condition whose answer does not depend on the row. */
export const constantCondition = defineRule({
  id: "constant-condition",
  summary: "Condition that every row meets, or none",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, names, (each) => truthOf(each) !== null)) {
      const found = truthOf(call);
      if (found)
        report({
          ...messageFor(found, wordFor(call)),
          evidence: callEvidence(call),
        });
    }
    for (const { step, call } of sqlStepsIn(facts)) {
      const found = isWithin(step, call) ? ofStep(step) : null;
      if (found)
        report({
          ...messageFor(found, step.operator === "Join" ? "join" : "filter"),
          evidence: sqlEvidence(call),
        });
    }
  },
});

const names = ["DataFrame.filter", "DataFrame.where", "DataFrame.join", "functions.when", "Column.when"];

const wordFor = ({ name }: CallFact): Word =>
  name === "DataFrame.join" ? "join" : /when$/.test(name) ? "when" : "filter";

type Word = "filter" | "join" | "when";

/** What happens to rows then, by the kind of place. */
const effects: Readonly<Record<Word, Readonly<Record<FixedTruth["truth"], string>>>> = {
  filter: { never: "no row passes", always: "every row passes that has a value" },
  join: { never: "no rows meet", always: "every row meets every other" },
  when: { never: "the branch is never taken", always: "the branch is taken for every value" },
};

function messageFor(
  found: FixedTruth,
  word: Word,
): { site: FixedTruth["site"]; message: string; related?: { site: FixedTruth["site"]; message: string }[] } {
  const { truth, site, why, other } = found;
  const text = `${why}, so ${effects[word][truth]}`;
  return {
    site,
    message: `${text.charAt(0).toUpperCase()}${text.slice(1)}. ${advices[found.cause]}.`,
    ...(other && { related: [{ site: other, message: "It does not go with this part." }] }),
  };
}

const advices: Readonly<Record<FixedTruth["cause"], string>> = {
  choices: "Give it values, or leave the filter out",
  bounds: "Write the lower bound first",
  itself: "Write the column that is meant",
  exclusions: "Join the parts with `&`, or use `~isin()`",
  clash: "Join the parts with `|`, or mend a bound",
};

function truthOf(call: CallFact): FixedTruth | null {
  if (/when$/.test(call.name)) {
    const [given] = call.args;
    const column = given?.unpack === "" && given.value.kind === "spark" ? given.value.column : null;
    return column && fixedTruth(column);
  }
  const [plan, ...others] = sparkAlternatives(call.result).map((each) => each.plan);
  if (!plan || others.length > 0 || !isMadeBy(plan, call)) return null;
  return ofStep(plan);
}

const isMadeBy = ({ site }: PlanNode, { unit, node }: CallFact): boolean =>
  site.unit === unit && site.start === node.start && site.end === node.end;

/** Whether a step's text stands in the call that runs it. */
const isWithin = ({ site }: PlanNode, { unit, node }: CallFact): boolean =>
  site.unit === unit && site.start >= node.start && site.end <= node.end;

function ofStep(step: PlanNode): FixedTruth | null {
  if (step.operator !== "Filter" && step.operator !== "Join") return null;
  for (const column of step.columns) {
    const found = fixedTruth(read(column, step));
    if (found && !(found.cause === "itself" && isSelfJoin(step))) return found;
  }
  return null;
}

const read = (column: ColumnExpression, { session }: PlanNode): ColumnExpression =>
  column.kind === "sql" ? readSql(column, session).column : column;

/** `df.join(df, df.id == df.id)`: Spark takes the second one for the right side's column. */
function isSelfJoin({ inputs: [left, right] }: PlanNode): boolean {
  if (!left || !right) return false;
  const shared = new Set(planNodes(left));
  return planNodes(right).some((node) => shared.has(node));
}
