import { accessSync, constants, realpathSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { readSettings } from "../settings.ts";
import { findPython, pythonOfEnvironment, type FoundPython } from "./findPython.ts";
import { sparkVersionOf } from "./sparkHome.ts";

/** A Spark that can be submitted to. */
export interface FoundSpark {
  readonly sparkSubmit: string;
  /** Null when spark-submit finds its home by itself. */
  readonly sparkHome: string | null;
  readonly version: string | null;
  readonly python: FoundPython | null;
}

/** Why there is no Spark, and what has named a wrong one, if anything has. */
export interface MissingSpark {
  readonly message: string;
  readonly blame: "setting" | "profile" | "environment" | null;
}

export interface WantedSpark {
  readonly sparkHome: string | null;
  readonly python: string | null;
}

/**
 * Finds spark-submit: the setting, the profile's sparkHome, SPARK_HOME, PATH, the PySpark of the folder's Python.
 * What the user has named is taken or told to be wrong, never silently passed over.
 */
export async function findSpark(
  folder: vscode.WorkspaceFolder | undefined,
  wanted: WantedSpark,
): Promise<FoundSpark | MissingSpark> {
  const { sparkSubmitPath } = readSettings(folder);
  const found = await findPython(folder, wanted.python);
  const python =
    found?.pyspark || wanted.python !== null ? found : ((await pythonOfSparkHome(folder)) ?? found);
  if (wanted.python !== null && python === null) {
    return {
      message: vscode.l10n.t('The profile\'s "python" does not run: {0}', wanted.python),
      blame: "profile",
    };
  }
  if (sparkSubmitPath !== "") {
    const file = resolvePath(sparkSubmitPath, folder);
    return isExecutable(file)
      ? fromSubmit(file, python)
      : { message: vscode.l10n.t("There is no spark-submit at {0}.", file), blame: "setting" };
  }
  if (wanted.sparkHome !== null) {
    const home = resolvePath(wanted.sparkHome, folder);
    return (
      fromHome(home, python) ?? {
        message: vscode.l10n.t('The profile\'s "sparkHome" holds no Spark: {0}', home),
        blame: "profile",
      }
    );
  }
  const environmentHome = process.env["SPARK_HOME"] ?? "";
  if (environmentHome !== "") {
    const message = vscode.l10n.t(
      "SPARK_HOME holds no Spark: {0}. Correct it, or name a spark-submit in the settings.",
      environmentHome,
    );
    return fromHome(environmentHome, python) ?? { message, blame: "environment" };
  }
  const onPath = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .map((entry) => path.join(entry, submitName))
    .find(isExecutable);
  if (onPath !== undefined) return fromSubmit(onPath, python);
  const pyspark = python?.pyspark ? fromHome(python.pyspark.home, python) : null;
  if (pyspark !== null) return pyspark;
  const message =
    python === null
      ? vscode.l10n.t("There is neither a spark-submit nor a Python on this machine's PATH.")
      : vscode.l10n.t(
          "There is no spark-submit: not in SPARK_HOME, not on PATH, and {0} has no PySpark.",
          python.executable,
        );
  return { message, blame: null };
}

/** The Python of the virtual environment that SPARK_HOME lies in, when it is the home of a PySpark from pip. */
async function pythonOfSparkHome(folder: vscode.WorkspaceFolder | undefined): Promise<FoundPython | null> {
  const home = process.env["SPARK_HOME"] ?? "";
  if (home === "" || path.basename(path.dirname(home)) !== "site-packages") return null;
  const levels = process.platform === "win32" ? "../../.." : "../../../..";
  return findPython(folder, pythonOfEnvironment(path.resolve(home, levels)));
}

const submitName = process.platform === "win32" ? "spark-submit.cmd" : "spark-submit";

function fromHome(home: string, python: FoundPython | null): FoundSpark | null {
  const sparkSubmit = path.join(home, "bin", submitName);
  return isExecutable(sparkSubmit)
    ? { sparkSubmit, sparkHome: home, version: sparkVersionOf(home), python }
    : null;
}

/** A spark-submit in a virtual environment's bin/ has no Spark beside it: then the environment's PySpark is the home. */
function fromSubmit(sparkSubmit: string, python: FoundPython | null): FoundSpark {
  const home = path.dirname(path.dirname(realpathSync(sparkSubmit)));
  const version = sparkVersionOf(home);
  if (version !== null) return { sparkSubmit, sparkHome: home, version, python };
  const isPySparks = python?.pyspark && path.dirname(python.executable) === path.dirname(sparkSubmit);
  return isPySparks
    ? { sparkSubmit, sparkHome: python.pyspark.home, version: python.pyspark.version, python }
    : { sparkSubmit, sparkHome: null, version: null, python };
}

function resolvePath(file: string, folder: vscode.WorkspaceFolder | undefined): string {
  const base = folder?.uri.fsPath ?? "";
  const home = process.env["HOME"] ?? process.env["USERPROFILE"] ?? "";
  const filled = file
    .replace(/^~(?=[\\/]|$)/, home)
    .replaceAll("${workspaceFolder}", base)
    .replaceAll("${userHome}", home)
    .replaceAll(/\$\{env:([^}]*)\}/g, (whole, name: string) => process.env[name] ?? whole);
  return path.resolve(base, filled);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, process.platform === "win32" ? constants.F_OK : constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
