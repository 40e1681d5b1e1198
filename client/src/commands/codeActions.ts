import * as vscode from "vscode";
import { CodeActionRequest, type LanguageClient } from "vscode-languageclient/node";
import {
  convertSuppressionsKind,
  formatSqlKind,
  toDataFrameKind,
  toSqlKind,
} from "../../../server/src/protocol/codeActionKinds.ts";
import { registerCommand } from "./command.ts";

/** Commands that apply a code action of one kind; where there is none at the cursor, they say what is missing there. */
export function registerCodeActionCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  const register = (name: string, kind: string, apply: string, whatToOpen: string, whatIsMissing: string) =>
    registerCommand(client, name, async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined) void vscode.window.showInformationMessage(whatToOpen);
      else if (kind === formatSqlKind && editor.document.uri.path.endsWith(".sql"))
        await vscode.commands.executeCommand("editor.action.formatDocument");
      // The editor would name the kind, which tells nobody anything.
      else if (!(await hasAction(client, editor, kind)))
        void vscode.window.showInformationMessage(whatIsMissing);
      else await vscode.commands.executeCommand(apply, { kind, apply: "first" });
    });
  const atCursor = "editor.action.codeAction";
  const sql = vscode.l10n.t("Open a file, and put the cursor in the SQL.");
  context.subscriptions.push(
    register(
      "formatSql",
      formatSqlKind,
      atCursor,
      sql,
      vscode.l10n.t("There is no SQL at the cursor that could be formatted."),
    ),
    register(
      "convertSqlToDataFrame",
      toDataFrameKind,
      atCursor,
      sql,
      vscode.l10n.t("There is no SQL query at the cursor. Put it into the text of a query."),
    ),
    register(
      "convertDataFrameToSql",
      toSqlKind,
      atCursor,
      vscode.l10n.t("Open a Python file, and put the cursor on a DataFrame."),
      vscode.l10n.t("There is no chain of DataFrame methods at the cursor. Put it on a step of one."),
    ),
    register(
      "convertSuppressions",
      convertSuppressionsKind,
      "editor.action.sourceAction",
      vscode.l10n.t("Open the Python file with the suppressions."),
      vscode.l10n.t("This file has no suppressions of other linters."),
    ),
  );
}

/** Whether the server has an action of the kind, be it one that says why it is refused. */
async function hasAction(client: LanguageClient, editor: vscode.TextEditor, kind: string): Promise<boolean> {
  const actions = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(editor.document),
    range: client.code2ProtocolConverter.asRange(editor.selection),
    context: { diagnostics: [], only: [kind] },
  });
  return actions !== null && actions.length > 0;
}
