import type { Diagnostic } from "vscode-languageserver";
import type { Analysis } from "../analysis/analyze.ts";
import { ignoreEdit } from "../analysis/ignoreEdit.ts";
import type { Options } from "../analysis/options.ts";
import { readSettings } from "../analysis/settings.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import { defaultsProblems } from "../features/defaultsProblems.ts";
import { rulePageUrl } from "../features/rulePage.ts";
import { rules } from "../rules/registry.ts";
import type { Range } from "../analysis/finding.ts";
import type { WireFix } from "../protocol/diagnosticData.ts";
import { shows, toDiagnostic, toProblemDiagnostic, toRange } from "./convert.ts";
import { settingsFormat } from "./documentKind.ts";
import type { CheckedDocument } from "./documents.ts";
import type { Placement, ShownDocument } from "./shownDocument.ts";

/** What stands where the user is to write why a finding is ignored. */
export const ignoreReason = "reason";

const made = new WeakMap<CheckedDocument, readonly Diagnostic[]>();

/** The diagnostics of an open document, of whichever kind. Call it before the document can change again. */
export function diagnosticsOf(checked: CheckedDocument, catalog: Catalog): readonly Diagnostic[] {
  let diagnostics = made.get(checked);
  if (diagnostics === undefined) {
    diagnostics = makeDiagnostics(checked, catalog);
    made.set(checked, diagnostics);
  }
  return diagnostics;
}

function makeDiagnostics(
  { document, version, kind, settings, analysis }: CheckedDocument,
  catalog: Catalog,
): readonly Diagnostic[] {
  if (!settings.enabled) return [];
  if (kind === "settings") return settingsDiagnostics(document);
  if (kind === "spark-defaults")
    return defaultsDiagnostics(document, version, catalog.configs, settings.options);
  return analysis === null || !settings.included ? [] : findingDiagnostics(document, analysis, version);
}

/** The findings of a text as diagnostics; `version` is null for a file that is not open. */
export function findingDiagnostics(
  document: Placement,
  analysis: Analysis,
  version: number | null,
): readonly Diagnostic[] {
  return analysis.findings.flatMap((finding) => {
    if (!shows(document, finding)) return [];
    const ignore = rulePageUrl(finding.rule) === null ? null : [ignoreEdit(analysis, finding, ignoreReason)];
    return toDiagnostic(document, finding, version, ignore, rulePageUrl(finding.rule));
  });
}

/** The problems of a shufflewise.toml, or of our table in a pyproject.toml. */
function settingsDiagnostics(document: ShownDocument): readonly Diagnostic[] {
  const format = settingsFormat(document.uri);
  const text = document.getText();
  // A broken pyproject.toml that does not mention us is not our business.
  if (format === null || (format === "pyproject" && !text.includes("shufflewise"))) return [];
  return readSettings(text, format, rules).problems.map((problem) =>
    toProblemDiagnostic(document, { ...problem, code: "broken-settings" }),
  );
}

function defaultsDiagnostics(
  document: ShownDocument,
  version: number | null,
  configs: ConfigCatalog,
  options: Options,
): readonly Diagnostic[] {
  return defaultsProblems(document.getText(), configs, options).map((problem) => {
    const page = rulePageUrl(problem.code);
    const { fix } = problem;
    return {
      ...toProblemDiagnostic(document, problem),
      ...(page !== null && { codeDescription: { href: page } }),
      ...(fix !== null && { data: { version, fixes: [writeInstead(document, problem, fix)], ignore: null } }),
    };
  });
}

/** A quick fix that puts a text in the place of what a problem is about. */
function writeInstead(document: ShownDocument, place: Range, newText: string): WireFix {
  return {
    title: `Write \`${newText}\``,
    safety: "suggested",
    edits: [{ range: toRange(document, place), newText }],
  };
}
