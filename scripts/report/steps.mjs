import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { out, root } from "../prepare/paths.mjs";
import { run } from "../prepare/processes.mjs";

/**
 * One thing to run. Without `report` it counts as one test; with it, mocha's JSON report there is counted.
 * @typedef {object} Step
 * @property {string} name
 * @property {readonly string[]} argv
 * @property {string} [report] a file in out/reports, which the program writes
 * @property {Record<string, string>} [env] beside this process's own
 * @property {number} [timeoutMs]
 */
/** @typedef {{ title: string, error: string }} Failure */
/** @typedef {{ name: string, passed: number, failed: number, skipped: number, failures: readonly Failure[] }} Outcome */

const reports = path.join(out, "reports");

/**
 * A step that runs mocha over TypeScript tests.
 * @param {string} name also the report's name
 * @param {readonly string[]} args mocha's
 * @param {Pick<Step, "env" | "timeoutMs">} [options]
 * @returns {Step}
 */
export function mochaStep(name, args, { env = {}, ...options } = {}) {
  const report = path.join(reports, `${name.replaceAll(" ", "-")}.json`);
  const mocha = path.join(root, "node_modules/mocha/bin/mocha.js");
  const reporter = path.join(import.meta.dirname, "mochaReporter.mjs");
  const argv = [process.execPath, mocha, ...args, "--reporter", reporter];
  return { name, argv, report, env: { ...env, SHUFFLEWISE_REPORT: report }, ...options };
}

/**
 * Runs a step and says in one line how it went.
 * @param {Step} step
 * @returns {Promise<Outcome>}
 */
export async function runStep({ name, argv, report, env = {}, timeoutMs = 600_000 }) {
  if (report !== undefined) {
    rmSync(report, { force: true });
    mkdirSync(path.dirname(report), { recursive: true });
  }
  const start = performance.now();
  const { status, output } = await run(argv, { cwd: root, env: { ...process.env, ...env }, timeoutMs });
  const outcome =
    report === undefined ? single(name, status, output) : fromReport(name, report, status, output);
  announce(outcome, performance.now() - start);
  return outcome;
}

/**
 * The same for work done in this process, such as preparing Python.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<{ outcome: Outcome, value: T | undefined }>}
 */
export async function runWork(name, work) {
  const start = performance.now();
  let value;
  let outcome = single(name, 0, "");
  try {
    value = await work();
  } catch (error) {
    outcome = single(name, 1, error instanceof Error ? error.message : String(error));
  }
  announce(outcome, performance.now() - start);
  return { outcome, value };
}

/**
 * Runs the steps in their order, `width` at a time.
 * @param {readonly Step[]} steps
 * @param {number} width
 * @returns {Promise<Outcome[]>}
 */
export async function runSteps(steps, width) {
  /** @type {Outcome[]} */
  const outcomes = [];
  const left = [...steps];
  const lane = async () => {
    for (let step = left.shift(); step !== undefined; step = left.shift()) outcomes.push(await runStep(step));
  };
  await Promise.all(Array.from({ length: width }, lane));
  return outcomes;
}

/**
 * Prints what failed and, as the last line, the totals; sets the exit status.
 * @param {readonly Outcome[]} outcomes
 */
export function conclude(outcomes) {
  for (const { name, failures } of outcomes) {
    for (const { title, error } of failures)
      console.log(`\n✗ ${name}${title === "" ? "" : `: ${title}`}\n${indent(error)}`);
  }
  /** @param {"passed" | "failed" | "skipped"} key */
  const total = (key) => outcomes.reduce((sum, outcome) => sum + outcome[key], 0);
  if (total("failed") > 0) process.exitCode = 1;
  console.log(`\n${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
}

/** @param {string} name @param {number} status @param {string} output @returns {Outcome} */
function single(name, status, output) {
  return status === 0
    ? { name, passed: 1, failed: 0, skipped: 0, failures: [] }
    : { name, passed: 0, failed: 1, skipped: 0, failures: [{ title: "", error: lastLines(output, status) }] };
}

/**
 * @param {string} name
 * @param {string} file
 * @param {number} status
 * @param {string} output
 * @returns {Outcome}
 */
function fromReport(name, file, status, output) {
  const report = readReport(file);
  if (report === undefined)
    return single(name, status || 1, `${output}\nNo report was written: the run crashed.`);
  const { passes, failures, pending } = report.stats;
  const outcome = {
    name,
    passed: passes,
    failed: failures,
    skipped: pending,
    failures: report.failures.map(({ fullTitle, err }) => ({
      title: fullTitle,
      error: err.stack ?? err.message ?? "",
    })),
  };
  if (passes + failures === 0) return withCrash(outcome, "No test ran.");
  if (failures === 0 && status !== 0) return withCrash(outcome, lastLines(output, status));
  return outcome;
}

/** @param {Outcome} outcome @param {string} error @returns {Outcome} */
function withCrash(outcome, error) {
  return { ...outcome, failed: outcome.failed + 1, failures: [...outcome.failures, { title: "", error }] };
}

/**
 * @typedef {object} MochaReport
 * @property {{ passes: number, failures: number, pending: number }} stats
 * @property {{ fullTitle: string, err: { stack?: string, message?: string } }[]} failures
 */

/** @param {string} file @returns {MochaReport | undefined} */
function readReport(file) {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

/** @param {Outcome} outcome @param {number} ms */
function announce({ name, passed, failed, skipped }, ms) {
  const counts =
    passed + failed + skipped > 1 ? `${passed} passed, ${failed} failed, ${skipped} skipped` : "";
  console.log(
    `${failed > 0 ? "✗" : "✓"} ${name.padEnd(24)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${counts}`.trimEnd(),
  );
}

/** @param {string} output @param {number} status */
function lastLines(output, status) {
  const lines = output.trimEnd().split("\n");
  return `${lines.slice(-120).join("\n")}\n(exit status ${status})`;
}

/** @param {string} text */
const indent = (text) => text.replaceAll(/^/gm, "    ");
