import { spawn } from "node:child_process";
import { accessSync, constants, statSync } from "node:fs";
import path from "node:path";

/** @typedef {{ status: number, stdout: string, stderr: string, output: string }} Finished `output` holds both streams as they came */
/** @typedef {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean, timeoutMs?: number }} RunOptions */

/** Children that are still running; they end with this process. @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Runs a program to its end and never throws: a program that cannot start has status 127, one that ran out of time 124.
 * @param {readonly string[]} argv
 * @param {RunOptions} [options] `show` passes the output on to the terminal as well
 * @returns {Promise<Finished>}
 */
export function run(argv, { cwd, env, show = false, timeoutMs } = {}) {
  const [program = "", ...args] = argv;
  return new Promise((resolve) => {
    let [stdout, stderr, output] = ["", "", ""];
    const child = spawn(program, args, {
      cwd,
      env: env ?? process.env,
      stdio: ["ignore", "pipe", "pipe"],
      detached: process.platform !== "win32",
    });
    endWithUs(child);
    let late = false;
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            late = true;
            endGroup(child, "SIGKILL");
          }, timeoutMs);
    child.stdout.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      stdout += text;
      output += text;
      if (show) process.stdout.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
      stderr += text;
      output += text;
      if (show) process.stderr.write(text);
    });
    /** @param {number} status @param {string} [note] */
    const finish = (status, note = "") => {
      clearTimeout(timer);
      resolve({ status, stdout, stderr: stderr + note, output: output + note });
    };
    child.on("error", (error) => finish(127, error.message));
    child.on("close", (code, signal) => {
      if (late) finish(124, `\n${program} was ended after ${String(timeoutMs)} ms`);
      else finish(code ?? 128, signal === null ? "" : `\n${program} was ended by ${signal}`);
    });
  });
}

/**
 * A program that leads a process group of its own would outlive us: this ends it, and all it started, when we end.
 * @param {import("node:child_process").ChildProcess} child
 */
export function endWithUs(child) {
  running.add(child);
  child.once("error", () => running.delete(child));
  child.once("close", () => running.delete(child));
}

/**
 * Ends a program together with everything it started.
 * @param {import("node:child_process").ChildProcess} child
 * @param {NodeJS.Signals} signal
 */
export function endGroup(child, signal) {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // it has ended by itself
  }
}

/** Ctrl+C, a closed terminal or a broken pipe of this script must not leave its children running. */
process.once("exit", () => {
  for (const child of running) endGroup(child, "SIGKILL");
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => {
    if (process.listenerCount(signal) === 1) process.exit(130);
  });
}
process.stdout.on("error", () => process.exit(141));

/**
 * The full path of a program on PATH, or undefined.
 * @param {string} name
 */
export function onPath(name) {
  const endings = process.platform === "win32" ? (process.env.PATHEXT ?? ".EXE;.CMD").split(";") : [""];
  for (const folder of (process.env.PATH ?? "").split(path.delimiter)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (folder !== "" && isExecutable(file)) return file;
    }
  }
  return undefined;
}

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** The argv that starts npm with this Node, so that no shell and no npm.cmd is needed. @param {readonly string[]} args */
export function npm(...args) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.(c|m)?js$/.test(script)) return [process.execPath, script, ...args];
  return [onPath("npm") ?? "npm", ...args];
}
