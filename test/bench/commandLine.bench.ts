import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { median, timed, type Bench, type Figure } from "./measure.ts";
import { sparkProgram } from "./program.ts";

const root = path.resolve(import.meta.dirname, "../..");
const tools = path.join(root, ".cache/bench");

/** The whole command line over a corpus, against other tools over the same files, in one run on one machine. */
export const commandLine: Bench = {
  name: "command line",
  run({ quick }) {
    const lines = quick ? 6_000 : 60_000;
    const corpus = fs.mkdtempSync(path.join(os.tmpdir(), "shufflewise-bench-"));
    try {
      for (let index = 0; index < lines / 300; index += 1)
        fs.writeFileSync(path.join(corpus, `job_${index}.py`), sparkProgram(300, index));
      const cli = path.join(root, "server/dist/cli.js");
      const ours = [process.execPath, cli, "check", "--no-cache", "--quiet", "--fail-level", "never", corpus];
      const figures: Figure[] = [];
      const own = wholeRuns(ours, 3);
      figures.push({ name: `shufflewise check, ${lines} lines`, value: own, unit: "ms" });
      const again = runsBehindEdits(
        ours.filter((each) => each !== "--no-cache"),
        corpus,
      );
      figures.push({ name: "shufflewise check once more, one file changed", value: again, unit: "ms" });
      const bin = peers();
      if (bin === null) return Promise.resolve(figures);
      const ruff = wholeRuns(
        [path.join(bin, "ruff"), "check", "--no-cache", "--exit-zero", "--quiet", corpus],
        3,
      );
      figures.push({ name: "ruff check", value: ruff, unit: "ms" });
      figures.push({ name: "shufflewise against ruff", value: own / ruff, unit: "×" });
      const cylint = wholeRuns([path.join(bin, "cy"), "lint", corpus], 1);
      figures.push({ name: "cylint check", value: cylint, unit: "ms" });
      figures.push({
        name: "cylint against shufflewise",
        value: cylint / own,
        unit: "×",
        goal: { least: 10 },
      });
      figures.push({
        name: "cylint against shufflewise once more, one file changed",
        value: cylint / again,
        unit: "×",
      });
      return Promise.resolve(figures);
    } finally {
      fs.rmSync(corpus, { recursive: true, force: true });
    }
  },
};

function wholeRuns(argv: readonly string[], times: number): number {
  return median(Array.from({ length: times }, () => timed(() => runWhole(argv))));
}

/** As users run it: with the results of the run before kept, and an edit in between. */
function runsBehindEdits(argv: readonly string[], corpus: string): number {
  runWhole(argv, corpus);
  return median(
    Array.from({ length: 3 }, (_, index) => {
      fs.appendFileSync(path.join(corpus, `job_${index}.py`), "# edited\n");
      return timed(() => runWhole(argv, corpus));
    }),
  );
}

function runWhole([program = "", ...args]: readonly string[], cwd = process.cwd()): void {
  const { status, stderr, error } = spawnSync(program, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  if (error ?? (status === null || status > 2)) throw new Error(`${program} ended with ${status}: ${stderr}`);
}

/** The other tools from PyPI in an environment of their own; null when it cannot be made. */
function peers(): string | null {
  const bin = path.join(tools, process.platform === "win32" ? "Scripts" : "bin");
  if (fs.existsSync(path.join(tools, "made"))) return bin;
  try {
    execFileSync(process.env["PYTHON"] ?? "python3", ["-m", "venv", tools], { stdio: "ignore" });
    execFileSync(
      path.join(bin, "python"),
      ["-m", "pip", "install", "--quiet", "ruff==0.17.5", "cylint==0.1.5"],
      { stdio: "ignore" },
    );
    fs.writeFileSync(path.join(tools, "made"), "");
    return bin;
  } catch {
    return null;
  }
}
