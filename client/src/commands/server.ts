import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { startServer } from "../languageClient.ts";
import { registerCommand } from "./command.ts";

/** Commands about the language server itself. */
export function registerServerCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    registerCommand(client, "showLog", () => client.outputChannel.show(true)),
    registerCommand(client, "restartServer", async () => {
      if (client.isRunning()) await client.restart();
      else await startServer(client);
      if (client.isRunning())
        vscode.window.setStatusBarMessage(
          vscode.l10n.t("Shufflewise: the language server has restarted."),
          3000,
        );
    }),
  );
}
