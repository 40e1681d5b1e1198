import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { runProcess, type FinishedProcess } from "../processes.ts";
import { pythonForEnvironment, pythonOfEnvironment } from "./findPython.ts";
import { pipFailure, type PipFailure } from "./pipFailure.ts";
import { sparkVersionOf } from "./sparkHome.ts";

export interface EnvironmentRequest {
  readonly folder: vscode.WorkspaceFolder;
  /** Major and minor version of the PySpark: "4.1". */
  readonly sparkVersion: string;
  /** The oldest Python that it installs on: "3.10". */
  readonly minimumPython: string;
}

/** How a step of the work is watched and stopped. */
export interface EnvironmentWatch {
  readonly log: vscode.LogOutputChannel;
  readonly report: (message: string) => void;
  readonly token: vscode.CancellationToken;
}

export type EnvironmentOutcome =
  | { readonly kind: "ready"; readonly home: string; readonly version: string; readonly wasThere: boolean }
  | { readonly kind: "cancelled" }
  /** No Python is new enough; `found` names those that are there, such as "python3 (3.9.2)". */
  | { readonly kind: "noPython"; readonly found: readonly string[] }
  /** The environment was there before, and its Python does not start. */
  | { readonly kind: "brokenEnvironment" }
  | { readonly kind: "failed"; readonly step: "venv" | "pip"; readonly failure: PipFailure };

/** The environment's folder, in the workspace's. */
export const environmentName = ".venv";

/**
 * Sees to it that the folder's `.venv` holds the PySpark asked for: makes the environment where there is none, and
 * installs with its own pip. What ends early leaves nothing behind: neither half an environment nor half a package.
 */
export async function makeLocalEnvironment(
  request: EnvironmentRequest,
  watch: EnvironmentWatch,
): Promise<EnvironmentOutcome> {
  const { folder, sparkVersion } = request;
  const environment = path.join(folder.uri.fsPath, environmentName);
  const present = installedIn(environment, sparkVersion);
  if (present !== null) return { kind: "ready", ...present, wasThere: true };
  const isNew = !existsSync(environment);
  const halves = halfPackages(environment);
  let outcome: EnvironmentOutcome | null = null;
  try {
    outcome =
      (isNew ? await makeEnvironment(environment, request, watch) : null) ??
      (await installPySpark(environment, request, watch));
    return outcome;
  } finally {
    if (outcome?.kind !== "ready") {
      const made = isNew ? [environment] : halfPackages(environment).filter((half) => !halves.includes(half));
      for (const folder of made) rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    }
  }
}

async function makeEnvironment(
  environment: string,
  { folder, minimumPython }: EnvironmentRequest,
  watch: EnvironmentWatch,
): Promise<EnvironmentOutcome | null> {
  const { python, found } = await pythonForEnvironment(folder, minimumPython);
  if (python === null) return { kind: "noPython", found };
  watch.report(vscode.l10n.t("making the virtual environment"));
  const made = await run([python, "-m", "venv", environment], folder, watch);
  if (watch.token.isCancellationRequested) return { kind: "cancelled" };
  if (made.status !== 0) return { kind: "failed", step: "venv", failure: pipFailure(textOf(made), "") };
  // As newer Pythons do by themselves, so that no version control takes the environment in.
  writeFileSync(path.join(environment, ".gitignore"), "*\n");
  return null;
}

