import path from "node:path";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
  type ErrorHandler,
  type ExecuteCommandSignature,
} from "vscode-languageclient/node";
import {
  checkWorkspaceCommand,
  openRulePageCommand,
  type CheckWorkspaceResult,
} from "../../server/src/protocol/commands.ts";
import { trustedNotification, type InitializationOptions } from "../../server/src/protocol/initialize.ts";
import { serverNodeOptions } from "../../server/src/protocol/launch.ts";
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
    commands: [openRulePageCommand],
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
      middleware: { executeCommand: tellResult, ...sqlColouring },
    },
  );
  context.subscriptions.push(
    client,
    vscode.workspace.onDidGrantWorkspaceTrust(() => void client.sendNotification(trustedNotification)),
  );
  return client;
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

async function offerRestart(message: string): Promise<void> {
  const restart = vscode.l10n.t("Restart Server");
  const showLog = vscode.l10n.t("Show Log");
  const choice = await vscode.window.showErrorMessage(message, restart, showLog);
  if (choice === restart) await vscode.commands.executeCommand("shufflewise.restartServer");
  if (choice === showLog) await vscode.commands.executeCommand("shufflewise.showLog");
}

/** Says what a check of the whole workspace has found. */
async function tellResult(
  command: string,
  parameters: unknown[],
  next: ExecuteCommandSignature,
): Promise<unknown> {
  const result: unknown = await next(command, parameters);
  if (command === checkWorkspaceCommand && isCheckResult(result)) void tellCheck(result);
  return result;
}

async function tellCheck({ files, findings, cancelled, unreadable }: CheckWorkspaceResult): Promise<void> {
  const showProblems = vscode.l10n.t("Show Problems");
  const parts = [
    cancelled
      ? vscode.l10n.t("The check was cancelled after {0} files; findings so far: {1}.", files, findings)
      : vscode.l10n.t("Checked {0} files; findings: {1}.", files, findings),
    ...(unreadable.length > 0
      ? [vscode.l10n.t("Files that could not be read: {0}.", unreadable.length)]
      : []),
  ];
  const choice = await vscode.window.showInformationMessage(parts.join(" "), showProblems);
  if (choice === showProblems) await vscode.commands.executeCommand("workbench.actions.view.problems");
}

function isCheckResult(result: unknown): result is CheckWorkspaceResult {
  return typeof result === "object" && result !== null && "findings" in result;
}
