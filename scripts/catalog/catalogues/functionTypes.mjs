import { readFileSync } from "node:fs";
import path from "node:path";
import { tsImport } from "tsx/esm/api";
import { root } from "../../prepare/paths.mjs";
import { defineCatalogue } from "../catalogue.mjs";
import { condense, probedTypes } from "../condense.mjs";
import { byValue, hints } from "../functionTraits.mjs";

const { resultByRules } = await tsImport("../../../server/src/catalog/functionTypes.ts", import.meta.url);
const { parseRule } = await tsImport("../../../server/src/catalog/functionRule.ts", import.meta.url);
const { createCoercion } = await tsImport("../../../server/src/catalog/coercion.ts", import.meta.url);
const { parseDataType, simpleString } = await tsImport(
  "../../../server/src/catalog/dataTypeText.ts",
  import.meta.url,
);

/**
 * @typedef {import("../condense.mjs").Answer} Answer
 * @typedef {import("../condense.mjs").ProbedType} ProbedType
 * @typedef {{ version: string, ansi: boolean }} Mode
 * @typedef {{ counts: readonly number[] } & Record<string, Record<string, readonly (readonly number[])[]>>} Asked
 */

/** Rules found so far by function: what another version or mode says is tried with them first. @type {Map<string, string[][]>} */
const found = new Map();

export const catalogue = defineCatalogue({
  name: "functionTypes",
  file: "function-types.json",
  extractor: "functionTypes.py",
  about: "the type of each SQL function's result for the types of its arguments, as rules",
  slow: true,
  tables(dump) {
    const types = probedTypes([...dump.types.wide, ...dump.types.lambdas]);
    const version = dump.version.split(".").slice(0, 2).join(".");
    const coercion = createCoercion(readFileSync(path.join(root, "server/data/type-coercion.json"), "utf8"));
    /** @type {Record<string, Record<string, unknown>>} */
    const functions = {};
    for (const [name, { ansi, legacy }] of Object.entries(dump.functions)) {
      const on = ansi && rulesOf(name, ansi, types, { version, ansi: true }, coercion);
      const off = legacy && rulesOf(name, legacy, types, { version, ansi: false }, coercion);
      if (on === undefined && off === undefined) continue;
      const same = off === undefined || JSON.stringify(on) === JSON.stringify(off);
      functions[name] = same ? { rules: on } : { ansi: on, legacy: off };
    }
    return { functions };
  },
});

/** @param {string} name @param {Asked} asked @param {readonly ProbedType[]} types @param {Mode} mode @param {object} coercion */
function rulesOf(name, asked, types, mode, coercion) {
  const byCount = answersOf(asked);
  if (byCount.size === 0) return undefined;
  const known = found.get(name) ?? [];
  const all = [...byCount.values()].flat();
  const again = known.find((rules) => agrees(rules, all, types, mode, coercion));
  if (again !== undefined) return again;
  const rules = liftedRules(name, asked.counts, byCount, types, mode, coercion);
  found.set(name, [...known, rules]);
  return rules;
}

/** The answers by number of arguments. @param {Asked} asked @returns {Map<number, Answer[]>} */
function answersOf(asked) {
  /** @type {Map<number, Answer[]>} */
  const byCount = new Map();
  for (const [count, table] of Object.entries(asked)) {
    if (count === "counts") continue;
    const answers = Object.entries(table).flatMap(([answer, lists]) =>
      lists.map((/** @type {readonly number[]} */ args) => ({ args, answer: answer === "" ? null : answer })),
    );
    // The order of the questions decides which of several right rules are found.
    byCount.set(Number(count), answers.sort(inOrder));
  }
  return byCount;
}

