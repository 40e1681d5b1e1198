import type { Rule } from "../rules/rule.ts";
import type { Finding } from "./finding.ts";

/** One cause gives one finding: leaves out what yields to a more specific rule's finding at an overlapping place. */
export function mostSpecific(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const yielding = new Map(rules.flatMap(({ id, yieldsTo }) => (yieldsTo ? [[id, yieldsTo] as const] : [])));
  if (!findings.some(({ rule }) => yielding.has(rule))) return findings;
  return findings.filter(({ rule, start, end }) => {
    const specific = yielding.get(rule);
    return (
      specific === undefined ||
      !findings.some((other) => specific.includes(other.rule) && other.start < end && start < other.end)
    );
  });
}
