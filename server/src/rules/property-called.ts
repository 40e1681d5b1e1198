import { sparkAlternatives } from "../plan/value.ts";
import { replace, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `df.columns()`: a property holds a value, which cannot be called. */
export const propertyCalled = defineRule({
  id: "property-called",
  summary: "Property called like a method",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations({ operation, node, operands, unit }, { report, catalog }) {
    if (operation !== "call" || node.kind !== "Call" || node.callee.kind !== "Attribute") return;
    const { name } = node.callee;
    const owners = operands[0] ? sparkAlternatives(operands[0]) : [];
    const [owner] = owners;
    if (!owner || !owners.every(({ type }) => catalog.api.member(type, name.id)?.isProperty === true)) return;
    const { argumentList } = node;
    report({
      site: siteIn(unit, name),
      message: `\`${name.id}\` is a property of ${owner.type}, not a method: Python raises when it is called. Leave out the parentheses.`,
      evidence: owner.evidence,
      ...(node.args.length === 0 && {
        fix: {
          title: `Write \`${name.id}\` without parentheses`,
          safety: "safe",
          edits: () => [replace(unit, argumentList, "")],
        },
      }),
    });
  },
});