/** @param {Answer} left @param {Answer} right */
function inOrder({ args: left }, { args: right }) {
  const at = left.findIndex((each, index) => each !== right[index]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/**
 * Whether rules give each answer, or say that they cannot where no term could.
 * @param {readonly string[]} rules @param {readonly Answer[]} answers @param {readonly ProbedType[]} types
 * @param {Mode} mode @param {object} coercion
 */
function agrees(rules, answers, types, mode, coercion) {
  const parsed = rules.map(parseRule);
  return answers.every(({ args, answer }) => {
    const result = resultByRules(
      parsed,
      args.map((at) => types[at]?.type),
      mode,
      coercion,
    );
    if (result.kind === "unknown") return answer !== null && parseDataType(answer) === null;
    return (result.kind === "refused" ? null : simpleString(result.type)) === answer;
  });
}

/**
 * @param {string} name @param {readonly number[]} counts @param {Map<number, Answer[]>} byCount
 * @param {readonly ProbedType[]} types @param {Mode} mode @param {object} coercion
 * @returns {string[]}
 */
function liftedRules(name, counts, byCount, types, mode, coercion) {
  const open = byValue.get(name);
  if (open?.every) return ["any* -> ?"];
  const depends = (/** @type {Answer} */ { args, answer }) =>
    open !== undefined &&
    answer !== null &&
    args.length === open.count &&
    open.kinds.test(types[args[0] ?? 0]?.text ?? "");
  const prepared = new Map(
    [...byCount].map(([count, answers]) => [
      count,
      answers.map((each) => (depends(each) ? { ...each, answer: "depends" } : each)),
    ]),
  );
  const everything = [...prepared.values()].flat();
  const known = hints.get(name)?.find((each) => agrees(each, everything, types, mode, coercion));
  if (known !== undefined) return [...known];
  const some = [...prepared.keys()].sort((a, b) => a - b).filter((count, at) => count < 5 || at < 3);
  const rules = new Map(
    some.map((count) => [count, condense(prepared.get(count) ?? [], types, mode, coercion)]),
  );
  const most = Math.max(...rules.keys());
  const varying = most >= 2 && counts.includes(6) && (counts.includes(5) || counts.includes(7) || most === 4);
  /** @type {string[]} */
  let lifted = [];
  if (varying) {
    lifted = (rules.get(most) ?? []).flatMap((rule) => {
      const wider = lift(rule, Math.min(...counts.filter((count) => count > 0)));
      const holds =
        wider !== null &&
        [...prepared].every(([, answers]) => neverWrong(wider, answers, types, mode, coercion));
      return holds && wider !== null ? [wider] : [];
    });
    for (const [count, answers] of prepared) {
      const parsed = lifted.map(parseRule);
      const covered = answers.every(({ args, answer }) => {
        const result = resultByRules(
          parsed,
          args.map((at) => types[at]?.type),
          mode,
          coercion,
        );
        return answer === null || result.kind === "type";
      });
      if (covered) rules.delete(count);
      else if (!rules.has(count)) rules.set(count, condense(answers, types, mode, coercion));
    }
  }
  for (const [count, answers] of prepared)
    if (!varying && !rules.has(count)) rules.set(count, condense(answers, types, mode, coercion));
  const flat = [...rules.values()].flat();
  const unasked = lifted.length > 0 ? [] : counts.filter((count) => !byCount.has(count));
  const tail = unasked.map((count) => `${Array.from({ length: count }, () => "any").join(", ")} -> ?`.trim());
  const endless =
    lifted.length === 0 && counts.includes(7)
      ? [`${Array.from({ length: 9 }, () => "any").join(", ")}* -> ?`]
      : [];
  return [...new Set([...flat, ...lifted, ...tail, ...endless])];
}

/** A rule for as many further arguments like its last; null when its result names the last one. @param {string} rule @param {number} fewest */
function lift(rule, fewest) {
  const [left = "", right = ""] = rule.split(" -> ");
  const patterns = left.split(/, /);
  if (
    patterns.length < 2 ||
    new RegExp(`\\b${patterns.length}\\b(?!\\))`).test(right.replace(/\.\.\/\d/g, ".."))
  )
    return null;
  let kept = patterns.length;
  while (kept > Math.max(1, fewest + 1) && patterns[kept - 2] === patterns[kept - 1]) kept--;
  return `${patterns.slice(0, kept).join(", ")}* -> ${right}`;
}

/** @param {string} rule @param {readonly Answer[]} answers @param {readonly ProbedType[]} types @param {Mode} mode @param {object} coercion */
function neverWrong(rule, answers, types, mode, coercion) {
  const parsed = [parseRule(rule)];
  return answers.every(({ args, answer }) => {
    const result = resultByRules(
      parsed,
      args.map((at) => types[at]?.type),
      mode,
      coercion,
    );
    return result.kind !== "type" || simpleString(result.type) === answer;
  });
}
