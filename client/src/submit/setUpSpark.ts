import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import {
  sparkNeedsRequest,
  type SparkNeedsParams,
  type SparkNeedsResult,
} from "../../../server/src/protocol/submit.ts";
import { checkJava } from "./findJava.ts";
import { findSpark } from "./findSpark.ts";
import { makeLocalEnvironment, type EnvironmentOutcome } from "./localEnvironment.ts";
import { refusalOf } from "./prepareRun.ts";
import { refusedSetUp } from "./refusedSetUp.ts";
import { offerRemedies } from "./remedies.ts";

/** The folders in which it is at work. */
const working = new Set<string>();

/**
 * Makes a virtual environment `.venv` in the folder and installs the PySpark of the target version into it; one that
 * is there already is used. Shows progress and can be cancelled. Gives whether Spark is there in the end.
 */
export async function setUpLocalSpark(
  folder: vscode.WorkspaceFolder,
  client: LanguageClient,
): Promise<boolean> {
  const place = folder.uri.fsPath;
  if (working.has(place)) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t("Local Spark is being set up in this folder already."),
    );
    return false;
  }
  working.add(place);
  try {
    const params: SparkNeedsParams = { folder: folder.uri.toString() };
    const needs = await client.sendRequest<SparkNeedsResult>(sparkNeedsRequest, params);
    const outcome = await withProgress(folder, needs, client.outputChannel);
    if (outcome.kind === "ready") {
      void tellReady(folder, outcome, needs.java);
      return true;
    }
    if (outcome.kind === "cancelled") tellCancelled();
    else void offerRemedies(refusedSetUp(outcome, needs));
    return false;
  } finally {
    working.delete(place);
  }
}

function withProgress(
  folder: vscode.WorkspaceFolder,
  { sparkVersion, python: minimumPython }: SparkNeedsResult,
  log: vscode.LogOutputChannel,
): Thenable<EnvironmentOutcome> {
  const title = vscode.l10n.t("Setting up {0} in .venv", `PySpark ${sparkVersion}`);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    (progress, token) =>
      makeLocalEnvironment(
        { folder, sparkVersion, minimumPython },
        { log, token, report: (message) => progress.report({ message }) },
      ),
  );
}

/** The progress notification is gone as soon as it is cancelled; this tells when all is cleared away too. */
function tellCancelled(): void {
  vscode.window.setStatusBarMessage(vscode.l10n.t("Setting up a local Spark was cancelled."), 10_000);
}

/** Tells what is there, and what still stands between it and a run: no Java, or another Spark that comes first. */
async function tellReady(
  folder: vscode.WorkspaceFolder,
  { home, version, wasThere }: Extract<EnvironmentOutcome, { kind: "ready" }>,
  minimumJava: number,
): Promise<void> {
  const spark = `PySpark ${version}`;
  const done = wasThere
    ? vscode.l10n.t("{0} is in .venv already.", spark)
    : vscode.l10n.t("{0} is installed in .venv.", spark);
  const java = await checkJava(minimumJava, process.env);
  if (java !== null) return offerRemedies({ message: `${done} ${java}`, remedies: ["installJava"] });
  const used = await findSpark(folder, { sparkHome: null, python: null });
  if ("message" in used) {
    const { message, remedies } = refusalOf(used);
    return offerRemedies({ message: `${done} ${message}`, remedies });
  }
  const other = used.sparkHome ?? used.sparkSubmit;
  const isOther = path.relative(home, other) !== "" && !other.startsWith(home);
  void vscode.window.showInformationMessage(
    isOther
      ? `${done} ${vscode.l10n.t("Submits still use {0}, which the settings, SPARK_HOME or PATH name.", other)}`
      : done,
  );
}
