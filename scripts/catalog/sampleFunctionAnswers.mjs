/**
 * Writes a sample of Spark's answers about function types for the tests to replay, out of what
 * `npm run catalog functionTypes` has kept in .cache/catalog: `node scripts/catalog/sampleFunctionAnswers.mjs`.
 */
import { writeSamples } from "./sampledAnswers.mjs";
import { seededNumbers } from "./seededNumbers.mjs";

const perMode = 800;

/** @param {any} dump @param {string} mode @returns {string[]} lines such as "abs(int) int" */
function sample(dump, mode) {
  const types = [...dump.types.wide, ...dump.types.lambdas];
  const random = seededNumbers(7);
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

writeSamples("functionTypes.json", "function-answers.json", sample);
