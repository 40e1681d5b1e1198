/**
 * Bundles the extension, the language server and the command line, and lays their assets beside them.
 * `--production` minifies and leaves source maps out; `--watch` rebuilds on every change.
 */
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { build, context } from "esbuild";
import { cache, root } from "./prepare/paths.mjs";

const required = createRequire(import.meta.url);

const assets = "server/dist/assets";

/** @type {readonly { entry: string, outfile: string, external?: string[], banner?: string, browser?: boolean }[]} */
const bundles = [
  { entry: "client/src/main.ts", outfile: "client/dist/extension.cjs", external: ["vscode"] },
  { entry: "client/relay/submitRelay.ts", outfile: "client/dist/submitRelay.cjs" },
  { entry: "client/webview/planPage.ts", outfile: "client/dist/planPage.js", browser: true },
  { entry: "server/src/lsp/launch.ts", outfile: "server/dist/server.js" },
  { entry: "server/src/lsp/main.ts", outfile: "server/dist/serverMain.js" },
  { entry: "server/src/cli/launch.ts", outfile: "server/dist/cli.js", banner: "#!/usr/bin/env node" },
  { entry: "server/src/cli/main.ts", outfile: "server/dist/cliMain.js" },
  { entry: "server/src/cli/launchWorker.ts", outfile: "server/dist/worker.js" },
  { entry: "server/src/cli/worker.ts", outfile: "server/dist/workerMain.js" },
];

/**
 * Builds everything once.
 * @param {{ production?: boolean }} [options]
 * @throws {Error} with esbuild's messages, which it has also printed
 */
export async function buildAll({ production = false } = {}) {
  const start = sourceState();
  clean();
  await Promise.all(bundles.map((bundle) => build(optionsOf(bundle, production))));
  finish();
  mkdirSync(cache, { recursive: true });
  writeFileSync(path.join(cache, "built.json"), JSON.stringify({ production, sources: start }));
}

/**
 * Builds only when a source is newer than the last build, or that was of the other kind.
 * @param {{ production?: boolean }} [options] without `production` either kind will do
 * @returns {Promise<boolean>} whether it had to build
 */
export async function buildIfStale({ production } = {}) {
  const file = path.join(cache, "built.json");
  const last = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
  const complete = bundles.every(({ outfile }) => existsSync(path.join(root, outfile)));
  const fresh =
    complete && last.sources === sourceState() && last.production === (production ?? last.production);
  if (!fresh) await buildAll({ production: production ?? false });
  return !fresh;
}

/**
 * @param {typeof bundles[number]} bundle
 * @param {boolean} production
 * @returns {import("esbuild").BuildOptions}
 */
function optionsOf({ entry, outfile, external = [], banner = "", browser = false }, production) {
  return {
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    external,
    bundle: true,
    platform: browser ? "browser" : "node",
    // VS Code 1.91, the oldest we run in, brings Node 20 and Chromium 122.
    target: browser ? "chrome122" : "node20",
    format: browser ? "iife" : "cjs",
    banner: { js: banner },
    // esbuild empties import.meta in CJS output, and web-tree-sitter's ES build asks it where it lies.
    alias: {
      "web-tree-sitter": path.join(root, "node_modules/web-tree-sitter/web-tree-sitter.cjs"),
      // Its main file is UMD, whose requires no bundler sees.
      "jsonc-parser": path.join(root, "node_modules/jsonc-parser/lib/esm/main.js"),
    },
    define: { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename" },
    // Without keepNames: esbuild would name every inner function again each time that it is made.
    minify: production,
    sourcemap: !production,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
    plugins: browser ? [] : [copiedOnce, loadedLate],
  };
}

/**
 * CommonJS packages that many of our files import. To each of those files esbuild gives a copy of all the package's names
 * (306 of the language server's, in 25 files), which was a third of what a start of the server runs. Through a module in
 * between there is one copy in a bundle.
 * @type {import("esbuild").Plugin}
 */
const copiedOnce = {
  name: "copied-once",
  setup({ onResolve, onLoad }) {
    onResolve(
      { filter: /^(vscode|vscode-languageserver|node:(fs|path))$/ },
      ({ path: name, kind, namespace, importer }) =>
        kind === "import-statement" && namespace === "file" && !importer.includes("node_modules")
          ? { path: name, namespace: "copied-once" }
          : undefined,
    );
    onLoad({ filter: /.*/, namespace: "copied-once" }, ({ path: name }) => ({
      contents: `export * from "${name}"; export { default } from "${name}";`,
      resolveDir: root,
    }));
  },
};

/** Modules of Node that nothing needs before the first findings; loading them took a tenth of what a start runs. */
const late = /^(node:)?(child_process|crypto|fs\/promises|worker_threads)$/;

/**
 * Loads those modules when one of their members is first asked for: a `require` at the top of a bundle, in a package or of
 * ours, loads them at once.
 * @type {import("esbuild").Plugin}
 */
const loadedLate = {
  name: "loaded-late",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: late }, ({ path: name, namespace }) =>
      namespace === "file"
        ? { path: name.replace(/^(node:)?/, "node:"), namespace: "loaded-late" }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: "loaded-late" }, ({ path: name }) => ({
      contents: `for (const member of ${JSON.stringify(Object.keys(required(name)))})
        Object.defineProperty(exports, member, { enumerable: true, get: () => require("${name}")[member] });`,
    }));
  },
};

