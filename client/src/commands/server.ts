import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { convertSuppressionsKind } from "../../../server/src/protocol/codeActionKinds.ts";
import { startServer } from "../languageClient.ts";

/** Commands about the language server itself, and on the whole of the active file. */
export function registerServerCommands(context: vscode.ExtensionContext, client: LanguageClient): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("shufflewise.showLog", () => client.outputChannel.show(true)),
    vscode.commands.registerCommand("shufflewise.restartServer", async () => {
      if (client.isRunning()) await client.restart();
      else await startServer(client);
    }),
    vscode.commands.registerCommand("shufflewise.convertSuppressions", () =>
      vscode.commands.executeCommand("editor.action.sourceAction", {
        kind: convertSuppressionsKind,
        apply: "first",
      }),
    ),
  );
}
