import { compareVersions } from "../catalog/sparkVersion.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import type { Expression } from "../syntax/ast.ts";
import { sourceOf } from "./edits.ts";
import { assignedName, growsByRounds, isFirstInLoop, onceForAll } from "./loopedSteps.ts";
import { defineRule, type Fix } from "./rule.ts";

/** A loop in which every round renames or drops one column of the last round's frame. */
export const renameInLoop = defineRule({
  id: "rename-in-loop",
  summary: "Columns renamed or dropped one by one in a loop",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrame.withColumnRenamed", "DataFrame.drop"],
    check(call, { report, sparkVersion }) {
      if (!growsByRounds(call) || !isFirstInLoop(call) || isSameEachRound(call)) return;
      if (isToItself(call)) {
        report({
          site: call.nameSite,
          message: `Every round gives a column of ${assignedName(call)} the name that it has, which changes nothing. Leave the loop out.`,
        });
        return;
      }
      const isDrop = call.name === "DataFrame.drop";
      const isThere = isDrop || compareVersions(sparkVersion, "3.4") >= 0;
      const fix = isThere ? fixOf(call, isDrop) : null;
      const way = isDrop
        ? "Drop all of them with one `drop(*names)`"
        : isThere
          ? "Rename them with one `withColumnsRenamed`"
          : "Rename them with one `select`";
      report({
        site: call.nameSite,
        message: `Every round of the loop puts another projection on ${assignedName(call)}, and Spark analyses the whole plan again each time. ${way}.`,
        ...(fix && { fix }),
      });
    },
  },
});

/** Names written down are the same in every round: they are columns that each round makes anew for itself. */
const isSameEachRound = ({ node }: CallFact): boolean =>
  node.args.length > 0 && node.args.every(({ value }) => value.kind === "String" || isOfSelf(value));

/** `withColumnRenamed(name, name)` */
function isToItself(call: CallFact): boolean {
  const [old, made] = [argument(call, 0, "existing"), argument(call, 1, "new")];
  if (!old || !made || old.node.kind !== "Name" || made.node.kind !== "Name") return false;
  return old.node.id === made.node.id;
}

const isOfSelf = (node: Expression): boolean =>
  node.kind === "Attribute" && node.object.kind === "Name" && node.object.id === "self";

/** `for c in cols: df = df.drop(c)` → `df = df.drop(*[c for c in cols])`. */
function fixOf(call: CallFact, isDrop: boolean): Fix | null {
  const { unit } = call;
  if (isDrop) {
    const [only, ...others] = call.args;
    if (!only || others.length > 0) return null;
    return onceForAll(call, {
      title: "Drop the columns with one `drop`",
      kept: [only.node],
      text: (clause) => `.drop(*[${sourceOf(unit, only.node)} ${clause}])`,
    });
  }
  const [old, made] = [argument(call, 0, "existing"), argument(call, 1, "new")];
  if (!old || !made || call.args.length !== 2) return null;
  return onceForAll(call, {
    title: "Rename with one `withColumnsRenamed` (if no name is old and new)",
    kept: [old.node, made.node],
    text: (clause) =>
      `.withColumnsRenamed({${sourceOf(unit, old.node)}: ${sourceOf(unit, made.node)} ${clause}})`,
  });
}
