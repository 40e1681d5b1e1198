import { closestName } from "../catalog/closestName.ts";
import { memberName } from "../catalog/memberName.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import type { Argument, Identifier } from "../syntax/ast.ts";
import { replace, siteIn } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";

/** The word of sorts that counts; PySpark takes any other one and does nothing with it (3.5.9, 4.0.5 and 4.3.0 agree). */
const known = "ascending";

/** `orderBy("n", descending=True)`: a named argument that changes nothing. */
export const ignoredArgument = defineRule({
  id: "ignored-argument",
  summary: "Named argument of a sort that Spark ignores",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrame.orderBy", "DataFrame.sort", "DataFrame.sortWithinPartitions"],
    check(call, { report }) {
      // Without a column the call raises, whatever else it is given.
      if (!call.node.args.some(({ name, unpack }) => name === null && unpack !== "**")) return;
      const isOrdered = call.node.args.some(({ name }) => name?.id === known);
      for (const argument of call.node.args) {
        const { name } = argument;
        if (name === null || name.id === known) continue;
        const fix = isOrdered ? null : fixOf(call, argument, name);
        report({
          site: siteIn(call.unit, name),
          message: `\`${memberName(call.name)}()\` ignores \`${name.id}\`, so the rows are sorted as without it. Its own word is \`${known}\`.`,
          evidence: callEvidence(call),
          ...(fix && { fix }),
        });
      }
    },
  },
});

/** `descending=True` and the like turned round, and a word that is nearly the right one. */
function fixOf(call: CallFact, argument: Argument, name: Identifier): Fix | null {
  const { unit } = call;
  if (closestName(name.id, [known]) !== null && !isDescending(name.id))
    return { title: `Write \`${known}\``, safety: "suggested", edits: () => [replace(unit, name, known)] };
  const { value } = argument;
  if (!isDescending(name.id) || value.kind !== "Constant" || !/^(True|False)$/.test(value.value)) return null;
  const text = `${known}=${value.value === "True" ? "False" : "True"}`;
  return { title: `Write \`${text}\``, safety: "suggested", edits: () => [replace(unit, argument, text)] };
}

const isDescending = (name: string): boolean => /^(desc|descending|reverse)$/i.test(name);
