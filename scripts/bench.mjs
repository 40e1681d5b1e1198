/**
 * Measures keystrokes, the server and the command line: `npm run bench [-- NAME] [--smoke]`. Quote the ratios of one
 * run; single times depend on the machine. The figures are written to out/bench.json.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const run = (/** @type {readonly string[]} */ args) =>
  spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;
process.exitCode =
  run(["scripts/build.mjs", "--production"]) ||
  run(["--expose-gc", "--import", "tsx", "test/bench/run.ts", ...process.argv.slice(2)]);
