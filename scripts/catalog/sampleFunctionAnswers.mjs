/**
 * Writes a sample of Spark's answers about function types for the tests to replay, out of what
 * `npm run catalog functionTypes` has kept in .cache/catalog: `node scripts/catalog/sampleFunctionAnswers.mjs`.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache, root } from "../prepare/paths.mjs";

const perMode = 800;
const modes = ["ansi", "legacy"];

/** A small generator of numbers, so that the sample is the same in each run. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** @param {any} dump @param {string} mode @returns {string[]} lines such as "abs(int) int" */
function sample(dump, mode) {
  const types = [...dump.types.wide, ...dump.types.lambdas];
  const random = numbers(7);
  const functions = Object.entries(dump.functions).flatMap(([name, asked]) =>
    Object.entries(asked[mode] ?? {}).flatMap(([count, table]) =>
      count === "counts" ? [] : [{ name, answers: Object.entries(table) }],
    ),
  );
  const lines = new Set();
  for (let tries = 0; lines.size < perMode && tries < perMode * 20; tries++) {
    const { name, answers } = functions[random(functions.length)] ?? {};
    const [answer, lists] = answers?.[random(answers.length)] ?? [];
    if (lists === undefined || (answer === "" && random(2) === 0)) continue;
    const args = lists[random(lists.length)].map((/** @type {number} */ at) => types[at]);
    lines.add(JSON.stringify([name, answer === "" ? null : answer, ...args]));
  }
  return [...lines].sort();
}

const folder = path.join(cache, "catalog");
const tables = readdirSync(folder)
  .sort()
  .flatMap((patch) => {
    const file = path.join(folder, patch, "functionTypes.json");
    if (!existsSync(file)) return [];
    const dump = JSON.parse(readFileSync(file, "utf8"));
    return modes.map((mode) => {
      const version = patch.split(".").slice(0, 2).join(".");
      return `${JSON.stringify(`${version} ${mode}`)}:[\n${sample(dump, mode).join(",\n")}\n]`;
    });
  });
writeFileSync(path.join(root, "test/catalog/data/function-answers.json"), `{${tables.join(",\n")}}\n`);
