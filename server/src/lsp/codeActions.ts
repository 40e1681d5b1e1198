import {
  CodeActionKind,
  type CodeAction,
  type CodeActionParams,
  type Connection,
} from "vscode-languageserver";
import { convertSuppressions } from "../analysis/convertSuppressions.ts";
import { fixAll } from "../analysis/fixAll.ts";
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
import { toEdits, toOffset } from "./convert.ts";
import { throwIfCancelled } from "./guard.ts";
import { quickFixes } from "./quickFixes.ts";
import { sqlActionKinds, sqlActions } from "./sqlActions.ts";
import type { ServerContext } from "./serverContext.ts";
import { workspaceEdit, workspaceEditWithPlaceholder } from "./workspaceEdits.ts";

/** The kind that `editor.codeActionsOnSave` names. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.shufflewise`;
/** The kind that `notebook.codeActionsOnSave` names for a notebook as a whole. */
const notebookFixAllKind = `notebook.${fixAllKind}`;
export const codeActionKinds = [
  CodeActionKind.QuickFix,
  fixAllKind,
  notebookFixAllKind,
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
        const ours = params.context.diagnostics.filter(({ source }) => source === "shufflewise");
        const checked = ours.length > 0 ? await documents.check(params.textDocument.uri) : null;
        throwIfCancelled(token);
        actions.push(...quickFixes(ours, params.textDocument.uri, client, checked));
      }
      if ([formatSqlKind, toDataFrameKind, toSqlKind].some((kind) => wants(params, kind))) {
        const checked = await documents.check(params.textDocument.uri);
        throwIfCancelled(token);
        if (checked !== null)
          actions.push(...sqlActions(params, checked, client, (kind) => wants(params, kind)));
      }
      if (asksForRefactorings(params)) actions.push(...(await refactorings(params, context)));
      // Computing all fixes is work: only for those who ask for it by name, as saving does.
      const fixesAll = [fixAllKind, notebookFixAllKind].some((kind) => wants(params, kind));
      if (params.context.only !== undefined && fixesAll) actions.push(...(await fixAllSafe(params, context)));
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

async function fixAllSafe(
  params: CodeActionParams,
  { documents, engine, client }: ServerContext,
): Promise<CodeAction[]> {
  const { uri } = params.textDocument;
  const ready = await engine;
  const checked = await documents.check(uri);
  if (!checked?.analysis || !checked.settings.included) return [];
  const { document, analysis, version } = checked;
  const { text } = fixAll(ready, analysis.text, analysis.options, { safety: "safe", path: analysis.path });
  const edits = toEdits(document, editsBetween(analysis.text, text));
  // Saving a notebook asks each cell for its own, and may ask for the whole besides.
  return [fixAllKind, notebookFixAllKind].flatMap((kind): CodeAction[] => {
    const own =
      kind === notebookFixAllKind ? edits : edits.filter((edit) => (edit.document?.uri ?? uri) === uri);
    if (own.length === 0 || !wants(params, kind)) return [];
    const edit = workspaceEdit(client(), uri, version, own);
    return [{ title: "Fix all safe problems in this file", kind, edit }];
  });
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
