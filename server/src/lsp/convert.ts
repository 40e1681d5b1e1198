import type { Diagnostic, Position, Range as LspRange, TextEdit as LspTextEdit } from "vscode-languageserver";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Finding, Range, TextEdit } from "../analysis/finding.ts";
import type { DiagnosticData } from "../protocol/diagnosticData.ts";
import type { Severity } from "../rules/rule.ts";

/** The one place where offsets and the protocol's positions meet. Valid for the document's present version only. */
export function toRange(document: TextDocument, { start, end }: Range): LspRange {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The offset of a position; positions outside the text are moved to its nearest end. */
export function toOffset(document: TextDocument, position: Position): number {
  return document.offsetAt(position);
}

/** Our edits as the protocol's. */
export function toEdits(document: TextDocument, edits: readonly TextEdit[]): LspTextEdit[] {
  return edits
    .filter(({ start, end, newText }) => end > start || newText !== "")
    .map((edit) => ({ range: toRange(document, edit), newText: edit.newText }));
}

/** A finding as a diagnostic; `version` is that of the open document, null for a file on disk. */
export function toDiagnostic(
  document: TextDocument,
  finding: Finding,
  version: number | null,
  ignoreEdits: readonly TextEdit[] | null,
  pageUrl: string | null,
): Diagnostic {
  const fix = finding.fix?.() ?? null;
  const data: DiagnosticData = {
    version,
    fixes: fix ? [{ title: fix.title, safety: fix.safety, edits: toEdits(document, fix.edits) }] : [],
    ignore: ignoreEdits && toEdits(document, ignoreEdits),
  };
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.rule,
    source: "shufflewise",
    message: finding.message,
    ...(pageUrl !== null && { codeDescription: { href: pageUrl } }),
    ...tagsOf(finding.rule),
    ...(finding.related.length > 0 && {
      relatedInformation: finding.related.map((place) => ({
        location: { uri: document.uri, range: toRange(document, place) },
        message: place.message,
      })),
    }),
    data,
  };
}

/** A problem of a configuration file as a diagnostic. */
export function toProblemDiagnostic(
  document: TextDocument,
  problem: Range & { readonly severity: Severity; readonly message: string; readonly code: string },
): Diagnostic {
  return {
    range: toRange(document, problem),
    severity: severities[problem.severity],
    code: problem.code,
    source: "shufflewise",
    message: problem.message,
  };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** How editors mark the place besides the underline: faded for what does nothing, struck through for what will go. */
function tagsOf(rule: string): { readonly tags?: DiagnosticTag[] } {
  if (withoutEffect.has(rule)) return { tags: [DiagnosticTag.Unnecessary] };
  return rule === "deprecated-api" ? { tags: [DiagnosticTag.Deprecated] } : {};
}

/** Rules whose findings underline just what may be left out without a change of the result. */
const withoutEffect: ReadonlySet<string> = new Set([
  "unused-suppression",
  "unused-transformation",
  "unused-action",
  "cache-without-reuse",
  "useless-distinct",
  "sort-undone",
  "repartition-before-shuffle",
  "select-star-alone",
]);
