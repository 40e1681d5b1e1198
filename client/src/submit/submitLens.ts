import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { readSettings, settingsSection } from "../settings.ts";
import type { SparkFiles } from "../sparkFiles.ts";
import { activeProfile, readProfiles } from "./profilesFile.ts";

const entryPoint = /^if[ \t]+__name__[ \t]*==[ \t]*["']__main__["'][ \t]*:/m;

/** The lens "Submit to Spark" above a Spark program's entry point, with the profile it would take. */
export function registerSubmitLens(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  sparkFiles: SparkFiles,
): void {
  const changed = new vscode.EventEmitter<void>();
  const refresh = () => changed.fire();
  const provider: vscode.CodeLensProvider = {
    onDidChangeCodeLenses: changed.event,
    provideCodeLenses: (document) => {
      const match = entryPoint.exec(document.getText());
      if (match === null || !readSettings(document).submitLens || !sparkFiles.usesSpark(document)) return [];
      return [new vscode.CodeLens(document.lineAt(document.positionAt(match.index)).range)];
    },
    resolveCodeLens: async (lens) => {
      const folder = vscode.workspace.workspaceFolders?.[0];
      const command = "shufflewise.submitCurrentFile";
      const title = client.isRunning()
        ? vscode.l10n.t("Submit to Spark ({0})", activeProfile(await readProfiles(client, folder), folder))
        : vscode.l10n.t("Submit to Spark");
      lens.command = { command, title: `$(play) ${title}` };
      return lens;
    },
  };
  context.subscriptions.push(
    changed,
    vscode.languages.registerCodeLensProvider({ language: "python", scheme: "file" }, provider),
    sparkFiles.onDidChange(refresh),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(settingsSection)) refresh();
    }),
    vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.path.endsWith("/.vscode/shufflewise.json")) refresh();
    }),
  );
}
