import type { NameExpression } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import type { UdfFact } from "../plan/facts.ts";
import { insert, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { bodyOf } from "./udfBody.ts";

/** A broadcast variable used on the workers as if it were the value that it holds. */
export const broadcastWithoutValue = defineRule({
  id: "broadcast-without-value",
  summary: "Broadcast variable used without .value",
  category: "udf",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report }) {
    const { unit } = fact.udf.function ?? {};
    if (!unit) return;
    for (const { node, value } of fact.captures) {
      if (value.kind !== "spark" || value.type !== "Broadcast") continue;
      const use = useOf(node, fact);
      if (use === null) continue;
      report({
        site: siteIn(unit, node),
        message: `\`${node.id}\` is the broadcast variable itself, which ${use}: this raises on the workers. Write \`${node.id}.value\`.`,
        evidence: value.evidence,
        fix: {
          title: `Use \`${node.id}.value\``,
          safety: "safe",
          edits: () => [insert(unit, node.end, ".value")],
        },
      });
    }
  },
});

/** What a Broadcast object has itself (PySpark 3.3 to 4.3). */
const members: ReadonlySet<string> = new Set([
  "value",
  "unpersist",
  "destroy",
  "dump",
  "load",
  "load_from_path",
]);

/** What the body does with the object that only the value can; null where it may well take the object. */
function useOf(name: NameExpression, fact: UdfFact): string | null {
  let found: string | null = null;
  for (const part of bodyOf(fact))
    walk(part, (node) => {
      if (node.kind === "Subscript" && node.object === name) found = "has no items";
      if (node.kind === "Attribute" && node.object === name && !members.has(node.name.id))
        found = `has no \`${node.name.id}\``;
      if (node.kind === "For" && node.iterable === name) found = "nothing can iterate over";
      if (node.kind === "Comprehension" && node.clauses.some(({ iterable }) => iterable === name))
        found = "nothing can iterate over";
      if (node.kind === "Comparison")
        node.operands.forEach((operand, index) => {
          if (operand === name && /in$/.test(node.operators[index]?.operator ?? ""))
            found = "holds nothing to look in";
        });
      if (node.kind === "Call" && node.callee === name) found = "is no function";
      if (node.kind === "Call" && node.callee.kind === "Name" && sized.has(node.callee.id))
        if (node.args[0]?.value === name) found = `\`${node.callee.id}()\` does not take`;
      return found === null;
    });
  return found;
}

/** Functions of Python that ask their argument for its elements. */
const sized: ReadonlySet<string> = new Set([
  "len",
  "sum",
  "min",
  "max",
  "sorted",
  "list",
  "set",
  "dict",
  "iter",
]);
