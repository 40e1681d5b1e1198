/**
 * Turns what Spark answered about a function into few rules that give the same answers. A rule is a rectangle: a set
 * of kinds for each argument, within which one result term is right wherever it has a value. All rules of a function
 * are true, so their order means nothing.
 */
import { tsImport } from "tsx/esm/api";

const { evaluate } = await tsImport("../../server/src/catalog/functionTypes.ts", import.meta.url);
const { readTerm, kindGroups, kindWords } = await tsImport(
  "../../server/src/catalog/functionRule.ts",
  import.meta.url,
);
const { parseDataType, simpleString } = await tsImport(
  "../../server/src/catalog/dataTypeText.ts",
  import.meta.url,
);
const { kindOf } = await tsImport("../../server/src/catalog/dataType.ts", import.meta.url);

/**
 * One question: the types of the arguments as numbers of `types`, and Spark's answer, null where it refused.
 * @typedef {{ args: readonly number[], answer: string | null }} Answer
 * @typedef {{ text: string, type: any, token: string }} ProbedType
 * @typedef {{ result: string, guard: string | null }} Term
 */

/** The types of a dump as the evaluator has them, each with its word in patterns. @param {readonly string[]} texts @returns {ProbedType[]} */
export const probedTypes = (texts) =>
  texts.map((text) => {
    const body = /^lambda<(.*)>$/.exec(text)?.[1];
    const type = body === undefined ? parseDataType(text) : { type: "lambda", result: parseDataType(body) };
    return { text, type, token: tokenOf(text, type) };
  });

/** @param {string} text @param {any} type */
function tokenOf(text, type) {
  if (type.type === "array") return `array<${kindOf(type.element)}>`;
  if (type.type === "map") return `map<${kindOf(type.key)}>`;
  return type.type === "struct" ? "struct" : text;
}

/** The terms that are tried, the more general first. @param {number} count @param {readonly Answer[]} answers @returns {Term[]} */
function terms(count, answers) {
  const places = Array.from({ length: Math.min(count, 3) }, (_, index) => index + 1);
  const one = places.flatMap((at) => [
    `${at}`,
    `element(${at})`,
    `key(${at})`,
    `value(${at})`,
    `array<${at}>`,
    `array<key(${at})>`,
    `array<value(${at})>`,
    `element(element(${at}))`,
    `array<element(element(${at}))>`,
    `array<array<${at}>>`,
    `array<struct<key:key(${at}),value:value(${at})>>`,
    `map<field1(element(${at})),field2(element(${at}))>`,
    `array<struct<item:${at},count:bigint>>`,
    `map<${at},bigint>`,
  ]);
  const decimals = ["decimal(p+10,s)", "average(1)", "whole(1)", "common(1,int)"];
  const pairs = count < 2 ? [] : ["1,2", "2,3", "1,3"].filter((pair) => count > 2 || pair === "1,2");
  const met = ["common", "commonWithoutString"].flatMap((name) => [
    ...pairs.map((pair) => `${name}(${pair})`),
    ...(count > 2 ? [`${name}(1..)`, `${name}(2..)`] : []),
  ]);
  const nested =
    count < 2
      ? []
      : ["tightest", "common", "commonWithoutString"].flatMap((name) => [
          `${name}(element(1),2)`,
          `${name}(1,element(2))`,
          `${name}(element(1),element(2))`,
          `${name}(key(1),2)`,
        ]);
  const many = count > 1 ? ["common(1..)", "commonWithoutString(1..)"] : [];
  const made =
    count < 2
      ? []
      : [
          ...many.map((inner) => `array<${inner}>`),
          ...many,
          "array<common(1,2)>",
          "array<common(element(1),2)>",
          "array<tightest(element(1),2)>",
          "array<tightest(element(1),element(2))>",
          "array<commonWithoutString(element(1),2)>",
          "average(2)",
          "array<common(1,element(2))>",
          "array<common(element(1),element(2))>",
          "map<1,2>",
          "map<element(1),element(2)>",
          "map<key(1),2>",
          "map<key(1),3>",
          "map<2,value(1)>",
          "map<common(1../2),common(2../2)>",
          ...["add", "multiply", "divide", "remainder"].map((name) => `${name}(1,2)`),
        ];
  const guards = [null, ...many, ...met, ...nested];
  const constants = frequentTypes(answers, 24);
  const open = [...one, ...(count === 1 ? decimals : []), ...met, ...made, ...nested];
  const guarded = ["1", "value(1)", "element(1)"].flatMap((result) =>
    [...new Set(nested)].map((guard) => ({ result, guard })),
  );
  return [
    ...[...new Set(open)].map((result) => ({ result, guard: null })),
    ...guarded,
    ...constants.flatMap((result, rank) =>
      [...new Set(rank < 3 ? guards : [null])].map((guard) => ({ result, guard })),
    ),
  ];
}

