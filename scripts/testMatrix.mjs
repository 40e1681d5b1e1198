/**
 * `npm run test:matrix [-- WORDS]`: what must hold for every Spark of the catalogue, not only for the one of the tests.
 * Installs all of them first (3 GB), and takes an hour or more. With words, only the steps whose names have one of them
 * run: `-- schemas`, `-- 3.5`.
 */
import path from "node:path";
import { prepareInstall, sparkVersions } from "./catalog/installs.mjs";
import { root } from "./prepare/paths.mjs";
import { sparkEnvironment } from "./prepare/python.mjs";
import { run } from "./prepare/processes.mjs";
import { conclude, mochaStep, runSteps } from "./report/steps.mjs";

const catalogue = {
  name: "facts against every PySpark",
  argv: [process.execPath, path.join(root, "scripts/catalog/main.mjs"), "--check", "--all"],
  timeoutMs: 10_800_000,
};

/** Versions whose own examples, and random programs, our schemas are compared over. */
const comparedVersions = ["3.5", "4.1", "4.3"];

/** Configurations and their values against each running Spark. */
const steps = [];
for (const version of sparkVersions) {
  const { python, pyspark, javaHome } = await prepareInstall(version, console.log);
  const home = "import os, pyspark; print(os.path.dirname(os.path.abspath(pyspark.__file__)))";
  const { stdout } = await run([python, "-c", home], { timeoutMs: 60_000 });
  const env = sparkEnvironment({ python, sparkVersion: pyspark, sparkHome: stdout.trim(), javaHome });
  const tests = ["--import=tsx", "--timeout", "60000", "test/spark/configurations.test.ts"];
  steps.push(mochaStep(`configurations of Spark ${version}`, tests, { env, timeoutMs: 3_600_000 }));
  const plans = ["programs", "schemaPages", "exchanges"].map((name) => `test/spark/plans/${name}.test.ts`);
  const argv = ["--import=tsx", "--timeout", "60000", ...plans];
  // The newest is asked for thousands of programs, the others for those of every day.
  const all = version === comparedVersions.at(-1) ? { SHUFFLEWISE_PROGRAMS: "2000" } : {};
  if (comparedVersions.includes(version))
    steps.push(
      mochaStep(`schemas of Spark ${version}`, argv, { env: { ...env, ...all }, timeoutMs: 10_800_000 }),
    );
}
const words = process.argv.slice(2);
const wanted = [catalogue, ...steps].filter(
  ({ name }) => words.length === 0 || words.some((word) => name.includes(word)),
);
conclude(await runSteps(wanted, 1));
