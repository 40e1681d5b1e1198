/**
 * `npm start [-- PATH] [--no-editor] [--port N]`: the findings of PATH (default: examples/), then PATH in an editor with
 * the extension at work. Ctrl+C ends the embedded editor.
 */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { addressOf } from "./editor/address.mjs";
import { installExtension, startEditor } from "./editor/codeServer.mjs";
import { prepareEditorBox } from "./prepare/editorBox.mjs";
import { prepareNodeModules } from "./prepare/nodeModules.mjs";
import { cache, root } from "./prepare/paths.mjs";
import { sparkEnvironment } from "./prepare/python.mjs";
import { onPath, run } from "./prepare/processes.mjs";

// npm runs scripts in the root; a path was typed where npm was called, and is shown as it is seen from there
const calledFrom = process.env.INIT_CWD ?? process.cwd();
const usage = "npm start [-- PATH] [--no-editor] [--port N]";

try {
  await start(readArguments());
} catch (error) {
  console.error(/** @type {Error} */ (error).message);
  process.exitCode = 1;
}

/** @param {ReturnType<typeof readArguments>} options */
async function start({ target, editor, port }) {
  const say = (/** @type {string} */ line) => console.error(line);
  await prepareNodeModules(say);
  // imported late: the builder needs the packages that were installed just now
  const { buildIfStale } = await import("./build.mjs");
  if (await buildIfStale()) say("Built the extension and the command line.");
  await showFindings(target);
  if (!editor) return;
  const code = hasScreen() ? onPath("code") : undefined;
  if (code === undefined) await openEmbedded(target, port, say);
  else await openInstalled(code, target);
}

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        "no-editor": { type: "boolean" },
        port: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const port = Number(values.port ?? 0);
    if (positionals.length > 1) throw new Error("Only one PATH can be opened.");
    if (!Number.isInteger(port) || port < 0 || port > 65_535)
      throw new Error(`${values.port ?? ""} is no port.`);
    const target = path.resolve(calledFrom, positionals[0] ?? path.join(root, "examples"));
    if (!existsSync(target)) throw new Error(`${target} does not exist.`);
    return { target, editor: !values["no-editor"], port };
  } catch (error) {
    console.error(`${/** @type {Error} */ (error).message}\nUsage: ${usage}`);
    process.exit(2);
  }
}

/** A file that cannot be read is told, and opened all the same. @param {string} target */
async function showFindings(target) {
  const shown = path.relative(calledFrom, target) || ".";
  const argv = [path.join(root, "server/dist/cli.js"), "check", "--fail-level", "never", "--", shown];
  const child = spawn(process.execPath, argv, { stdio: "inherit", cwd: calledFrom });
  const status = await new Promise((resolve) => child.once("close", resolve));
  if (status !== 0 && status !== 2)
    throw new Error(`The check of ${target} ended with status ${String(status)}.`);
}

/** A `code` command cannot open a window without a screen, unless VS Code itself started this terminal. */
function hasScreen() {
  const { DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI } = process.env;
  return process.platform !== "linux" || [DISPLAY, WAYLAND_DISPLAY, VSCODE_IPC_HOOK_CLI].some(Boolean);
}

/** @param {string} code @param {string} target */
async function openInstalled(code, target) {
  const argv = [`--extensionDevelopmentPath=${root}`, target];
  const { status, output } = await run([code, ...argv], { timeoutMs: 60_000 });
  if (status !== 0) throw new Error(`${code} ${argv.join(" ")} failed:\n${output.trim()}`);
  console.log(`Opened ${target} in Visual Studio Code with Shufflewise.`);
}

/**
 * @param {string} target
 * @param {number} port
 * @param {(line: string) => void} say
 */
async function openEmbedded(target, port, say) {
  const { packageExtension } = await import("./package.mjs");
  const [box, vsix] = await Promise.all([prepareEditorBox(say), packageExtension()]);
  // short, because the paths of sockets in it may have 107 characters
  const base = mkdtempSync(path.join(tmpdir(), "shufflewise-"));
  process.once("exit", () => rmSync(base, { recursive: true, force: true, maxRetries: 3 }));
  await installExtension(box, base, vsix);
  const server = await startEditor({ box, base, port, env: { ...process.env, ...preparedSpark(say) } });
  console.log(`\nThe editor with Shufflewise: ${addressOf(server.url, target)}\nCtrl+C ends it.`);
  let stopping = false;
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      stopping = true;
      void server.stop();
    });
  }
  await server.ended;
  if (!stopping) throw new Error("The editor has ended by itself. Start it again with npm start.");
}

/** The PySpark that the tests have made serves here too, unless the user has a Spark. @param {(line: string) => void} say */
function preparedSpark(say) {
  const file = path.join(cache, "python/ready.json");
  if (process.env.SPARK_HOME || onPath("spark-submit") || !existsSync(file)) return {};
  const ready = JSON.parse(readFileSync(file, "utf8"));
  if (!existsSync(ready.python)) return {};
  say(`Submitting uses PySpark ${ready.sparkVersion} of .cache/python, which the tests have made.`);
  return sparkEnvironment(ready);
}
