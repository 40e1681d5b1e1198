import { spawn, type ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import { killTree } from "../relay/killTree.ts";

/** Thrown when the workspace is not trusted: then nothing starts. */
export class UntrustedWorkspaceError extends Error {}

export interface ProcessOptions {
  readonly cwd?: string;
  /** Replaces the whole environment. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/**
 * Asked before anything starts.
 * @throws {UntrustedWorkspaceError} in a workspace that the user does not trust
 */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted) {
    throw new UntrustedWorkspaceError(
      vscode.l10n.t("Shufflewise starts nothing in a workspace that you do not trust."),
    );
  }
}

/**
 * Starts a process from its argv, never through a shell, in a group of its own. Every process of the extension but the
 * language server and the tasks of submitted jobs starts here.
 * @throws {UntrustedWorkspaceError} in a workspace that the user does not trust
 */
function startProcess(argv: readonly string[], { cwd, env }: ProcessOptions): ChildProcess {
  requireTrust();
  const [command = "", ...args] = argv;
  return spawn(command, args, {
    cwd,
    env: env ?? process.env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: process.platform !== "win32",
    windowsHide: true,
  });
}

export interface FinishedProcess {
  /** Null when it was ended by a signal or did not start. */
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Why it did not start. */
  readonly error: NodeJS.ErrnoException | null;
}

/** Runs a process to its end; `onOutput` gets both streams as they come. A cancelled one is ended with its children. */
export async function runProcess(
  argv: readonly string[],
  options: ProcessOptions & {
    readonly token?: vscode.CancellationToken;
    readonly onOutput?: (text: string) => void;
    /** What ends it when it is cancelled: SIGTERM unless said otherwise. */
    readonly endSignal?: NodeJS.Signals;
  } = {},
): Promise<FinishedProcess> {
  const child = startProcess(argv, options);
  const cancelling = options.token?.onCancellationRequested(() => void endProcess(child, options.endSignal));
  const output = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name]?.setEncoding("utf8").on("data", (text: string) => {
      output[name] += text;
      options.onOutput?.(text);
    });
  }
  if (options.token?.isCancellationRequested) void endProcess(child, options.endSignal);
  return new Promise((resolve) => {
    const finish = (status: number | null, error: NodeJS.ErrnoException | null) => {
      cancelling?.dispose();
      resolve({ status, ...output, error });
    };
    child.on("error", (error) => finish(null, error));
    child.on("close", (status) => finish(status, null));
  });
}

/** Ends a process and its children: politely, and after five seconds for sure. */
async function endProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  const { pid } = child;
  if (pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  if (process.platform === "win32") {
    killTree(pid);
    return ended;
  }
  signalGroup(pid, signal);
  const force = setTimeout(() => signalGroup(pid, "SIGKILL"), 5000);
  await ended;
  clearTimeout(force);
}

/** Sends a signal to a process and all it has started; an ended group is left alone. POSIX only. */
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself.
  }
}
