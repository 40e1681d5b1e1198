import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommand } from "../commands/command.ts";

/** A link to the Spark UI of the run that started last, in the status bar while it runs. */
export interface SparkUiLink {
  readonly show: (address: string) => void;
  /** The cluster's page about the job, for as long as the driver has not told of its own. */
  readonly showUnlessKnown: (address: string) => void;
  /** What the cluster manager says about the job now, beside the link. */
  readonly tellState: (state: string) => void;
  readonly hide: () => void;
}

/** Prepares the link and its command. */
export function createSparkUiLink(context: vscode.ExtensionContext, client: LanguageClient): SparkUiLink {
  const item = vscode.window.createStatusBarItem("shufflewise.sparkUi", vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t("Spark UI");
  const text = "$(link-external) Spark UI";
  item.text = text;
  item.command = "shufflewise.openSparkUi";
  let current: string | null = null;
  context.subscriptions.push(
    item,
    registerCommand(client, "openSparkUi", async () => {
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
  const show = (address: string) => {
    current = address;
    item.tooltip = vscode.l10n.t("Open {0}", address);
    item.show();
  };
  return {
    show,
    showUnlessKnown: (address) => {
      if (current === null) show(address);
    },
    tellState: (state) => {
      item.text = `${text}: ${state}`;
      if (current === null) item.tooltip = vscode.l10n.t("The cluster says: {0}.", state);
      item.show();
    },
    hide: () => {
      current = null;
      item.text = text;
      item.hide();
    },
  };
}
