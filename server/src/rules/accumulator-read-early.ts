import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { callIn, callsNamed, type CallFact } from "../plan/facts.ts";
import type { AttributeExpression } from "../syntax/ast.ts";
import { mentions, walk, type AstNode } from "../syntax/walk.ts";
import { siteIn } from "./edits.ts";
import { followingStatements, type FollowingStatement } from "./followingStatements.ts";
import { defineRule } from "./rule.ts";

/** The value of an accumulator read when nothing has run yet that adds to it. */
export const accumulatorReadEarly = defineRule({
  id: "accumulator-read-early",
  summary: "Accumulator read before any action has run",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  module(facts, { catalog, report }) {
    if (!facts.module.text.includes(".accumulator(")) return;
    for (const call of callsNamed(facts, ["SparkContext.accumulator"])) {
      const { statement, loops } = call.context;
      const variable = statement.kind === "Assign" && statement.targets[0];
      if (!variable || variable.kind !== "Name" || loops.length > 0 || !call.receiver) continue;
      const found = readEarly(variable.id, followingStatements(facts, call), catalog.api);
      if (found)
        report({
          site: siteIn(found.unit, found.read),
          message: `Nothing has run yet that adds to \`${variable.id}\`: Spark waits with the step that does until an action needs it. Read the value behind the action.`,
          evidence: call.receiver.evidence,
          related: [{ site: found.step.nameSite, message: "This step waits for an action." }],
        });
    }
  },
});

/** The first read of the value behind a step that adds to it, where nothing between them can have run the step. */
function readEarly(
  variable: string,
  after: readonly FollowingStatement[],
  api: ApiCatalog,
): { readonly read: AttributeExpression; readonly unit: CallFact["unit"]; readonly step: CallFact } | null {
  const functions = new Set<string>();
  let step: CallFact | null = null;
  for (const { statement, unit, facts } of after) {
    if (statement.kind === "Function") {
      if (statement.body.some((part) => mentions(part, variable))) functions.add(statement.name.id);
      continue;
    }
    const calls = callsIn(statement, facts);
    const [read] = step ? readsOf(variable, statement) : [];
    if (calls === null || calls.some(({ name }) => api.operationNamed(name)?.effect !== undefined))
      return null;
    if (read && step) return { read, unit, step };
    step ??= calls.find((call) => addsTo(variable, functions, call)) ?? null;
  }
  return null;
}

/** The calls of Spark's API in a statement; null where something else is called that may run an action. */
function callsIn(statement: AstNode, facts: FollowingStatement["facts"]): readonly CallFact[] | null {
  const calls: CallFact[] = [];
  let others = 0;
  walk(statement, (node) => {
    if (node.kind === "Lambda") return false;
    if (node.kind !== "Call") return true;
    const call = facts && callIn(facts, node);
    if (call) calls.push(call);
    else if (
      node.callee.kind !== "Name" ||
      !/^(print|str|int|float|len|range|dict|list)$/.test(node.callee.id)
    )
      others += 1;
    return true;
  });
  return others === 0 ? calls : null;
}

/** Whether a step is given a function that has the accumulator in its body. */
const addsTo = (variable: string, functions: ReadonlySet<string>, { name, args }: CallFact): boolean =>
  /^(RDD|DataFrame)\./.test(name) &&
  args.some(({ node }) =>
    node.kind === "Lambda" ? mentions(node.body, variable) : node.kind === "Name" && functions.has(node.id),
  );

function readsOf(variable: string, statement: AstNode): readonly AttributeExpression[] {
  const reads: AttributeExpression[] = [];
  walk(statement, (node) => {
    if (node.kind === "Attribute" && node.name.id === "value")
      if (node.object.kind === "Name" && node.object.id === variable) reads.push(node);
    return node.kind !== "Lambda";
  });
  return reads;
}
