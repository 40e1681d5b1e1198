/**
 * Runs every fuzz target: `npm run fuzz [-- --seconds N] [--seed S] [--part K/N] [NAME …]`. Each target gets N seconds (10
 * by default) and random numbers from the seed, so a run can be repeated. Parts divide a fixed set of inputs, so that
 * several runs do all of it. Exit status 1 when a target fails.
 */
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const { status } = spawnSync(
  process.execPath,
  ["--expose-gc", "--import", "tsx", "test/fuzz/run.ts", ...process.argv.slice(2)],
  { cwd: root, stdio: "inherit" },
);
process.exitCode = status ?? 1;
