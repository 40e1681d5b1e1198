import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  convertSuppressionsKind,
  formatSqlKind,
  toDataFrameKind,
  toSqlKind,
} from "../../../server/src/protocol/codeActionKinds.ts";
import { registerCommand } from "./command.ts";

/** Commands that apply a code action of one kind; where there is none at the cursor, the editor says so. */
export function registerCodeActionCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  const register = (name: string, kind: string, apply: string, whatToOpen: string) =>
    registerCommand(client, name, async () => {
      if (vscode.window.activeTextEditor === undefined) void vscode.window.showInformationMessage(whatToOpen);
      else await vscode.commands.executeCommand(apply, { kind, apply: "first" });
    });
  const atCursor = "editor.action.codeAction";
  const sql = vscode.l10n.t("Open a file, and put the cursor in the SQL.");
  const frame = vscode.l10n.t("Open a Python file, and put the cursor on a DataFrame.");
  const linters = vscode.l10n.t("Open the Python file with the suppressions.");
  context.subscriptions.push(
    register("formatSql", formatSqlKind, atCursor, sql),
    register("convertSqlToDataFrame", toDataFrameKind, atCursor, sql),
    register("convertDataFrameToSql", toSqlKind, atCursor, frame),
    register("convertSuppressions", convertSuppressionsKind, "editor.action.sourceAction", linters),
  );
}
