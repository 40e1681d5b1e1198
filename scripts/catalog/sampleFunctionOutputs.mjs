/**
 * Writes a sample of Spark's answers about nullability for the tests to replay, out of what
 * `npm run catalog functionOutputs` has kept in .cache/catalog: `node scripts/catalog/sampleFunctionOutputs.mjs`.
 */
import { writeSamples } from "./sampledAnswers.mjs";
import { seededNumbers } from "./seededNumbers.mjs";

const perMode = 250;

/** @param {any} dump @param {string} mode @returns {string[]} lines such as ["array", ["int"], ["1"], "array<int>", "01"] */
function sample(dump, mode) {
  const random = seededNumbers(11);
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

writeSamples("functionOutputs.json", "function-nulls.json", sample);
