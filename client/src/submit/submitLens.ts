import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { folderOf } from "../commands/openFolder.ts";
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
    provideCodeLenses: async (document) => {
      const match = entryPoint.exec(document.getText());
      if (match === null || !readSettings(document).submitLens || !sparkFiles.usesSpark(document)) return [];
      const { range } = document.lineAt(document.positionAt(match.index));
      const folder = folderOf(document.uri);
      const title = client.isRunning()
        ? vscode.l10n.t("Submit to Spark ({0})", activeProfile(await readProfiles(client, folder), folder))
        : vscode.l10n.t("Submit to Spark");
      const command = "shufflewise.submitCurrentFile";
      return [new vscode.CodeLens(range, { command, title: `$(play) ${title}`, arguments: [document.uri] })];
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
