import type { EvidenceLevel } from "../plan/value.ts";
import type { FixSafety, Severity } from "../rules/rule.ts";

/** A half-open range of UTF-16 offsets in a document. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface TextEdit extends Range {
  readonly newText: string;
}

export interface ResolvedFix {
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly TextEdit[];
}

/** A place that makes us believe that a value is Spark's. */
export interface FindingEvidence extends Range {
  readonly level: EvidenceLevel;
  readonly because: string;
  /** Set for a place in another file; the range then says nothing. */
  readonly elsewhere: { readonly path: string; readonly line: number } | null;
}

/** What we tell the user about one place: ours, in document offsets. A shell turns it into a diagnostic or a line of text. */
export interface Finding extends Range {
  /** The rule's id, or one of the engine's own: "unused-suppression", "unknown-rule", "analysis-incomplete", "rule-crashed", "broken-settings". */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The fix, made when it is asked for. */
  readonly fix: (() => ResolvedFix | null) | null;
  /** Why the values behind it are Spark's: the chain of places, nearest first. */
  readonly evidence: readonly FindingEvidence[];
  readonly related: readonly (Range & { readonly message: string })[];
}
