import * as vscode from "vscode";

/** A link to the Spark UI of the run that started last, in the status bar while it runs. */
export interface SparkUiLink {
  readonly show: (address: string) => void;
  readonly hide: () => void;
}

/** Prepares the link and its command. */
export function createSparkUiLink(context: vscode.ExtensionContext): SparkUiLink {
  const item = vscode.window.createStatusBarItem("shufflewise.sparkUi", vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t("Spark UI");
  item.text = "$(link-external) Spark UI";
  item.command = "shufflewise.openSparkUi";
  let current: string | null = null;
  context.subscriptions.push(
    item,
    vscode.commands.registerCommand("shufflewise.openSparkUi", async () => {
      if (current === null) {
        void vscode.window.showInformationMessage(
          vscode.l10n.t("No job is running, so there is no Spark UI."),
        );
        return;
      }
      // In a remote window the port is forwarded to the user's machine.
      await vscode.env.openExternal(await vscode.env.asExternalUri(vscode.Uri.parse(current)));
    }),
  );
  return {
    show: (address) => {
      current = address;
      item.tooltip = vscode.l10n.t("Open {0}", address);
      item.show();
    },
    hide: () => {
      current = null;
      item.hide();
    },
  };
}
