import { CodeActionKind, type CodeAction, type Diagnostic } from "vscode-languageserver";
import type { Finding } from "../analysis/finding.ts";
import { rulePageUrl } from "../features/rulePage.ts";
import { fixAllCommand, openRulePageCommand, type FixAllArguments } from "../protocol/commands.ts";
import type { DiagnosticData } from "../protocol/diagnosticData.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { readDiagnosticData } from "./diagnosticData.ts";
import { ignoreReason } from "./diagnostics.ts";
import type { CheckedDocument } from "./documents.ts";
import { workspaceEdit, workspaceEditWithPlaceholder } from "./workspaceEdits.ts";

/** A diagnostic of ours with the data that it carries. */
interface Carried {
  readonly diagnostic: Diagnostic;
  readonly rule: string;
  readonly data: DiagnosticData;
}

/**
 * What may be done about some diagnostics at one place, in the order of the menu: safe fixes, suggested ones, those of
 * the whole file, then ignoring, then reading. `checked` is the document as it is now.
 */
export function quickFixes(
  diagnostics: readonly Diagnostic[],
  uri: string,
  client: ClientFeatures,
  checked: Pick<CheckedDocument, "version" | "analysis"> | null,
): CodeAction[] {
  const carried = diagnostics.flatMap((diagnostic): Carried[] => {
    const data = readDiagnosticData(diagnostic);
    return data ? [{ diagnostic, rule: String(diagnostic.code ?? ""), data }] : [];
  });
  // Where edits cannot say for which version they are, those for another one would land on the wrong text.
  const fitting = carried.filter(
    ({ data }) => client.versionedEdits || data.version === null || data.version === checked?.version,
  );
  const fixes = fitting.flatMap((each) => fixesOf(each, uri, client));
  return [
    ...fixes.filter(({ isPreferred }) => isPreferred),
    ...fixes.filter(({ isPreferred }) => !isPreferred),
    ...ofWholeFile(carried, uri, checked?.analysis?.findings ?? []),
    ...fitting.flatMap((each) => ignoring(each, uri, client)),
    ...pages(carried, client),
  ];
}

/** The fixes of one diagnostic; the first safe one is what the editor may apply without a question. */
function fixesOf({ diagnostic, data }: Carried, uri: string, client: ClientFeatures): CodeAction[] {
  const preferred = data.fixes.find(({ safety }) => safety === "safe");
  return data.fixes.map((fix) => ({
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnostic],
    ...(fix === preferred && { isPreferred: true }),
    edit: workspaceEdit(client, uri, data.version, fix.edits),
  }));
}

/** Fixes of the whole file, made when they are chosen; offered where there is more than the fix at hand. */
function ofWholeFile(carried: readonly Carried[], uri: string, findings: readonly Finding[]): CodeAction[] {
  const actions: CodeAction[] = [];
  // With their diagnostics, so that editors keep them above the actions below.
  const add = (title: string, of: readonly Carried[], options: FixAllArguments): void => {
    const command = { title, command: fixAllCommand, arguments: [options] };
    const diagnostics = of.map(({ diagnostic }) => diagnostic);
    actions.push({ title, kind: CodeActionKind.QuickFix, diagnostics, command });
  };
  for (const rule of new Set(carried.map((each) => each.rule))) {
    const fixes = findings.filter((each) => each.rule === rule).flatMap((each) => each.fix?.() ?? []);
    if (fixes.length < 2) continue;
    const safety = fixes.every((fix) => fix.safety === "safe") ? "safe" : "suggested";
    const own = carried.filter((each) => each.rule === rule);
    add(`Fix all \`${rule}\` in this file`, own, { uri, rule, safety });
  }
  const safe = findings.filter((each) => each.fix?.()?.safety === "safe");
  const isAtHand = carried.some(({ data }) => data.fixes.some(({ safety }) => safety === "safe"));
  if (carried.length > 0 && safe.length > (isAtHand ? 1 : 0))
    add("Fix all safe problems in this file", carried, { uri, safety: "safe" });
  return actions;
}

function ignoring({ diagnostic, rule, data }: Carried, uri: string, client: ClientFeatures): CodeAction[] {
  if (data.ignore === null) return [];
  return [
    {
      title: `Ignore \`${rule}\` on this line`,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      edit: workspaceEditWithPlaceholder(client, uri, data.version, data.ignore, ignoreReason),
    },
  ];
}

/** One for each rule. */
function pages(carried: readonly Carried[], { options }: ClientFeatures): CodeAction[] {
  if (!options.commands.includes(openRulePageCommand)) return [];
  return [...new Set(carried.map(({ rule }) => rule))].flatMap((rule): CodeAction[] => {
    if (rulePageUrl(rule) === null) return [];
    const title = `Open the page of \`${rule}\``;
    const diagnostics = carried.filter((each) => each.rule === rule).map(({ diagnostic }) => diagnostic);
    const command = { title, command: openRulePageCommand, arguments: [rule] };
    return [{ title, kind: CodeActionKind.QuickFix, diagnostics, command }];
  });
}
