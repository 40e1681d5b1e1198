import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommand } from "./command.ts";
import { folderOf, requireFolder } from "./openFolder.ts";
import { activeProfile, editProfiles, readProfiles } from "../submit/profilesFile.ts";
import { setUpLocalSpark } from "../submit/setUpSpark.ts";
import type { SubmitTasks } from "../submit/submitTasks.ts";

/** Commands that submit jobs and prepare for it. Those that start processes first ask whether the workspace is trusted. */
export function registerSubmitCommands(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  tasks: SubmitTasks,
): void {
  const register = (name: string, run: (argument: unknown) => unknown) =>
    context.subscriptions.push(registerCommand(client, name, run));

  const lastPython = watchPythonEditors(context);
  const active = (argument: unknown) =>
    argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
  register("submitCurrentFile", async (argument) => {
    if (!(await requireTrust())) return null;
    // A page that is no text, such as the walkthrough's, stands before the file that the user means.
    const application = await savedFile(active(argument) ?? lastPython());
    if (application === undefined) return null;
    if (application === null) {
      void offerOpen();
      return null;
    }
    return tasks.submit({ folder: folderOf(vscode.Uri.file(application)), application, profile: null });
  });
  register("submitWithProfile", async (argument) => {
    if (!(await requireTrust())) return null;
    const uri = active(argument);
    const application = await savedFile(uri);
    if (application === undefined) return null;
    const folder = folderOf(application === null ? uri : vscode.Uri.file(application));
    const profile = await pickProfile(client, folder);
    return profile === undefined ? null : tasks.submit({ folder, application, profile });
  });
  register("editSubmitProfiles", async () => {
    const folder = await requireFolder();
    if (folder !== undefined) await editProfiles(folder);
  });
  register("setUpLocalSpark", async () => {
    if (!(await requireTrust())) return false;
    const folder = await requireFolder();
    return folder !== undefined && setUpLocalSpark(folder, client);
  });
}

/** Gives the Python file that had the focus last, while a tab shows it. */
function watchPythonEditors(context: vscode.ExtensionContext): () => vscode.Uri | undefined {
  const pythonIn = (editor: vscode.TextEditor | undefined) =>
    editor?.document.languageId === "python" ? editor.document.uri : undefined;
  let last = pythonIn(vscode.window.activeTextEditor);
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor((editor) => (last = pythonIn(editor) ?? last)),
  );
  return () => {
    const shown = vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .flatMap(({ input }) => (input instanceof vscode.TabInputText ? [input.uri.toString()] : []));
    return last !== undefined && shown.includes(last.toString()) ? last : undefined;
  };
}

async function offerOpen(): Promise<void> {
  const open = vscode.l10n.t("Open File");
  const message = vscode.l10n.t("Open the Python file that you want to submit.");
  if ((await vscode.window.showErrorMessage(message, open)) === open)
    await vscode.commands.executeCommand("workbench.action.quickOpen");
}

async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t("Manage Trust");
  const message = vscode.l10n.t("Shufflewise starts nothing in a workspace that you do not trust.");
  const choice = await vscode.window.showWarningMessage(message, manage);
  if (choice === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return vscode.workspace.isTrusted;
}

/**
 * The path of a Python file, saved as it is in the editor; one that has no name yet gets one from the user. Null when it
 * is none, undefined when it was not saved: then the user has decided so, or VS Code has said why.
 */
async function savedFile(uri: vscode.Uri | undefined): Promise<string | null | undefined> {
  if (uri === undefined) return null;
  const document = await vscode.workspace.openTextDocument(uri);
  if (document.languageId !== "python" || !["file", "untitled"].includes(uri.scheme)) return null;
  if (!document.isDirty && !document.isUntitled) return uri.fsPath;
  return (await vscode.workspace.save(uri))?.fsPath;
}

async function pickProfile(
  client: LanguageClient,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<string | undefined> {
  const known = await readProfiles(client, folder);
  const active = activeProfile(known, folder);
  const items = known.profiles.map(({ name, master, file }) => ({
    label: name,
    description: [master, file].filter((part) => part !== null).join(" · "),
    detail: name === active ? vscode.l10n.t("what submits take now") : "",
  }));
  const choice = await vscode.window.showQuickPick(items, {
    placeHolder: vscode.l10n.t("Submit with which profile?"),
  });
  return choice?.label;
}
