import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  type Diagnostic,
} from "vscode-languageserver";
import type { Analysis } from "../analysis/analyze.ts";
import { convertSuppressions } from "../analysis/convertSuppressions.ts";
import { fixAll } from "../analysis/fixAll.ts";
import { rulePageUrl } from "../features/rulePage.ts";
import { editsBetween } from "../features/editsBetween.ts";
import { refactoringsAt, type RefactoringName } from "../features/refactorings.ts";
import {
  convertSuppressionsKind,
  extractFunctionKind,
  formatSqlKind,
  refactoringKind,
  toDataFrameKind,
  toSqlKind,
} from "../protocol/codeActionKinds.ts";
import { fixAllCommand, openRulePageCommand, type FixAllArguments } from "../protocol/commands.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { toEdits, toOffset } from "./convert.ts";
import { readDiagnosticData } from "./diagnosticData.ts";
import { ignoreReason } from "./diagnostics.ts";
import { throwIfCancelled } from "./guard.ts";
import { sqlActionKinds, sqlActions } from "./sqlActions.ts";
import type { ServerContext } from "./serverContext.ts";
import { workspaceEdit, workspaceEditWithPlaceholder } from "./workspaceEdits.ts";

/** The kind that `editor.codeActionsOnSave` names. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.shufflewise`;
export const codeActionKinds = [
  CodeActionKind.QuickFix,
  fixAllKind,
  convertSuppressionsKind,
  CodeActionKind.RefactorExtract,
  ...sqlActionKinds,
];

/** Answers textDocument/codeAction: what belongs to a diagnostic comes from its own data. */
export function registerCodeActions(connection: Connection, context: ServerContext): void {
  const { guard, documents } = context;
  connection.onCodeAction((params, token) =>
    guard("textDocument/codeAction", [], async (): Promise<CodeAction[]> => {
      const client = context.client();
      const actions: CodeAction[] = [];
      if (wants(params, CodeActionKind.QuickFix)) {
        actions.push(...params.context.diagnostics.flatMap((each) => ofDiagnostic(each, params, client)));
        const ours = params.context.diagnostics.filter(({ source }) => source === "shufflewise");
        const analysis = ours.length > 0 ? (await documents.check(params.textDocument.uri))?.analysis : null;
        throwIfCancelled(token);
        if (analysis) actions.push(...ofWholeFile(ours, params, analysis));
      }
      if ([formatSqlKind, toDataFrameKind, toSqlKind].some((kind) => wants(params, kind))) {
        const checked = await documents.check(params.textDocument.uri);
        throwIfCancelled(token);
        if (checked !== null)
          actions.push(...sqlActions(params, checked, client, (kind) => wants(params, kind)));
      }
      if (asksForRefactorings(params))
        actions.push(...(await refactorings(params, context)));
      // Computing all fixes is work: only for those who ask for it by name, as saving does.
      if (params.context.only !== undefined && wants(params, fixAllKind))
        actions.push(...(await fixAllSafe(params, context)));
      if (params.context.only !== undefined && wants(params, convertSuppressionsKind))
        actions.push(...(await suppressionsConverted(params, context)));
      return actions;
    }),
  );
}

/** Whether a client that asks for certain kinds has asked for this one, or one above it. */
function wants({ context: { only } }: CodeActionParams, kind: string): boolean {
  return (
    only === undefined || only.some((each) => each === "" || kind === each || kind.startsWith(`${each}.`))
  );
}

/** Whether a client has asked for refactorings, one of them, or all kinds. */
const asksForRefactorings = ({ context: { only } }: CodeActionParams): boolean =>
  only === undefined || only.some((kind) => kind === "" || kind.split(".")[0] === CodeActionKind.Refactor);

