import type { Expression } from "../syntax/ast.ts";
import { mentions } from "../syntax/walk.ts";
import { argument, callsNamed } from "../plan/facts.ts";
import type { Unit } from "../syntax/module.ts";
import { siteIn } from "./edits.ts";
import { followingStatements, type FollowingStatement } from "./followingStatements.ts";
import { changesIn } from "./nameChanges.ts";
import { defineRule } from "./rule.ts";

/** A list or dict that changes after it was broadcast: Spark keeps it as it was. */
export const broadcastChangedLater = defineRule({
  id: "broadcast-changed-later",
  summary: "Value changed after it was broadcast",
  category: "udf",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  module(facts, { report }) {
    if (!facts.module.text.includes(".broadcast(")) return;
    for (const call of callsNamed(facts, ["SparkContext.broadcast"])) {
      const given = argument(call, 0, "value")?.node;
      const { statement, loops } = call.context;
      const variable = statement.kind === "Assign" && statement.targets[0];
      // In a loop the change may be meant for the next round's broadcast.
      if (given?.kind !== "Name" || !variable || variable.kind !== "Name" || loops.length > 0) continue;
      const change = changeAfter(given.id, variable.id, followingStatements(facts, call));
      if (change !== null && call.receiver)
        report({
          site: siteIn(change.unit, change.node),
          message: `\`${variable.id}\` holds \`${given.id}\` as it was when it was broadcast: this change reaches no worker. Fill \`${given.id}\` first and broadcast it then.`,
          evidence: call.receiver.evidence,
          related: [{ site: call.nameSite, message: "Broadcast here." }],
        });
    }
  },
});

/** The first change of a name's value, where the broadcast variable is used behind it and neither is bound anew. */
function changeAfter(
  name: string,
  variable: string,
  after: readonly FollowingStatement[],
): { readonly node: Expression; readonly unit: Unit } | null {
  for (const [index, { statement, unit }] of after.entries()) {
    // What a function does when it is called is not known here.
    if (statement.kind === "Function" || statement.kind === "Class") continue;
    for (const [{ id }, node] of changesIn([statement])) {
      if ((id === name || id === variable) && node.kind === "Name") return null;
      if (id === name) return isRead(variable, after.slice(index + 1)) ? { node, unit } : null;
    }
  }
  return null;
}

/** Whether a statement reads the variable before one binds it anew. */
function isRead(variable: string, after: readonly FollowingStatement[]): boolean {
  for (const { statement } of after) {
    const targets = statement.kind === "Assign" ? statement.targets : [];
    if (targets.some((target) => target.kind === "Name" && target.id === variable)) return false;
    if (mentions(statement, variable)) return true;
  }
  return false;
}
