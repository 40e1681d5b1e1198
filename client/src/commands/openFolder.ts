import * as vscode from "vscode";

/** The workspace's folder that a document lies in, else the first one. */
export function folderOf(uri: vscode.Uri | undefined): vscode.WorkspaceFolder | undefined {
  const own = uri === undefined ? undefined : vscode.workspace.getWorkspaceFolder(uri);
  return own ?? vscode.workspace.workspaceFolders?.[0];
}

/** The folder of the active file; where none is open the user is told and may open one. */
export async function requireFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folder = folderOf(vscode.window.activeTextEditor?.document.uri);
  if (folder !== undefined) return folder;
  const open = vscode.l10n.t("Open Folder");
  const choice = await vscode.window.showErrorMessage(vscode.l10n.t("Open a folder first."), open);
  if (choice === open) await vscode.commands.executeCommand("vscode.openFolder");
  return undefined;
}
