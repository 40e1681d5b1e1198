import type { Finding } from "./finding.ts";

/**
 * One cause gives one finding: leaves out what yields to a more specific rule's finding at an overlapping place.
 * `yielding` has the more specific rules by the rule that yields.
 */
export function mostSpecific(
  findings: readonly Finding[],
  yielding: ReadonlyMap<string, readonly string[]>,
): readonly Finding[] {
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
