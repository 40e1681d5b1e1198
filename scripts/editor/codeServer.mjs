import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { endGroup, endWithUs, run } from "../prepare/processes.mjs";

/** @typedef {import("../prepare/editorBox.mjs").EditorBox} EditorBox */
/**
 * @typedef {object} EditorServer
 * @property {string} url of the page, without a folder
 * @property {number} pid
 * @property {Promise<void>} ended settles when the server is gone
 * @property {() => Promise<void>} stop ends the server and everything it started
 */
/**
 * @typedef {object} EditorOptions
 * @property {EditorBox} box
 * @property {string} base a short path that holds settings, extensions, sockets and logs of this editor
 * @property {number} [port] 0, the default, takes a free one
 * @property {Record<string, unknown>} [settings] the user's settings, beside the quiet ones
 * @property {NodeJS.ProcessEnv} [env] what the server, its extensions and its terminals see; this process's by default
 * @property {"off" | "ask"} [trust] whether VS Code asks to trust a folder
 * @property {readonly string[]} [args] further arguments for code-server
 */

/** No greetings, no updates, no chat, nothing that asks the network or covers the code. */
const quietSettings = {
  "workbench.startupEditor": "none",
  // In a browser the default saves by itself; on the desktop, and so here, the user does.
  "files.autoSave": "off",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.colorTheme": "Default Light Modern",
  "telemetry.telemetryLevel": "off",
  "update.mode": "none",
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "chat.disableAIFeatures": true,
};

/**
 * Starts the embedded editor on 127.0.0.1 and waits until it listens.
 * @param {EditorOptions} options
 * @returns {Promise<EditorServer>}
 * @throws {Error} naming the port when it is taken, else with the server's own words
 */
export async function startEditor({
  box,
  base,
  port = 0,
  settings = {},
  env = process.env,
  trust = "off",
  args = [],
}) {
  for (const folder of ["data/User", "extensions", "t"])
    mkdirSync(path.join(base, folder), { recursive: true });
  writeFileSync(
    path.join(base, "data/User/settings.json"),
    JSON.stringify({ ...quietSettings, ...terminalEnvironment(env), ...settings }, null, 2),
  );
  writeFileSync(path.join(base, "config.yaml"), "auth: none\n");
  const quiet = ["--disable-telemetry", "--disable-update-check", "--disable-getting-started-override"];
  const address = ["--auth", "none", "--bind-addr", `127.0.0.1:${port}`, "--ignore-last-opened"];
  const untrusting = trust === "off" ? ["--disable-workspace-trust"] : [];
  const child = spawn(
    box.node,
    [box.entry, ...foldersOf(base), ...address, ...quiet, ...untrusting, ...args],
    // a group of its own, so that extension hosts, language servers and terminals end with it
    { env: editorEnvironment(base, env), stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  endWithUs(child);
  const log = createWriteStream(path.join(base, "server.log"));
  const ended = new Promise((/** @type {(value: void) => void} */ resolve) =>
    child.once("close", () => resolve()),
  );
  const url = await new Promise((/** @type {(value: string) => void} */ resolve, reject) => {
    let text = "";
    const timer = setTimeout(() => {
      endGroup(child, "SIGKILL");
      reject(new Error(`The editor did not start within a minute:\n${text}`));
    }, 60_000);
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      log.write(chunk);
      if (text.length < 100_000) text += chunk.toString();
      const listening = /HTTP server listening on (http:\/\/[^\s/]+)/.exec(text)?.[1];
      if (listening === undefined) return;
      clearTimeout(timer);
      resolve(listening);
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("close", () => {
      clearTimeout(timer);
      const taken = text.includes("EADDRINUSE");
      const why = taken ? `Port ${port} is in use: choose another, or none to take a free one.` : text.trim();
      reject(new Error(taken ? why : `The editor ended at its start:\n${why}`));
    });
  });
  return { url, pid: child.pid ?? 0, ended, stop: () => stop(child, ended) };
}

/**
 * Installs a .vsix for the editor of `base`; no server needs to run.
 * @param {EditorBox} box
 * @param {string} base
 * @param {string} vsix
 * @returns {Promise<string>} the folder it was installed in
 * @throws {Error} with the editor's own words
 */
export async function installExtension(box, base, vsix) {
  const extensions = path.join(base, "extensions");
  mkdirSync(extensions, { recursive: true });
  const argv = [box.node, box.entry, ...foldersOf(base), "--install-extension", vsix, "--force"];
  const { status, output } = await run(argv, {
    env: editorEnvironment(base, process.env),
    timeoutMs: 120_000,
  });
  const folder = readdirSync(extensions).find((name) => name.startsWith("shufflewise."));
  if (status === 0 && folder !== undefined) return path.join(extensions, folder);
  throw new Error(`The editor could not install ${vsix}:\n${output.trim()}`);
}

/** @param {string} base */
function foldersOf(base) {
  return [
    ...["--config", path.join(base, "config.yaml")],
    ...["--user-data-dir", path.join(base, "data")],
    ...["--extensions-dir", path.join(base, "extensions")],
  ];
}

/** Variables that keep the editor's logs and sockets out of the user's folders. @param {string} base */
const ownVariables = (base) => ({
  XDG_DATA_HOME: path.join(base, "xdg"),
  XDG_RUNTIME_DIR: path.join(base, "t"),
});

/** The user's variables that code-server would take for its own, over its arguments: another port, another host. */
const misread = /^(PORT|PASSWORD|HASHED_PASSWORD|LOG_LEVEL|CODE_SERVER_\w+|CS_\w+|VSCODE_IPC_\w+)$/;

/** @param {string} base @param {NodeJS.ProcessEnv} env */
function editorEnvironment(base, env) {
  // Started from a VS Code terminal, the server would take itself for that window's command line.
  const inherited = Object.entries(env).filter(([name]) => !misread.test(name));
  // Without VSCODE_CLI it would ask a login shell for its variables, which may have another PATH than ours.
  return { ...Object.fromEntries(inherited), ...ownVariables(base), VSCODE_CLI: "1" };
}

/** Terminals and tasks get the user's own values back. @param {NodeJS.ProcessEnv} env */
function terminalEnvironment(env) {
  const kept = Object.keys(env).filter((name) => misread.test(name) && !name.startsWith("VSCODE_IPC_"));
  const names = [...Object.keys(ownVariables("")), ...kept];
  const original = Object.fromEntries(names.map((name) => [name, env[name] ?? null]));
  return { "terminal.integrated.env.linux": original, "terminal.integrated.env.osx": original };
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {Promise<void>} ended
 */
async function stop(child, ended) {
  endGroup(child, "SIGTERM");
  const late = setTimeout(() => endGroup(child, "SIGKILL"), 5000);
  await ended;
  clearTimeout(late);
  // what ignored the first signal has no parent left to end it
  endGroup(child, "SIGKILL");
}
