import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { isOff, offerRestart } from "../languageClient.ts";

/**
 * Registers one of our commands. What goes wrong in it is told with a next step, never in the editor's own words about
 * a command that "resulted in an error".
 */
export function registerCommand(
  client: LanguageClient,
  name: string,
  run: (argument: never) => unknown,
): vscode.Disposable {
  return vscode.commands.registerCommand(`shufflewise.${name}`, async (argument: unknown) => {
    try {
      return await run(argument as never);
    } catch (error) {
      tellFailure(client, error);
      return undefined;
    }
  });
}

function tellFailure(client: LanguageClient, error: unknown): void {
  if (isOff(client)) {
    void offerRestart(vscode.l10n.t("The Shufflewise server is not running, and this needs it."));
    return;
  }
  client.outputChannel.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
}
