import path from "node:path";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  State,
  TransportKind,
  type ErrorHandler,
} from "vscode-languageclient/node";
import {
  checkWorkspaceCommand,
  fixWorkspaceCommand,
  openRulePageCommand,
} from "../../server/src/protocol/commands.ts";
import { trustedNotification, type InitializationOptions } from "../../server/src/protocol/initialize.ts";
import { serverNodeOptions } from "../../server/src/protocol/launch.ts";
import { confirmedEdits } from "./confirmedEdits.ts";
import { sqlColouring } from "./pythonColours.ts";

/** The files that the server looks after. */
const documents = [
  ...["file", "untitled", "vscode-notebook-cell"].map((scheme) => ({ scheme, language: "python" })),
  { scheme: "file", language: "spark-defaults" },
  { scheme: "file", pattern: "**/*.sql" },
  { scheme: "file", pattern: "**/shufflewise.toml" },
  { scheme: "file", pattern: "**/pyproject.toml" },
];

/** Prepares the connection to the language server; nothing runs before `start`. The log opens with the first line. */
export function createLanguageClient(context: vscode.ExtensionContext): LanguageClient {
  const log = vscode.window.createOutputChannel("Shufflewise", { log: true });
  context.subscriptions.push(log);
  const module = context.asAbsolutePath(path.join("server", "dist", "server.js"));
  const execArgv = [...serverNodeOptions];
  const server = { module, transport: TransportKind.ipc };
  const initializationOptions: InitializationOptions = {
    commands: [openRulePageCommand, checkWorkspaceCommand, fixWorkspaceCommand],
    trusted: vscode.workspace.isTrusted,
  };
  const client = new LanguageClient(
    "shufflewise",
    "Shufflewise",
    {
      run: { ...server, options: { execArgv } },
      debug: { ...server, options: { execArgv: [...execArgv, "--nolazy", "--inspect=6009"] } },
    },
    {
      documentSelector: documents,
      outputChannel: log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions,
      errorHandler: restartOnce(),
      middleware: { ...sqlColouring, workspace: confirmedEdits },
    },
  );
  context.subscriptions.push(
    client,
    client.onDidChangeState(
      () => void vscode.commands.executeCommand("setContext", "shufflewise.isServerOff", isOff(client)),
    ),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void client.sendNotification(trustedNotification)),
  );
  return client;
}

/** Whether the server has ended, or did not start: then it is the user who starts it again. */
export function isOff(client: LanguageClient): boolean {
  return client.state === State.Stopped || client.state === State.StartFailed;
}

/** Starts the server; a failure is told, never thrown. */
export async function startServer(client: LanguageClient): Promise<void> {
  try {
    await client.start();
  } catch (error) {
    client.outputChannel.error(String(error));
    await offerRestart(vscode.l10n.t("The Shufflewise server did not start. Its log says why."));
  }
}

/** A server that dies is started again once; when it dies again within three minutes, the user decides. */
function restartOnce(): ErrorHandler {
  const window = 3 * 60_000;
  let lastEnd = Number.NEGATIVE_INFINITY;
  return {
    error: (_error, _message, count) => ({
      action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
    }),
    closed: () => {
      const again = Date.now() - lastEnd < window;
      lastEnd = Date.now();
      if (again) {
        void offerRestart(
          vscode.l10n.t("The Shufflewise server ended twice within three minutes and stays off."),
        );
        return { action: CloseAction.DoNotRestart, handled: true };
      }
      void vscode.window.showWarningMessage(
        vscode.l10n.t("The Shufflewise server ended unexpectedly and was started again."),
      );
      return { action: CloseAction.Restart, handled: true };
    },
  };
}

/** Tells that the server is missing, and offers to start it again. */
export async function offerRestart(message: string): Promise<void> {
  const restart = vscode.l10n.t("Restart Server");
  const showLog = vscode.l10n.t("Show Log");
  const choice = await vscode.window.showErrorMessage(message, restart, showLog);
  if (choice === restart) await vscode.commands.executeCommand("shufflewise.restartServer");
  if (choice === showLog) await vscode.commands.executeCommand("shufflewise.showLog");
}