async function installPySpark(
  environment: string,
  { folder, sparkVersion }: EnvironmentRequest,
  watch: EnvironmentWatch,
): Promise<EnvironmentOutcome> {
  const python = pythonOfEnvironment(environment);
  if ((await run([python, "--version"], folder, watch)).status !== 0) return { kind: "brokenEnvironment" };
  let pip = await run([python, "-m", "pip", "--version"], folder, watch);
  if (pip.status !== 0) {
    await run([python, "-m", "ensurepip"], folder, watch);
    pip = await run([python, "-m", "pip", "--version"], folder, watch);
  }
  const requirement = `pyspark==${sparkVersion}.*`;
  watch.report(vscode.l10n.t("installing {0}", requirement));
  const options = ["--no-input", "--disable-pip-version-check", ...progressOption(pip.stdout)];
  const installed = await run([python, "-m", "pip", "install", ...options, requirement], folder, watch);
  if (watch.token.isCancellationRequested) return { kind: "cancelled" };
  const present = installed.status === 0 ? installedIn(environment, sparkVersion) : null;
  return present === null
    ? { kind: "failed", step: "pip", failure: pipFailure(textOf(installed), sparkVersion) }
    : { kind: "ready", ...present, wasThere: false };
}

/** From 24.1 on pip tells a program how much it has downloaded. */
function progressOption(pipVersion: string): readonly string[] {
  const [, major = "0", minor = "0"] = /^pip (\d+)\.(\d+)/.exec(pipVersion) ?? [];
  return Number(major) > 24 || (Number(major) === 24 && Number(minor) >= 1) ? ["--progress-bar", "raw"] : [];
}

async function run(
  argv: readonly string[],
  folder: vscode.WorkspaceFolder,
  { log, report, token }: EnvironmentWatch,
): Promise<FinishedProcess> {
  log.info(argv.join(" "));
  // A Python told to look elsewhere would install elsewhere.
  const elsewhere = {
    PYTHONHOME: undefined,
    PYTHONPATH: undefined,
    PIP_TARGET: undefined,
    PIP_USER: undefined,
  };
  const env = { ...process.env, ...elsewhere };
  const onOutput = (text: string) => {
    for (const line of text.split(/\r?\n/).filter((part) => part.trim() !== "")) {
      const [, done, all] = /^Progress (\d+) of (\d+)/.exec(line) ?? [];
      if (done === undefined || all === undefined) {
        log.info(line);
        report(line.trim().slice(0, 80));
      } else if (Number(all) > 0) {
        report(vscode.l10n.t("downloaded {0} of {1} MB", megabytes(done), megabytes(all)));
      }
    }
  };
  // pip takes its temporary files away when it is interrupted, and leaves them when it is terminated.
  return runProcess(argv, { cwd: folder.uri.fsPath, env, token, onOutput, endSignal: "SIGINT" });
}

const megabytes = (bytes: string): number => Math.round(Number(bytes) / 1e6);

const textOf = ({ stdout, stderr, error }: FinishedProcess): string =>
  [stdout, stderr, error?.message ?? ""].join("\n");

/** The PySpark of a version in an environment, completely installed. */
function installedIn(environment: string, version: string): { home: string; version: string } | null {
  for (const folder of packageFolders(environment)) {
    const home = path.join(folder, "pyspark");
    const found = sparkVersionOf(home);
    if (found?.startsWith(`${version}.`) && hasRecord(folder)) return { home, version: found };
  }
  return null;
}

/** PySparks that no finished installation stands behind: pip writes its record last. */
function halfPackages(environment: string): string[] {
  return packageFolders(environment)
    .filter((folder) => !hasRecord(folder))
    .map((folder) => path.join(folder, "pyspark"))
    .filter((home) => existsSync(home));
}

function hasRecord(packages: string): boolean {
  return readdirSync(packages).some(
    (name) => /^pyspark-.*\.dist-info$/.test(name) && existsSync(path.join(packages, name, "RECORD")),
  );
}

function packageFolders(environment: string): string[] {
  const windows = path.join(environment, "Lib", "site-packages");
  const lib = path.join(environment, "lib");
  const pythons = existsSync(lib) ? readdirSync(lib).filter((name) => name.startsWith("python")) : [];
  const folders = [windows, ...pythons.map((name) => path.join(lib, name, "site-packages"))];
  return [...new Set(folders)].filter((folder) => existsSync(folder));
}
