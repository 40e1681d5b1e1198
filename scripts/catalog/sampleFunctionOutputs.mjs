/**
 * Writes a sample of Spark's answers about nullability for the tests to replay, out of what
 * `npm run catalog functionOutputs` has kept in .cache/catalog: `node scripts/catalog/sampleFunctionOutputs.mjs`.
 */
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache, root } from "../prepare/paths.mjs";

const perMode = 250;

/** A small generator of numbers, so that the sample is the same in each run. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** @param {any} dump @param {string} mode @returns {string[]} lines such as ["array", ["int"], ["1"], "array<int>", "01"] */
function sample(dump, mode) {
  const random = numbers(11);
  const pick = (/** @type {readonly any[]} */ list) => list[random(list.length)];
  const functions = Object.entries(dump.functions);
  const lines = new Set();
  for (let tries = 0; lines.size < perMode && tries < perMode * 20; tries++) {
    const [name, answers] = pick(functions);
    const answer = pick(answers[mode]);
    // Literals are not told by their types.
    if (answer === undefined || answer.kinds.some((/** @type {string} */ kind) => kind.startsWith("'")))
      continue;
    const [on, bits] = pick(answer.asked);
    lines.add(JSON.stringify([name, answer.kinds, on, answer.type, bits]));
  }
  return [...lines].sort();
}

const folder = path.join(cache, "catalog");
const tables = readdirSync(folder)
  .sort()
  .flatMap((patch) => {
    const file = path.join(folder, patch, "functionOutputs.json");
    if (!existsSync(file)) return [];
    const dump = JSON.parse(readFileSync(file, "utf8"));
    const version = patch.split(".").slice(0, 2).join(".");
    return ["ansi", "legacy"].map(
      (mode) => `${JSON.stringify(`${version} ${mode}`)}:[\n${sample(dump, mode).join(",\n")}\n]`,
    );
  });
writeFileSync(path.join(root, "test/catalog/data/function-nulls.json"), `{${tables.join(",\n")}}\n`);
