import { callsNamed, framesOf, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { removeMethodCall } from "./edits.ts";
import { escapes } from "./escapes.ts";
import { bothRun, frameUses, operationOf, repeats, type Keeping } from "./frameUses.ts";
import { defineRule, type Edit } from "./rule.ts";
import { removeStatement } from "./statementEdits.ts";
import { nameOfReceiver } from "./surroundings.ts";

/** A cached frame that is computed only once. */
export const cacheWithoutReuse = defineRule({
  id: "cache-without-reuse",
  summary: "Cached, but used only once",
  category: "caching",
  severity: "warning",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  yieldsTo: ["action-in-pipeline"],
  frames(facts, context) {
    const { api } = context.catalog;
    const uses = frameUses(facts, api);
    for (const keeping of uses.keepings) {
      const { call, plan, order } = keeping;
      if (operationOf(call, api)?.effect !== "cache" || plan.operator === "Parameter") continue;
      // Which steps of an RDD an action runs is not followed.
      if (call.receiver?.type !== "DataFrame") continue;
      const users = uses.usersOf(plan);
      const later = users.filter((action) => action.order > order);
      if (users.length === 0 || later.some((action) => repeats(action.call, plan))) continue;
      if (later.some((left) => later.some((right) => bothRun(left, right)))) continue;
      if (later.some(({ call: { context: at } }) => at.function !== call.context.function)) continue;
      // Two steps of one pass may be two uses, though no action is in sight.
      const direct = uses.consumersOf(plan);
      if (direct.some((left) => direct.some((right) => left !== right && bothRun(left, right)))) continue;
      if (isCarriedByLoop(plan)) continue;
      if (escapes(facts, keeping, uses.callAt, api)) continue;
      const [named] = framesOf(facts, plan);
      const frame = named ? `\`${named.name}\`` : nameOfReceiver(call, "This frame");
      const method = call.name === "DataFrame.persist" ? "persist()" : "cache()";
      context.report({
        site: call.nameSite,
        message:
          later.length === 0
            ? `${frame} is cached, but nothing uses it afterwards. Remove \`${method}\`, or move it before the first action.`
            : `${frame} is cached, but only one action uses it, so \`${method}\` costs memory and saves nothing. Remove it.`,
        fix: {
          title: `Remove \`${method}\``,
          safety: "safe",
          edits: (now) => removed(now, keeping),
        },
        evidence: call.receiver.evidence,
      });
    }
  },
});

/** Whether a later round of a loop works on what this round has cached. */
function isCarriedByLoop(plan: PlanNode): boolean {
  const { unit, start, end } = plan.site;
  return planNodes(plan).some(
    ({ site }) => site !== plan.site && site.unit === unit && site.start === start && site.end === end,
  );
}

/** The call goes, or the statement when it is nothing else; so do the `unpersist()` statements of the frame. */
function removed(facts: ModuleFacts, { call, plan }: Keeping): Edit[] {
  const edits = [withoutCall(call)];
  for (const other of callsNamed(facts, ["DataFrame.unpersist"]))
    if (
      other.receiver?.plan === plan &&
      !other.used &&
      other.node.callee.kind === "Attribute" &&
      other.node.callee.object.kind === "Name"
    )
      edits.push(withoutCall(other));
  return edits.includes(null) ? [] : edits.filter((edit) => edit !== null);
}

function withoutCall(call: CallFact): Edit | null {
  const { unit, node, context } = call;
  const isAlone = !call.used && node.callee.kind === "Attribute" && node.callee.object.kind === "Name";
  return isAlone ? removeStatement(unit, context) : removeMethodCall(unit, node);
}
