import { sparkVersionOf } from "./sparkHome.ts";
import { existsSync } from "node:fs";
import path from "node:path";
import * as vscode from "vscode";
import { runProcess } from "../processes.ts";

/** A Python and the PySpark in it, if there is one. */
export interface FoundPython {
  readonly executable: string;
  readonly pyspark: { readonly home: string; readonly version: string } | null;
}

// Without the working directory on the path, so that no pyspark.py of the workspace is taken for the package.
const question = [
  "import sys; sys.path = [p for p in sys.path if p]",
  "import importlib.util, json, os",
  "s = importlib.util.find_spec('pyspark')",
  "print(json.dumps({'executable': sys.executable, 'home': os.path.dirname(s.origin) if s and s.origin else None}))",
].join("; ");

/**
 * The Python that belongs to a folder: the first candidate that has PySpark, else the first that runs; null when there
 * is none. Candidates: the profile's, the one selected in the Python extension, a virtual environment in the folder,
 * python3 and python on PATH.
 */
export async function findPython(
  folder: vscode.WorkspaceFolder | undefined,
  wanted: string | null,
): Promise<FoundPython | null> {
  const candidates = wanted === null ? await pythonCandidates(folder) : [wanted];
  let fallback: FoundPython | null = null;
  for (const candidate of candidates) {
    const found = await examine(candidate, folder);
    if (found?.pyspark) return found;
    fallback ??= found;
  }
  return fallback;
}

/** Every Python worth a try, the likeliest first. */
export async function pythonCandidates(folder: vscode.WorkspaceFolder | undefined): Promise<string[]> {
  const selected = await selectedInterpreter(folder);
  const local = [".venv", "venv", "env"]
    .map((name) => path.join(folder?.uri.fsPath ?? "", name))
    .map(pythonOfEnvironment)
    .filter((executable) => folder !== undefined && existsSync(executable));
  const onPath = process.platform === "win32" ? ["python"] : ["python3", "python"];
  return [...new Set([...(selected === null ? [] : [selected]), ...local, ...onPath])];
}

/**
 * The first Python that can make a virtual environment and is not older than `minimum` ("3.10"): the candidates, then
 * the Pythons that PATH holds under a version's name. `found` names those that are there and do not fit.
 */
export async function pythonForEnvironment(
  folder: vscode.WorkspaceFolder,
  minimum: string,
): Promise<{ readonly python: string | null; readonly found: readonly string[] }> {
  const oldest = Number(minimum.split(".")[1]);
  const named = Array.from(
    { length: newestMinor - oldest + 1 },
    (_, index) => `python3.${newestMinor - index}`,
  );
  const found: string[] = [];
  for (const python of [...(await pythonCandidates(folder)), ...named]) {
    const { status, stdout } = await runProcess([
      python,
      "-c",
      "import sys, venv; print(sys.version.split()[0])",
    ]);
    const [major = 0, minor = 0] = stdout.trim().split(".").map(Number);
    if (status !== 0) continue;
    if (major === 3 && minor >= oldest) return { python, found };
    found.push(`${python} (${stdout.trim()})`);
  }
  return { python: null, found };
}

/** The newest Python 3 whose name on PATH is tried. */
const newestMinor = 15;

/** Where a virtual environment keeps its Python. */
export function pythonOfEnvironment(folder: string): string {
  return process.platform === "win32"
    ? path.join(folder, "Scripts", "python.exe")
    : path.join(folder, "bin", "python");
}

async function examine(
  executable: string,
  folder: vscode.WorkspaceFolder | undefined,
): Promise<FoundPython | null> {
  const cwd = folder === undefined ? {} : { cwd: folder.uri.fsPath };
  const { status, stdout } = await runProcess([executable, "-c", question], cwd);
  if (status !== 0) return null;
  try {
    const answer = JSON.parse(stdout) as { executable: string; home: string | null };
    const version = answer.home === null ? null : sparkVersionOf(answer.home);
    return {
      executable: answer.executable,
      pyspark: answer.home === null || version === null ? null : { home: answer.home, version },
    };
  } catch {
    return null;
  }
}

/** The part of the Python extension's interface that we use. */
interface PythonExtension {
  readonly environments?: {
    readonly getActiveEnvironmentPath?: (resource?: vscode.Uri) => { readonly path: string };
    readonly resolveEnvironment?: (environment: {
      readonly path: string;
    }) => Promise<{ readonly executable: { readonly uri?: vscode.Uri } } | undefined>;
  };
}

async function selectedInterpreter(folder: vscode.WorkspaceFolder | undefined): Promise<string | null> {
  const extension = vscode.extensions.getExtension<PythonExtension | undefined>("ms-python.python");
  if (extension === undefined) return null;
  try {
    const { environments } = (await extension.activate()) ?? {};
    const active = environments?.getActiveEnvironmentPath?.(folder?.uri);
    if (active === undefined) return null;
    const resolved = await environments?.resolveEnvironment?.(active);
    return resolved?.executable.uri?.fsPath ?? active.path;
  } catch {
    return null;
  }
}