function ofDiagnostic(
  diagnostic: Diagnostic,
  params: CodeActionParams,
  client: ClientFeatures,
): CodeAction[] {
  const data = readDiagnosticData(diagnostic);
  const { uri } = params.textDocument;
  const rule = String(diagnostic.code ?? "");
  if (data === null) return [];
  const base = { kind: CodeActionKind.QuickFix, diagnostics: [diagnostic] };
  const actions = data.fixes.map(({ title, safety, edits }): CodeAction => ({
    ...base,
    title,
    ...(safety === "safe" && { isPreferred: true }),
    edit: workspaceEdit(client, uri, data.version, edits),
  }));
  if (data.ignore !== null)
    actions.push({
      ...base,
      title: `Ignore \`${rule}\` on this line`,
      edit: workspaceEditWithPlaceholder(client, uri, data.version, data.ignore, ignoreReason),
    });
  if (client.options.commands.includes(openRulePageCommand) && rulePageUrl(rule) !== null) {
    const title = `Open the page of \`${rule}\``;
    actions.push({ ...base, title, command: { title, command: openRulePageCommand, arguments: [rule] } });
  }
  return actions;
}

/** Fixes of the whole file, made when they are chosen; offered where there is more than the fix at hand. */
function ofWholeFile(
  diagnostics: readonly Diagnostic[],
  { textDocument: { uri } }: CodeActionParams,
  { findings }: Analysis,
): CodeAction[] {
  const actions: CodeAction[] = [];
  for (const rule of new Set(diagnostics.map(({ code }) => String(code ?? "")))) {
    const fixes = findings.filter((each) => each.rule === rule).flatMap((each) => each.fix?.() ?? []);
    if (fixes.length < 2) continue;
    const safety = fixes.every((fix) => fix.safety === "safe") ? "safe" : "suggested";
    actions.push(fixAllAction(`Fix all \`${rule}\` in this file`, { uri, rule, safety }));
  }
  const safe = findings.filter((each) => each.fix?.()?.safety === "safe");
  if (safe.length > 0)
    actions.push(fixAllAction("Fix all safe problems in this file", { uri, safety: "safe" }));
  return actions;
}

function fixAllAction(title: string, options: FixAllArguments): CodeAction {
  return {
    title,
    kind: CodeActionKind.QuickFix,
    command: { title, command: fixAllCommand, arguments: [options] },
  };
}

async function fixAllSafe(
  { textDocument: { uri } }: CodeActionParams,
  { documents, engine, client }: ServerContext,
): Promise<CodeAction[]> {
  const ready = await engine;
  const checked = await documents.check(uri);
  if (!checked?.analysis || !checked.settings.included) return [];
  const { document, analysis, version } = checked;
  const { text } = fixAll(ready, analysis.text, analysis.options, { safety: "safe" });
  const edits = toEdits(document, editsBetween(analysis.text, text));
  if (edits.length === 0) return [];
  const edit = workspaceEdit(client(), uri, version, edits);
  return [{ title: "Fix all safe problems in this file", kind: fixAllKind, edit }];
}

async function suppressionsConverted(
  { textDocument: { uri } }: CodeActionParams,
  { documents, engine, client }: ServerContext,
): Promise<CodeAction[]> {
  const checked = await documents.check(uri);
  if (!checked?.analysis) return [];
  const { document, analysis, version } = checked;
  const edits = toEdits(document, convertSuppressions(await engine, analysis));
  if (edits.length === 0) return [];
  const edit = workspaceEdit(client(), uri, version, edits);
  return [{ title: "Convert suppressions of other linters", kind: convertSuppressionsKind, edit }];
}

const kindOf = (name: RefactoringName): string =>
  name === "extractFunction" ? extractFunctionKind : `${refactoringKind}.${name}`;

async function refactorings(params: CodeActionParams, context: ServerContext): Promise<CodeAction[]> {
  const checked = await context.documents.check(params.textDocument.uri);
  if (!checked?.analysis || checked.kind !== "python") return [];
  const { document, analysis, version } = checked;
  const { start, end } = params.range;
  const client = context.client();
  return refactoringsAt(analysis.facts, toOffset(document, start), toOffset(document, end))
    .map((each) => ({ ...each, kind: kindOf(each.name) }))
    .filter(({ kind }) => wants(params, kind))
    .flatMap(({ title, kind, edits, newName, refusal }): CodeAction[] => {
      if (refusal !== undefined)
        return client.disabledActions ? [{ title, kind, disabled: { reason: refusal } }] : [];
      const list = toEdits(document, edits);
      const edit =
        newName === undefined
          ? workspaceEdit(client, document.uri, version, list)
          : workspaceEditWithPlaceholder(client, document.uri, version, list, newName);
      return [{ title, kind, edit }];
    });
}
