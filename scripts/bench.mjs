/**
 * Measures keystrokes, the server and the command line: `npm run bench [-- NAME] [--smoke]`. Quote the ratios of one
 * run; single times depend on the machine. The figures are written to out/bench.json.
 */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = path.resolve(import.meta.dirname, "..");
const bundle = path.join(root, "out/bench.mjs");

const run = (/** @type {readonly string[]} */ args) =>
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;

/**
 * Bundled, as the product is: a loader of TypeScript gives each inner function its name whenever it is made, which
 * costs a tenth of a keystroke. Every file still finds its neighbours from its own place.
 */
async function bundleMeasurements() {
  await build({
    entryPoints: [path.join(root, "test/bench/run.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    logLevel: "error",
    plugins: [
      {
        name: "own-places",
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, ({ path: file }) => ({
            contents: readFileSync(file, "utf8")
              .replaceAll("import.meta.dirname", JSON.stringify(path.dirname(file)))
              .replaceAll("import.meta.filename", JSON.stringify(file))
              .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(file).href)),
            loader: "ts",
          }));
        },
      },
    ],
  });
  return 0;
}

process.exitCode =
  run(["scripts/build.mjs", "--production"]) ||
  (await bundleMeasurements()) ||
  run(["--expose-gc", bundle, ...process.argv.slice(2)]);
