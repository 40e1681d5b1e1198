/** The fast gate: format, lint, types, dead code, generated files and unit tests, two at a time. */
import path from "node:path";
import { root } from "./prepare/paths.mjs";
import { conclude, mochaStep, runSteps } from "./report/steps.mjs";

/** Long ones first, so that the two lanes end together. @returns {import("./report/steps.mjs").Step[]} */
function steps() {
  const node = process.execPath;
  /** @param {string} file @param {string[]} args */
  const program = (file, ...args) => [node, path.join(root, file), ...args];
  const prettier = program("node_modules/prettier/bin/prettier.cjs", "--check", "--log-level=warn");
  return [
    { name: "lint", argv: program("node_modules/eslint/bin/eslint.js", "--max-warnings", "0", ".") },
    { name: "types", argv: program("scripts/types.mjs") },
    mochaStep("unit", ["--config", "test/unit.mocharc.json"]),
    { name: "format", argv: [...prettier, "--cache", "--cache-location=.cache/prettier.json", "."] },
    { name: "dead code", argv: program("node_modules/knip/bin/knip.js", "--no-progress") },
    { name: "generated files", argv: program("scripts/generate.mjs", "--check") },
  ];
}

/** @returns {Promise<import("./report/steps.mjs").Outcome[]>} */
export const check = () => runSteps(steps(), 2);

if (process.argv[1] === import.meta.filename) conclude(await check());
