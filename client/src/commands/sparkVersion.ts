import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { settingsSection } from "../settings.ts";
import type { TargetVersion } from "../statusBar.ts";
import { registerCommand } from "./command.ts";
import { folderOf } from "./openFolder.ts";

export const setSparkVersionCommand = "shufflewise.setSparkVersion";

interface Manifest {
  readonly contributes: {
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly enum?: readonly string[] } | undefined>>;
    };
  };
}

/** Lets the user choose the Spark version that findings and submits are for; the manifest lists them. */
export function registerSparkVersion(
  context: vscode.ExtensionContext,
  client: LanguageClient,
  target: TargetVersion,
): void {
  const { contributes } = context.extension.packageJSON as Manifest;
  const versions = contributes.configuration.properties["shufflewise.sparkVersion"]?.enum ?? [];
  context.subscriptions.push(
    registerCommand(client, "setSparkVersion", async () => {
      const current = target.current();
      const items = versions.map((version) => ({
        label: version === "auto" ? vscode.l10n.t("Automatic") : `Spark ${version}`,
        description:
          version === "auto"
            ? vscode.l10n.t("from the project's dependencies")
            : version === current?.sparkVersion
              ? vscode.l10n.t("now, from {0}", current.origin)
              : "",
        version,
      }));
      const placeHolder = vscode.l10n.t("Which Spark will run this code?");
      const choice = await vscode.window.showQuickPick(items, { placeHolder });
      if (choice === undefined) return;
      const folder = folderOf(vscode.window.activeTextEditor?.document.uri);
      const settings = vscode.workspace.getConfiguration(settingsSection, folder);
      const { Global, Workspace, WorkspaceFolder } = vscode.ConfigurationTarget;
      // What a folder says of itself would win over the workspace.
      const ofWorkspace =
        settings.inspect("sparkVersion")?.workspaceFolderValue === undefined ? Workspace : WorkspaceFolder;
      await settings.update("sparkVersion", choice.version, folder === undefined ? Global : ofWorkspace);
    }),
  );
}
