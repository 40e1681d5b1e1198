import { callEvidence } from "../plan/evidence.ts";
import { joinHint } from "../plan/joinHints.ts";
import type { CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import type { PhysicalNode } from "../plan/physical/physicalNode.ts";
import { innerPhysicalOf } from "../plan/physical/physicalOf.ts";
import { sparkValue } from "../plan/value.ts";
import { removeMethodCall, replace, sourceOf } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { callWithin } from "./surroundings.ts";

/** A broadcast hint on the side whose unmatched rows a join keeps: Spark cannot follow it. */
export const broadcastImpossible = defineRule({
  id: "broadcast-impossible",
  summary: "Broadcast hint that the join type rules out",
  category: "joins",
  severity: "warning",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrame.join"],
    check(call, { report }) {
      const join = sparkValue(call.result, "DataFrame")?.plan;
      const type = join?.details.joinType;
      if (!join || type === null || type === undefined || join.streaming) return;
      const hints = join.inputs.map(broadcastHintOf);
      if (hints.every((hint) => hint === null) || !shufflesBothSides(join)) return;
      for (const [side, hint] of hints.entries()) {
        if (!hint || !keeping[side]?.has(type)) continue;
        const fix = fixOf(call, hint);
        const isHere = hint.site.unit === call.unit;
        report({
          site: isHere ? hint.nameSite : call.nameSite,
          message: messageFor(type, side),
          evidence: callEvidence(call),
          related: [
            isHere
              ? { site: call.nameSite, message: "The join." }
              : { site: hint.nameSite, message: "The hint." },
          ],
          ...(fix && { fix }),
        });
      }
    },
  },
});

/** By side, the joins with an equality that cannot broadcast it (JoinSelection, the same from 3.4 to 4.3). */
const keeping: readonly ReadonlySet<string>[] = [
  new Set(["left_outer", "full_outer", "left_semi", "left_anti"]),
  new Set(["right_outer", "full_outer"]),
];

function messageFor(type: string, side: number): string {
  const name = type.replace(/_outer$|^left_(?=semi|anti)/, "");
  const [hinted, other] = side === 0 ? ["left", "right"] : ["right", "left"];
  return type === "full_outer"
    ? "A full outer join keeps the unmatched rows of both sides, so Spark can broadcast neither: it ignores this hint and shuffles both. Remove it, or join in another way."
    : `Spark cannot broadcast the ${hinted} side of a ${name} join: it ignores this hint and shuffles both sides. Broadcast the ${other} side if that is small, or remove the hint.`;
}

/** The hint for a join on one of its sides, from any step up to the last join; null where it asks for no broadcast. */
function broadcastHintOf(side: PlanNode): PlanNode | null {
  for (let node: PlanNode | undefined = side; node?.inputs.length === 1; [node] = node.inputs) {
    const hint = node.operator === "Hint" ? joinHint(node.details.hint ?? "") : null;
    if (hint !== null) return hint === "broadcast" && !node.method.startsWith("SQL.") ? node : null;
  }
  return null;
}

function shufflesBothSides(join: PlanNode): boolean {
  const seen = new Set<PhysicalNode>([innerPhysicalOf(join)]);
  for (const { node, operator, inputs } of seen) {
    if (node !== join) continue;
    if (operator === "SortMergeJoin" || operator === "ShuffledHashJoin") return true;
    for (const input of inputs) seen.add(input);
  }
  return false;
}

/** Takes a hint away that stands in the same expression: `broadcast(frame)`, `frame.hint("broadcast")`. */
function fixOf({ unit, node }: CallFact, hint: PlanNode): Fix | null {
  const call = callWithin(unit, node, hint.site);
  const [only, ...others] = call?.args ?? [];
  const edit =
    call?.callee.kind === "Attribute" && call.callee.name.id === "hint"
      ? removeMethodCall(unit, call)
      : call && only && others.length === 0
        ? replace(unit, call, sourceOf(unit, only.value))
        : null;
  return edit && { title: "Remove the hint", safety: "safe", edits: () => [edit] };
}
