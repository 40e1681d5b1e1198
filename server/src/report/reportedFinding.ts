import type { FixSafety, Severity } from "../rules/rule.ts";

/** A half-open range by lines and columns from 1; columns count UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** A finding as people and programs read it. */
export interface ReportedFinding extends Place {
  /** As given on the command line, with `/`. */
  readonly file: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The rule's page; null for the engine's own findings. */
  readonly url: string | null;
  readonly fix: {
    readonly title: string;
    readonly safety: FixSafety;
    readonly edits: readonly (Place & { readonly newText: string })[];
  } | null;
  readonly evidence: readonly { readonly file: string; readonly line: number; readonly text: string }[];
  /** The line of code that the finding begins in, and the column there. */
  readonly excerpt: { readonly text: string; readonly column: number; readonly endColumn: number };
  /** For notebooks, from 1. */
  readonly cell: { readonly cell: number; readonly line: number } | null;
}

/** What was checked, beside the findings. */
export interface ReportedRun {
  readonly findings: readonly ReportedFinding[];
  readonly files: number;
  readonly durationMs: number;
  /** Safe and suggested fixes that have been applied. */
  readonly fixed: number;
}

export interface SeverityCounts {
  readonly errors: number;
  readonly warnings: number;
  readonly infos: number;
  readonly hints: number;
}

export function countSeverities(findings: readonly ReportedFinding[]): SeverityCounts {
  const count = (severity: Severity): number => findings.filter((each) => each.severity === severity).length;
  return { errors: count("error"), warnings: count("warning"), infos: count("info"), hints: count("hint") };
}
