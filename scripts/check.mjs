/** The fast gate: format, lint, types, dead code, generated files and unit tests, several at a time. */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { prepareNodeModules } from "./prepare/nodeModules.mjs";
import { root } from "./prepare/paths.mjs";
import { conclude, mochaStep, runSteps, runWork } from "./report/steps.mjs";

const unitTests = "test/unit.mocharc.json";
/** About half of the time of all unit tests. */
const rulesAndServer = /^test\/(rules|analysis|lsp|features)\//;

/**
 * Long ones first, so that the lanes end together. The fast gate goes through a part of Spark's texts and the like,
 * and lints what has changed since it last did; what a change does to the lint of another file, the whole gate sees.
 * @param {boolean} isWhole
 * @returns {import("./report/steps.mjs").Step[]}
 */
function steps(isWhole) {
  const node = process.execPath;
  /** @param {string} file @param {string[]} args */
  const program = (file, ...args) => [node, path.join(root, file), ...args];
  const eslint = program("node_modules/eslint/bin/eslint.js", "--max-warnings", "0", ".");
  const changed = ["--cache", "--cache-strategy=content", "--cache-location=.cache/eslint.json"];
  const prettier = program("node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn");
  const env = { SHUFFLEWISE_TESTS: isWhole ? "whole" : "fast" };
  const lint = { name: "lint", argv: isWhole ? eslint : [...eslint, ...changed] };
  /** @type {string[]} */
  const patterns = JSON.parse(readFileSync(path.join(root, unitTests), "utf8")).spec;
  /** @param {(pattern: string) => boolean} isOther @returns {string[]} */
  const without = (isOther) => patterns.filter(isOther).flatMap((pattern) => ["--ignore", pattern]);
  return [
    lint,
    mochaStep("unit", ["--config", unitTests, ...without((each) => rulesAndServer.test(each))], { env }),
    mochaStep(
      "unit rules and server",
      ["--config", unitTests, ...without((each) => !rulesAndServer.test(each))],
      { env },
    ),
    { name: "types", argv: program("scripts/types.mjs") },
    { name: "format", argv: [...prettier, "--cache", "--cache-location=.cache/prettier.json", "."] },
    { name: "dead code", argv: program("node_modules/knip/bin/knip.js", "--no-progress") },
    { name: "generated files", argv: program("scripts/generate.mjs", "--check") },
  ];
}

/** @param {boolean} isWhole @returns {Promise<import("./report/steps.mjs").Outcome[]>} */
export const check = (isWhole) => runSteps(steps(isWhole), Math.max(2, availableParallelism() - 1));

if (process.argv[1] === import.meta.filename) {
  const { outcome } = await runWork("node modules", () =>
    prepareNodeModules((line) => console.log(`  ${line}`)),
  );
  conclude(outcome.failed > 0 ? [outcome] : [outcome, ...(await check(false))]);
}
