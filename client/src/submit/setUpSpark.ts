import { existsSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  composeSubmitRequest,
  type ComposeSubmitParams,
  type ComposeSubmitResult,
} from "../../../server/src/protocol/submit.ts";
import { runProcess, type FinishedProcess } from "../processes.ts";
import { checkJava } from "./findJava.ts";
import { pythonCandidates, pythonOfEnvironment } from "./findPython.ts";

/**
 * Makes a virtual environment `.venv` in the folder and installs the PySpark of the target version into it; one that
 * is there already is used. Shows progress and can be cancelled. Gives whether Spark is there in the end.
 */
export async function setUpLocalSpark(
  folder: vscode.WorkspaceFolder,
  sparkVersion: string,
  client: LanguageClient,
): Promise<boolean> {
  const log = client.outputChannel;
  const requirement = `pyspark==${sparkVersion}.*`;
  const title = vscode.l10n.t("Setting up {0} in .venv", `PySpark ${sparkVersion}`);
  const problem = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) => install(folder, requirement, log, progress, token),
  );
  if (problem === null) {
    const java = await checkJava(await minimumJava(client, sparkVersion), process.env);
    const done = vscode.l10n.t("{0} is installed in .venv.", `PySpark ${sparkVersion}`);
    void vscode.window.showInformationMessage(java === null ? done : `${done} ${java}`);
    return true;
  }
  if (problem !== "cancelled") {
    const showLog = vscode.l10n.t("Show Log");
    const choice = await vscode.window.showErrorMessage(problem, showLog);
    if (choice === showLog) log.show();
  }
  return false;
}

async function minimumJava(client: LanguageClient, sparkVersion: string): Promise<number> {
  const params: ComposeSubmitParams = {
    text: null,
    profile: null,
    application: null,
    sparkVersion,
    sparkHome: null,
    python: null,
    eventLogFolder: null,
    variables: {},
  };
  return (await client.sendRequest<ComposeSubmitResult>(composeSubmitRequest, params)).minimumJava;
}

async function install(
  folder: vscode.WorkspaceFolder,
  requirement: string,
  log: vscode.LogOutputChannel,
  progress: vscode.Progress<{ message?: string }>,
  token: vscode.CancellationToken,
): Promise<string | null> {
  const environment = path.join(folder.uri.fsPath, ".venv");
  const python = pythonOfEnvironment(environment);
  const onOutput = (text: string) => {
    for (const line of text.split(/\r?\n/).filter((part) => part.trim() !== "")) {
      log.info(line);
      progress.report({ message: line.trim().slice(0, 80) });
    }
  };
  const run = (argv: readonly string[]) => {
    log.info(argv.join(" "));
    return runProcess(argv, { cwd: folder.uri.fsPath, token, onOutput });
  };
  if (!existsSync(python)) {
    const base = await firstThatRuns(await pythonCandidates(folder));
    if (base === null) return vscode.l10n.t("There is no Python on PATH to make a virtual environment with.");
    progress.report({ message: vscode.l10n.t("making the virtual environment") });
    const made = await run([base, "-m", "venv", environment]);
    if (token.isCancellationRequested) return "cancelled";
    if (made.status !== 0) return vscode.l10n.t("The virtual environment was not made: {0}", lastLine(made));
  }
  progress.report({ message: vscode.l10n.t("installing {0}", requirement) });
  const installed = await run([python, "-m", "pip", "install", "--disable-pip-version-check", requirement]);
  if (token.isCancellationRequested) return "cancelled";
  return installed.status === 0 ? null : vscode.l10n.t("PySpark was not installed: {0}", lastLine(installed));
}

async function firstThatRuns(candidates: readonly string[]): Promise<string | null> {
  for (const candidate of candidates) {
    const { status } = await runProcess([candidate, "-c", "import venv"]);
    if (status === 0) return candidate;
  }
  return null;
}

function lastLine({ stdout, stderr, error }: FinishedProcess): string {
  const lines = `${stdout}\n${stderr}`.split("\n").filter((line) => line.trim() !== "");
  return error?.message ?? lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
}
