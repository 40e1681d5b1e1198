import type { Rule } from "../rules/rule.ts";
import type { Finding } from "./finding.ts";

/** One cause gives one finding: leaves out what yields to a more specific rule's finding at an overlapping place. */
export function mostSpecific(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const yielding = new Map(rules.flatMap(({ id, yieldsTo }) => (yieldsTo ? [[id, yieldsTo] as const] : [])));
  if (!findings.some(({ rule }) => yielding.has(rule))) return findings;
  const byRule = new Map<string, Finding[]>();
  for (const finding of findings) {
    const others = byRule.get(finding.rule);
    if (others) others.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  return findings.filter(({ rule, start, end }) => {
    const specific = yielding.get(rule);
    return !specific?.some((id) => byRule.get(id)?.some((other) => other.start < end && start < other.end));
  });
}
