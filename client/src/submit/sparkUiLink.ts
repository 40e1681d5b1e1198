import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { registerCommand } from "../commands/command.ts";
import { followAddresses, type RunAddress, type UiAddress } from "./uiAddresses.ts";

/** Prepares the link to the Spark UI in the status bar, and its command; each run gets what it tells by itself. */
export function createSparkUiLink(
  context: vscode.ExtensionContext,
  client: LanguageClient,
): () => RunAddress {
  const item = vscode.window.createStatusBarItem("shufflewise.sparkUi", vscode.StatusBarAlignment.Left, 50);
  item.name = vscode.l10n.t("Spark UI");
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
  return followAddresses((shown) => {
    current = shown?.address ?? null;
    if (shown === null) item.hide();
    else {
      item.text = ["$(link-external) Spark UI", shown.state].filter((part) => part !== null).join(": ");
      item.tooltip = tooltipOf(shown);
      item.show();
    }
  });
}

function tooltipOf({ address, state }: UiAddress): string {
  return address === null
    ? vscode.l10n.t("The cluster says: {0}.", state ?? "")
    : vscode.l10n.t("Open {0}", address);
}
