/**
 * `npm test`: installs what it needs, then every check and test, the real Spark and the real editor included.
 * The last line is `N passed, N failed, N skipped`.
 */
import { existsSync } from "node:fs";
import path from "node:path";
import { prepareChromium } from "./prepare/chromium.mjs";
import { prepareEditorBox } from "./prepare/editorBox.mjs";
import { prepareNodeModules } from "./prepare/nodeModules.mjs";
import { root } from "./prepare/paths.mjs";
import { preparePython, sparkEnvironment } from "./prepare/python.mjs";
import { conclude, mochaStep, runStep, runSteps, runWork } from "./report/steps.mjs";

/** @typedef {import("./report/steps.mjs").Step} Step */
/** @typedef {import("./report/steps.mjs").Outcome} Outcome */

const say = (/** @type {string} */ line) => console.log(`  ${line}`);
/** Where plans are compared with Spark's. */
const plans = "test/spark/plans";

const installed = await runWork("node modules", () => prepareNodeModules(say));
conclude(
  installed.value === undefined && installed.outcome.failed > 0 ? [installed.outcome] : await everything(),
);

async function everything() {
  const { check } = await import("./check.mjs");
  const { vsixPath } = await import("./package.mjs");
  const [checked, prepared] = await Promise.all([check(true), prepare()]);
  const packaged = await runStep({
    name: "build the package",
    argv: [process.execPath, path.join(root, "scripts/package.mjs")],
  });
  const tested = await testAll(prepared, packaged.failed > 0 ? undefined : vsixPath());
  return [installed.outcome, ...checked, ...prepared.outcomes, packaged, ...tested];
}

/** One after the other, beside the checks: downloads mostly wait. */
async function prepare() {
  const python = await runWork("prepare Python", () => preparePython(say));
  const box = await runWork("prepare the editor", () => prepareEditorBox(say));
  const chromium = await runWork("prepare Chromium", () => prepareChromium(say));
  return {
    python: python.value,
    box: box.value,
    chromium: chromium.value,
    outcomes: [python.outcome, box.outcome, chromium.outcome],
  };
}

/**
 * Two lanes of about the same length; measurements run alone at the end.
 * @param {Awaited<ReturnType<typeof prepare>>} prepared
 * @param {string | undefined} vsix
 * @returns {Promise<Outcome[]>}
 */
async function testAll({ python, box, chromium }, vsix) {
  const spark = python === undefined ? {} : sparkEnvironment(python);
  const editor = { ...spark, SHUFFLEWISE_VSIX: vsix ?? "", CHROMIUM: chromium ?? "" };
  const sparkLane = [
    needing(
      python,
      "Python",
      sparkStep("spark", ["--ignore", `${plans}/**`, "test/spark/**/*.test.ts"], spark),
    ),
    needing(python, "Python", catalogueStep()),
    typescriptTests("cli", { env: spark }),
    ...optional("fuzz.mjs", ["--seconds", "8"]),
  ];
  const editorLane = [
    needing(vsix, "the package", typescriptTests("package", { env: editor })),
    needing(vsix && box && chromium, "the editor", hostStep(editor)),
    needing(vsix && box && chromium, "the editor", editorWindowStep(editor)),
    needing(python, "Python", sparkStep("spark plans", [`${plans}/**/*.test.ts`], spark)),
  ];
  const both = await Promise.all([runInOrder(sparkLane), runInOrder(editorLane)]);
  return [...both.flat(), ...(await runSteps(optional("bench.mjs", ["--smoke"]), 1))];
}

/** @param {string} name @param {readonly string[]} files @param {Record<string, string>} env @returns {Step} */
function sparkStep(name, files, env) {
  return mochaStep(name, ["--import=tsx", "--timeout", "60000", ...files], { env, timeoutMs: 3_600_000 });
}

/** Whether the committed facts are what the installed PySpark says. @returns {Step} */
function catalogueStep() {
  const argv = [process.execPath, path.join(root, "scripts/catalog/main.mjs"), "--check"];
  return { name: "facts against PySpark", argv };
}

/**
 * @param {string} kind a folder of test/
 * @param {Pick<Step, "env" | "timeoutMs">} options
 */
function typescriptTests(kind, options) {
  return mochaStep(kind, ["--import=tsx", "--timeout", "60000", `test/${kind}/**/*.test.ts`], options);
}

/** The suite that runs inside the extension host, with the `vscode` API. @param {Record<string, string>} env @returns {Step} */
function hostStep(env) {
  const report = path.join(root, "out/reports/vscode-host.json");
  const argv = [process.execPath, "--import", "tsx", path.join(root, "test/vscode/rig/runHostSuite.ts")];
  return { name: "vscode host", argv, report, env: { ...env, SHUFFLEWISE_REPORT: report } };
}

/**
 * What a user sees and clicks, driven from outside. A busy machine may lose a click, so a test has three tries.
 * @param {Record<string, string>} env
 */
function editorWindowStep(env) {
  return mochaStep(
    "vscode window",
    ["--import=tsx", "--timeout", "60000", "--retries", "2", "test/vscode/window/**/*.test.ts"],
    {
      env,
      timeoutMs: 2_400_000,
    },
  );
}

/** @param {string} script @param {string[]} args @returns {Step[]} nothing while there is no such script */
function optional(script, args) {
  const file = path.join(root, "scripts", script);
  return existsSync(file) ? [{ name: path.parse(script).name, argv: [process.execPath, file, ...args] }] : [];
}

/**
 * @param {unknown} needed
 * @param {string} what
 * @param {Step} step
 * @returns {Step | Outcome} a failure where what the step needs could not be made
 */
function needing(needed, what, step) {
  if (needed) return step;
  const error = `Not run, because ${what} could not be prepared (see above).`;
  return { name: step.name, passed: 0, failed: 1, skipped: 0, failures: [{ title: "", error }] };
}

/** @param {readonly (Step | Outcome)[]} steps */
async function runInOrder(steps) {
  const outcomes = [];
  for (const step of steps) outcomes.push("argv" in step ? await runStep(step) : step);
  return outcomes;
}