/** The types that are answered most often. @param {readonly Answer[]} answers @param {number} most */
function frequentTypes(answers, most) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { answer } of answers) if (answer !== null) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  return [...counts]
    .filter(([text]) => parseDataType(text) !== null)
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([text]) => text);
}

/** How a term does at one question: right, wrong, or without a value. @typedef {1 | -1 | 0} Score */

/**
 * @param {Term} term @param {readonly Answer[]} answers @param {readonly ProbedType[]} types
 * @param {object} mode @param {object} coercion @returns {Score[]}
 */
function scores(term, answers, types, mode, coercion) {
  const result = readTerm(term.result);
  const guard = term.guard === null ? null : readTerm(term.guard);
  return answers.map(({ args, answer }) => {
    const given = args.map((at) => types[at]?.type);
    if (guard !== null && evaluate(guard, given, mode, coercion) === null) return 0;
    const type = result.term === "type" ? term.result : evaluate(result, given, mode, coercion);
    if (type === null) return 0;
    return answer !== null && (typeof type === "string" ? type : simpleString(type)) === answer ? 1 : -1;
  });
}

/**
 * Rules for the questions with one number of arguments.
 * @param {readonly Answer[]} answers @param {readonly ProbedType[]} types @param {object} mode @param {object} coercion
 * @returns {string[]}
 */
export function condense(answers, types, mode, coercion) {
  const count = answers[0]?.args.length ?? 0;
  if (count === 0)
    return answers[0]?.answer ? [`-> ${parseDataType(answers[0].answer) ? answers[0].answer : "?"}`] : [];
  const candidates = terms(count, answers)
    .map((term) => ({ term, score: scores(term, answers, types, mode, coercion) }))
    .filter(({ score }) => score.includes(1));
  const table = tableOf(answers, types, count);
  const open = new Set(answers.flatMap(({ answer }, index) => (answer === null ? [] : [index])));
  /** @type {string[]} */
  const rules = [];
  while (open.size > 0) {
    const ranked = candidates
      .map((each) => ({ ...each, gain: [...open].filter((index) => each.score[index] === 1) }))
      .filter(({ gain }) => gain.length > 0)
      .sort((a, b) => b.gain.length - a.gain.length)
      .slice(0, 8);
    /** @type {{ sides: Side[], covered: number[], term: Term } | null} */
    let best = null;
    for (const { term, score, gain } of ranked) {
      if (best !== null && gain.length <= best.covered.length) break;
      const seeds = [gain[0], gain[gain.length >> 1], gain[gain.length - 1]];
      for (const seed of new Set(seeds)) {
        for (const backwards of count > 1 ? [false, true] : [false]) {
          const sides = grow(seed ?? 0, table, score, backwards);
          const covered = gain.filter((index) => inside(table, index, sides));
          if (covered.length > (best?.covered.length ?? 0)) best = { sides, covered, term };
        }
      }
    }
    if (best === null || best.covered.length === 0) break;
    for (const index of best.covered) open.delete(index);
    rules.push(shorterRule(table, best));
  }
  const words = [...open].map((index) =>
    table.columns.map((column, place) => table.words[place]?.[column[index] ?? 0] ?? ""),
  );
  for (const sides of leftOver(words))
    rules.push(ruleText(sides, { result: "?", guard: null }, table.domains));
  return rules;
}

/**
 * The questions as columns of numbers: which kind of type each has at a place.
 * @typedef {{ size: number, columns: readonly Uint8Array[], words: readonly (readonly string[])[], domains: readonly Set<string>[] }} Table
 * @typedef {Uint8Array} Side 1 for each kind of a place that a rectangle holds
 */

/** @param {readonly Answer[]} answers @param {readonly ProbedType[]} types @param {number} count @returns {Table} */
function tableOf(answers, types, count) {
  const places = Array.from({ length: count }, (_, place) => {
    const tokens = answers.map(({ args }) => types[args[place] ?? 0]?.token ?? "");
    const words = [...new Set(tokens)];
    const ids = new Map(words.map((word, id) => [word, id]));
    return { words, column: Uint8Array.from(tokens, (token) => ids.get(token) ?? 0) };
  });
  return {
    size: answers.length,
    columns: places.map(({ column }) => column),
    words: places.map(({ words }) => words),
    domains: places.map(({ words }) => new Set(words)),
  };
}

/** @param {Table} table @param {number} index @param {readonly Side[]} sides */
function inside(table, index, sides) {
  for (let place = 0; place < sides.length; place++)
    if (sides[place]?.[table.columns[place]?.[index] ?? 0] !== 1) return false;
  return true;
}

