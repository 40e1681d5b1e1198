import type { Severity } from "../rules/rule.ts";
import type { Finding, Range, ResolvedFix } from "./finding.ts";
import type { RuleSet } from "./ruleSet.ts";

/** A finding that the engine itself makes. Settings may change its severity or switch it off, as for a rule. */
export interface OwnFindingKind {
  readonly severity: Severity;
  readonly summary: string;
  /** Reported even when other rules are selected. */
  readonly always: boolean;
}

/** The engine's own findings by id. */
export const ownFindingKinds = {
  "unused-suppression": {
    severity: "info",
    summary: "A comment suppresses a rule that finds nothing there",
    always: false,
  },
  "unknown-rule": {
    severity: "info",
    summary: "A suppression names a rule that does not exist",
    always: false,
  },
  "analysis-incomplete": {
    severity: "info",
    summary: "The file was too large for its time limit",
    always: true,
  },
  "rule-crashed": { severity: "info", summary: "A rule of ours failed on this file", always: true },
  "foreign-sql": {
    severity: "info",
    summary: "Most of a file's SQL is not Spark's",
    always: true,
  },
  "broken-settings": {
    severity: "warning",
    summary: "A settings file cannot be used as it is",
    always: true,
  },
} as const satisfies Record<string, OwnFindingKind>;

export type OwnFindingId = keyof typeof ownFindingKinds;

/** Makes one of the engine's own findings; null where the options switch it off. */
export function ownFinding(
  ruleSet: RuleSet,
  id: OwnFindingId,
  range: Range,
  message: string,
  fix: ResolvedFix | null = null,
): Finding | null {
  const severity = ruleSet.own.get(id);
  if (severity === undefined) return null;
  return {
    rule: id,
    severity,
    message,
    start: range.start,
    end: range.end,
    fix: fix && (() => fix),
    evidence: [],
    related: [],
  };
}