function clean() {
  for (const folder of ["client/dist", "server/dist"]) {
    rmSync(path.join(root, folder), { recursive: true, force: true });
  }
}

/** What is no bundle: the package type, the executable bit, the assets that the shells read. */
function finish() {
  write("server/dist/package.json", `${JSON.stringify({ type: "commonjs" })}\n`);
  const cli = path.join(root, "server/dist/cli.js");
  if (existsSync(cli)) chmodSync(cli, 0o755);
  copyAssets();
}

function copyAssets() {
  for (const wasm of ["web-tree-sitter/web-tree-sitter.wasm", "tree-sitter-python/tree-sitter-python.wasm"]) {
    write(`${assets}/${path.basename(wasm)}`, readFileSync(path.join(root, "node_modules", wasm)));
  }
  for (const file of filesIn(
    "server/data",
    (name) => name.endsWith(".json") && !name.endsWith(".schema.json"),
  )) {
    // As they are written: their readers go by one row a line.
    write(`${assets}/data/${path.basename(file)}`, readFileSync(path.join(root, file)));
  }
  for (const file of filesIn("server/src/rules", (name) => name.endsWith(".md"))) {
    write(`${assets}/rules/${path.basename(file)}`, readFileSync(path.join(root, file)));
  }
}

/** @param {string} folder @param {(name: string) => boolean} wanted */
function filesIn(folder, wanted) {
  const names = existsSync(path.join(root, folder)) ? readdirSync(path.join(root, folder)) : [];
  return names.filter(wanted).map((name) => `${folder}/${name}`);
}

/** @param {string} file @param {string | Uint8Array} content */
function write(file, content) {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** Changes when a source is added, removed or edited. */
function sourceState() {
  let [count, newest] = [0, 0];
  const folders = ["client/src", "client/relay", "client/webview", "server/src", "server/data"];
  const single = ["package.json", "package-lock.json", "scripts/build.mjs"];
  const listed = folders.flatMap((folder) =>
    existsSync(path.join(root, folder))
      ? readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).map((name) =>
          path.join(folder, name),
        )
      : [],
  );
  for (const file of [...listed, ...single]) {
    const modified = statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
    count += 1;
    newest = Math.max(newest, modified);
  }
  return `${count} files, newest ${newest}`;
}

async function watchAll() {
  clean();
  for (const bundle of bundles) {
    const watcher = await context({
      ...optionsOf(bundle, false),
      logLevel: "info",
      plugins: [{ name: "assets", setup: ({ onEnd }) => onEnd(finish) }],
    });
    await watcher.watch();
  }
}

if (process.argv[1] === import.meta.filename) {
  try {
    if (process.argv.includes("--watch")) await watchAll();
    else await buildAll({ production: process.argv.includes("--production") });
  } catch (error) {
    // esbuild has printed its own errors
    if (!(error instanceof Error && "errors" in error)) console.error(error);
    process.exitCode = 1;
  }
}
