import * as vscode from "vscode";
import { ExecuteCommandRequest, type LanguageClient } from "vscode-languageclient/node";
import {
  checkWorkspaceCommand,
  fixWorkspaceCommand,
  type CheckWorkspaceResult,
  type FixWorkspaceResult,
} from "../../../server/src/protocol/commands.ts";
import { registerCommand } from "./command.ts";
import { requireFolder } from "./openFolder.ts";

/** Commands on all files of the workspace, which the server carries out. They are there while it is not, too. */
export function registerWorkspaceCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  const ask = (command: string): Promise<unknown> =>
    client.sendRequest(ExecuteCommandRequest.type, { command, arguments: [] });
  context.subscriptions.push(
    registerCommand(client, "checkWorkspace", async () => {
      if ((await requireFolder()) === undefined) return null;
      const result = await ask(checkWorkspaceCommand);
      if (isCheckResult(result)) void tellCheck(result);
      return result;
    }),
    registerCommand(client, "fixWorkspace", async () => {
      if ((await requireFolder()) === undefined) return null;
      const title = vscode.l10n.t("Safe fixes in the workspace");
      const result = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title },
        () => ask(fixWorkspaceCommand),
      );
      if (isFixResult(result)) tellFix(result);
      return result;
    }),
  );
}

/** Says what a check of the whole workspace has found. */
async function tellCheck({ files, findings, cancelled, unreadable }: CheckWorkspaceResult): Promise<void> {
  const showProblems = vscode.l10n.t("Show Problems");
  const parts = [
    cancelled
      ? vscode.l10n.t("The check was cancelled. Files checked so far: {0}; findings: {1}.", files, findings)
      : vscode.l10n.t("Files checked: {0}; findings: {1}.", files, findings),
    ...(unreadable.length > 0
      ? [vscode.l10n.t("Files that could not be read: {0}.", unreadable.length)]
      : []),
  ];
  const choice = await vscode.window.showInformationMessage(parts.join(" "), showProblems);
  if (choice === showProblems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** Says what the preview does not: that there is nothing to fix, or that closed notebooks are left out. */
function tellFix({ files, closedNotebooks }: FixWorkspaceResult): void {
  if (closedNotebooks > 0)
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "Notebooks with safe fixes that are left out, since they are not open: {0}. Open them and run this again, or let the command line fix them: shufflewise check --fix.",
        closedNotebooks,
      ),
    );
  else if (files === 0)
    void vscode.window.showInformationMessage(vscode.l10n.t("No file of the workspace has a safe fix."));
}

function isCheckResult(result: unknown): result is CheckWorkspaceResult {
  return typeof result === "object" && result !== null && "findings" in result;
}

function isFixResult(result: unknown): result is FixWorkspaceResult {
  return typeof result === "object" && result !== null && "applied" in result;
}
