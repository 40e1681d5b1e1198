import * as vscode from "vscode";
import type { SparkNeedsResult } from "../../../server/src/protocol/submit.ts";
import { environmentName, type EnvironmentOutcome } from "./localEnvironment.ts";
import type { PipFailure } from "./pipFailure.ts";
import type { RefusedRun } from "./prepareRun.ts";

/** Why there is no local Spark in the end, and the next step. */
export function refusedSetUp(
  outcome: Exclude<EnvironmentOutcome, { kind: "ready" | "cancelled" }>,
  wanted: SparkNeedsResult,
): RefusedRun {
  switch (outcome.kind) {
    case "noPython":
      return { message: noPython(outcome.found, wanted), remedies: ["installPython", "setUpSpark"] };
    case "brokenEnvironment": {
      const message = vscode.l10n.t(
        "The Python in {0} does not start. Delete that folder and try again.",
        environmentName,
      );
      return { message, remedies: ["setUpSpark", "showLog"] };
    }
    case "failed": {
      const { cause } = outcome.failure;
      const isVersions = cause === "python" || cause === "version";
      return {
        message: ofPip(outcome.failure, outcome.step, wanted),
        remedies: [isVersions ? "changeSparkVersion" : "setUpSpark", "showLog"],
      };
    }
  }
}

function noPython(found: readonly string[], { sparkVersion, python }: SparkNeedsResult): string {
  return found.length === 0
    ? vscode.l10n.t(
        "There is no Python on PATH. PySpark {0} needs Python {1} or newer.",
        sparkVersion,
        python,
      )
    : vscode.l10n.t(
        "PySpark {0} needs Python {1} or newer; there is only {2}.",
        sparkVersion,
        python,
        found.join(", "),
      );
}

function ofPip(failure: PipFailure, step: "venv" | "pip", { sparkVersion }: SparkNeedsResult): string {
  switch (failure.cause) {
    case "index":
      return vscode.l10n.t(
        "pip could not reach the package index {0}. Check the network, HTTPS_PROXY and pip's index-url.",
        failure.index ?? "https://pypi.org/simple",
      );
    case "python":
      return vscode.l10n.t(
        "PySpark {0} needs Python {1}, which {2} does not have. Delete that folder, or change the Spark version.",
        sparkVersion,
        failure.requires,
        environmentName,
      );
    case "version":
      return vscode.l10n.t("The package index has no PySpark {0}.", sparkVersion);
    case "disk":
      return vscode.l10n.t(
        "The disk is full: PySpark needs about 1.5 GB while it is installed. Free some space.",
      );
    case "permission":
      return vscode.l10n.t(
        "Writing was refused: {0}. Change the folder's permissions.",
        failure.file ?? environmentName,
      );
    case "ensurepip":
      return vscode.l10n.t(
        "This Python cannot make virtual environments. Install {0}, then try again.",
        failure.package ?? "ensurepip",
      );
    case "other":
      return step === "venv"
        ? vscode.l10n.t("The virtual environment was not made: {0}", failure.line)
        : vscode.l10n.t("PySpark was not installed: {0}", failure.line);
  }
}
