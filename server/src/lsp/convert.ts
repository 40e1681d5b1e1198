import type { Diagnostic, Location, Position, Range as LspRange } from "vscode-languageserver";
import { DiagnosticSeverity, DiagnosticTag } from "vscode-languageserver";
import type { Finding, Range, TextEdit } from "../analysis/finding.ts";
import type { DiagnosticData, WireEdit } from "../protocol/diagnosticData.ts";
import type { Severity } from "../rules/rule.ts";
import type { Placement, ShownDocument } from "./shownDocument.ts";

/** The one place where offsets and the protocol's positions meet. Valid for the document's present version only. */
export function toRange(document: Placement, { start, end }: Range): LspRange {
  return { start: document.positionAt(start), end: document.positionAt(end) };
}

/** The offset of a position; positions outside the text are moved to its nearest end. */
export function toOffset(document: ShownDocument, position: Position): number {
  return document.offsetAt(position);
}

/** Whether a document shows where a range begins: another cell of a notebook may. */
export function shows({ notebook }: Placement, { start }: Pick<Range, "start">): boolean {
  return notebook === undefined || (start >= notebook.shown.start && start <= notebook.shown.end);
}

/** The document that shows where a range begins. */
const holderOf = (document: Placement, { start }: Range): Placement =>
  document.notebook?.cellAt(start) ?? document;

/** A range in the document that shows it. */
export function toLocation(document: Placement, range: Range): Location {
  const holder = holderOf(document, range);
  return { uri: holder.uri, range: toRange(holder, range) };
}

/** A place in words: "line 3", or where another cell shows it "line 3 of code cell 2". */
export function placeText(document: ShownDocument, range: Range): string {
  const holder = holderOf(document, range);
  const line = `line ${holder.positionAt(range.start).line + 1}`;
  return holder === document || !holder.notebook ? line : `${line} of code cell ${holder.notebook.number}`;
}

/** Our edits as the protocol's; none at all when one of them reaches over the border between two cells, or into a file's JSON. */
export function toEdits(document: Placement, edits: readonly TextEdit[]): WireEdit[] {
  if (document.placeInCell) return [];
  const wanted = edits.filter(({ start, end, newText }) => end > start || newText !== "");
  const { notebook } = document;
  if (!notebook) return wanted.map((edit) => ({ range: toRange(document, edit), newText: edit.newText }));
  const placed = wanted.map(notebook.toEdit).filter((edit) => edit !== null);
  return placed.length === wanted.length ? placed : [];
}

/** A finding as a diagnostic; `version` is that of the open document, null for a file on disk. */
export function toDiagnostic(
  document: Placement,
  finding: Finding,
  version: number | null,
  ignoreEdits: readonly TextEdit[] | null,
  pageUrl: string | null,
): Diagnostic {
  const fix = finding.fix?.() ?? null;
  const edits = fix ? toEdits(document, fix.edits) : [];
  const ignore = ignoreEdits ? toEdits(document, ignoreEdits) : [];
  const data: DiagnosticData = {
    version,
    fixes: fix && edits.length > 0 ? [{ title: fix.title, safety: fix.safety, edits }] : [],
    ignore: ignore.length > 0 ? ignore : null,
  };
  return {
    range: toRange(document, finding),
    severity: severities[finding.severity],
    code: finding.rule,
    source: "shufflewise",
    message: inCell(document, finding) + finding.message,
    ...(pageUrl !== null && { codeDescription: { href: pageUrl } }),
    ...tagsOf(finding.rule),
    ...(finding.related.length > 0 && {
      relatedInformation: finding.related.map((place) => ({
        location: toLocation(document, place),
        message: inCell(document, place) + place.message,
      })),
    }),
    data,
  };
}

/** Before a message in the file of a notebook, whose lines of JSON tell people nothing. */
function inCell({ placeInCell }: Placement, { start }: Range): string {
  const place = placeInCell?.(start) ?? null;
  return place === null ? "" : `${place}: `;
}

/** A problem of a configuration file as a diagnostic. */
export function toProblemDiagnostic(
  document: Placement,
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