/**
 * The largest rectangle around a question that holds no wrong answer.
 * @param {number} seed @param {Table} table @param {readonly Score[]} score @param {boolean} backwards
 * @returns {Side[]}
 */
function grow(seed, table, score, backwards) {
  const sides = table.columns.map((column, place) => {
    const side = new Uint8Array(table.words[place]?.length ?? 0);
    side[column[seed] ?? 0] = 1;
    return side;
  });
  // The seed's own kinds may hide a wrong answer of another type of that kind.
  for (let index = 0; index < table.size; index++)
    if (score[index] === -1 && inside(table, index, sides)) return sides.map((side) => side.fill(0));
  const places = [...sides.keys()];
  for (const place of backwards ? places.reverse() : places) {
    const [side, column] = [sides[place], table.columns[place]];
    if (side === undefined || column === undefined) continue;
    const [right, wrong] = [new Uint8Array(side.length), new Uint8Array(side.length)];
    const rest = sides.map((each, at) => (at === place ? new Uint8Array(each.length).fill(1) : each));
    for (let index = 0; index < table.size; index++) {
      if (score[index] === 0) continue;
      // Of three and more arguments not all combinations were asked: what fits somewhere fits here, unless refuted.
      const within = inside(table, index, rest);
      if (score[index] === 1 && (within || sides.length > 2)) right[column[index] ?? 0] = 1;
      else if (score[index] === -1 && within) wrong[column[index] ?? 0] = 1;
    }
    for (let id = 0; id < side.length; id++) if (right[id] === 1 && wrong[id] === 0) side[id] = 1;
  }
  return sides;
}

/**
 * The rectangle in words, without the kinds that only hold what other rules hold too where that is shorter.
 * @param {Table} table @param {{ sides: readonly Side[], covered: readonly number[], term: Term }} found
 */
function shorterRule(table, { sides, covered, term }) {
  const used = sides.map((side) => new Uint8Array(side.length));
  for (const index of covered)
    used.forEach((side, place) => {
      side[table.columns[place]?.[index] ?? 0] = 1;
    });
  const [full, needed] = [sides, used].map((each) =>
    ruleText(
      each.map((side, place) => new Set((table.words[place] ?? []).filter((_, id) => side[id] === 1))),
      term,
      table.domains,
    ),
  );
  return sides.length < 3 && (needed ?? "").length < (full ?? "").length ? `${needed}` : `${full}`;
}

/** Questions that no term answers, grouped by what differs in the first argument. @param {readonly (readonly string[])[]} questions */
function leftOver(questions) {
  /** @type {Map<string, Set<string>[]>} */
  const groups = new Map();
  for (const words of questions) {
    const key = words.slice(1).join("|");
    const group = groups.get(key) ?? words.map(() => new Set());
    words.forEach((word, place) => group[place]?.add(word));
    groups.set(key, group);
  }
  return groups.values();
}

/** @param {readonly Set<string>[]} sides @param {Term} term @param {readonly Set<string>[]} domain */
function ruleText(sides, { result, guard }, domain) {
  const left = sides.map((side, place) => patternText(side, domain[place] ?? new Set())).join(", ");
  return `${left} -> ${result}${guard === null ? "" : ` when ${guard}`}`;
}

/** The shortest words for a set of kinds. @param {Set<string>} side @param {Set<string>} domain */
export function patternText(side, domain) {
  if (domain.size > 20 && side.size === domain.size) return "any";
  const rest = new Set(side);
  /** @type {string[]} */
  const words = [];
  for (const kind of ["decimal", "array", "map", "lambda"]) {
    const all = [...domain].filter((word) => new RegExp(`^${kind}[(<]`).test(word));
    if (all.length === 0 || !all.every((word) => side.has(word))) continue;
    for (const word of all) rest.delete(word);
    rest.add(kind);
  }
  for (const group of ["number", "integral", "datetime", "period"]) {
    const kinds = kindGroups[group].filter(
      (/** @type {string} */ kind) => domain.has(kind) || kind === "decimal",
    );
    if (kinds.length < 2 || !kinds.every((/** @type {string} */ kind) => rest.has(kind))) continue;
    for (const kind of kinds) rest.delete(kind);
    words.push(group);
  }
  const short = new Map(Object.entries(kindWords).map(([word, kind]) => [kind, word]));
  const brief = (/** @type {string} */ word) =>
    short.get(word) ?? word.replace(/<(.*)>$/, (_, inner) => `<${short.get(inner) ?? inner}>`);
  return [...words, ...[...rest].sort().map(brief)].join(" ");
}
