/**
 * Turns what Spark answered about nulls in a function's output into few rules that give the same answers: one rule for
 * most calls, and before it rules for the kinds of arguments that differ. All answers are replayed; what no rule gives
 * becomes "?".
 */
import { tsImport } from "tsx/esm/api";
import { rectangles, word } from "./argumentPatterns.mjs";
import { replays } from "./outputProbes.mjs";

const { parseNullability, readTerm, termBit } = await tsImport(
  "../../server/src/catalog/nullabilityRule.ts",
  import.meta.url,
);

/** @typedef {import("./outputProbes.mjs").Probe} Probe */

/**
 * The rules of a function, the most special first.
 * @param {readonly Probe[]} probes
 * @returns {string[]}
 */
export function nullRules(probes) {
  const clusters = clustersOf(probes);
  if (clusters.length === 0) return ["?"];
  // Where most calls are nullable for a cast of some argument, the others say what the function itself does.
  const [majority, second] = clusters;
  const isCast =
    majority?.text.startsWith("yes") === true && second !== undefined && !second.text.startsWith("yes");
  const own = isCast && probes.filter((probe) => replays(second.rule, probe)).length >= probes.length / 8;
  const [most, ...special] = own
    ? [second, ...clustersOf(probes.filter((probe) => !replays(second.rule, probe)))]
    : clusters;
  const lines = special.toReversed().flatMap(({ text, rule }) => {
    const right = probes.filter((probe) => replays(rule, probe));
    const wanted = right.filter((probe) => !replays(most?.rule, probe));
    return rectangles(wanted, right, probes, text.startsWith("yes")).map(
      (pattern) => `${pattern} -> ${text}`,
    );
  });
  const all = [...new Set(lines), most?.text ?? "?"];
  const first = (/** @type {Probe} */ probe) => all.find((line) => speaksOf(line, probe)) ?? "?";
  const wrong = probes.filter((probe) => !replays(parseNullability(first(probe)), probe));
  if (wrong.length === 0) return all;
  // What nothing explains is left open, for all kinds alike.
  return [...new Set(wrong.map(({ tokens }) => `${tokens.map(word).join(", ")} -> ?`)), ...all];
}

/** Rules, each for what those before leave open. @param {readonly Probe[]} probes */
function clustersOf(probes) {
  /** @type {{ text: string, rule: any }[]} */
  const clusters = [];
  let open = [...probes];
  while (open.length > 0 && clusters.length < 6) {
    const text = ruleFor(open);
    const rule = parseNullability(text);
    const rest = open.filter((probe) => !replays(rule, probe));
    if (rest.length === open.length) break;
    clusters.push({ text, rule });
    open = rest;
  }
  return clusters;
}

/** @param {string} line @param {Probe} probe */
function speaksOf(line, { tokens }) {
  const arrow = line.indexOf("->");
  if (arrow < 0) return true;
  const parts = line.slice(0, arrow).trim();
  const sides = parts === "" ? [] : splitPatterns(parts);
  return (
    sides.length === tokens.length &&
    tokens.every(
      (token, at) => token === "literal" || holds(parseNullability(line).when.parameters[at], token),
    )
  );
}

/** @param {string} text */
const splitPatterns = (text) => text.split(/,\s*(?![^<(]*[>)])/);

/** @param {ReadonlySet<string>} side @param {string} token */
const holds = (side, token) =>
  side.has("any") ||
  side.has(token) ||
  side.has(token.replace(/[(<].*$/, "")) ||
  side.has(token.replace(/^lambda.*/, "lambda"));

/** One rule for probes: the best term for each part. @param {readonly Probe[]} probes */
function ruleFor(probes) {
  const top = bestTerm(probes, "");
  const pieces = [top];
  inside(probes, "", top, pieces);
  return pieces.join("; ");
}

/** Adds what is to be said of the inside of a part. @param {readonly Probe[]} probes @param {string} path @param {string | null} term @param {string[]} pieces */
function inside(probes, path, term, pieces) {
  const prefix = path === "" ? "" : `${path}.`;
  const deep = probes.filter(({ parts }) =>
    parts.some((part) => part.startsWith(prefix) && part !== path && part !== ""),
  );
  if (deep.length === 0) return;
  const own = term === null || ["yes", "no", "?"].includes(term) ? [] : [term.replace(/^all /, "")];
  const sources = [...own, "yes", "no", ...insideCandidates(deep)];
  let best = { source: "", right: 0 };
  for (const source of new Set(sources)) {
    const right = deep.filter((probe) => insideRight(probe, prefix, path, source)).length;
    if (right > best.right) best = { source, right };
    if (right === deep.length) break;
  }
  if (best.right === deep.length || (best.right > 0 && path !== "" && best.right >= deep.length / 2)) {
    if (best.source !== own[0]) pieces.push(`${path}~${best.source}`);
    return;
  }
  const steps = new Set(
    deep.flatMap(({ parts }) =>
      parts
        .filter((part) => part.startsWith(prefix) && part !== path && part !== "")
        .map((part) => part.slice(prefix.length).split(".")[0] ?? ""),
    ),
  );
  for (const step of [...steps].sort()) {
    const child = `${prefix}${step}`;
    const own =
      step === "k"
        ? null
        : bestTerm(
            deep.filter(({ parts }) => parts.includes(child)),
            child,
          );
    if (own !== null) pieces.push(`${child}=${own}`);
    inside(probes, child, own, pieces);
  }
}

/** @param {Probe} probe @param {string} prefix @param {string} path @param {string} source */
function insideRight(probe, prefix, path, source) {
  const term = { ...readTerm(source) };
  return probe.asked.every(({ args, bits }) =>
    probe.parts.every((part, at) => {
      if (part === path || part === "" || !part.startsWith(prefix)) return true;
      return termBit(term, args, part.slice(prefix.length).split(".")) === (bits[at] === "1");
    }),
  );
}

/** Parts of the arguments that the inside of a result may be like. @param {readonly Probe[]} probes */
function insideCandidates(probes) {
  const atoms = [...new Set(probes.flatMap((probe) => probe.atoms))].sort();
  const short = atoms.filter((atom) => atom.split(".").length < 4);
  const pairs = short.flatMap((one) =>
    short.filter((other) => other > one).map((other) => `${one} ${other}`),
  );
  return [...short, "*", "*.e", "2*", "1/2*", "2/2*", "*.v", ...pairs.slice(0, 80)];
}

/** The term that is right for most probes. @param {readonly Probe[]} probes @param {string} path */
function bestTerm(probes, path) {
  /** @type {Map<string, number>} */
  const candidates = new Map();
  for (const probe of probes) {
    const at = probe.parts.indexOf(path);
    if (at < 0) continue;
    for (const term of termsOf(probe, at)) candidates.set(term, 0);
  }
  let best = { term: "?", right: 0 };
  const varied = new Set(probes.map(({ tokens }) => tokens.length)).size > 1;
  const rank = (/** @type {string} */ term) => (varied === term.includes("*") ? 1 : 2);
  const sorted = [...candidates.keys()].sort(
    (a, b) =>
      Number(readTerm(a).parts !== undefined) - Number(readTerm(b).parts !== undefined) ||
      rank(a) - rank(b) ||
      a.length - b.length ||
      (a < b ? -1 : 1),
  );
  for (const text of sorted) {
    const term = readTerm(text);
    let right = 0;
    for (const probe of probes) {
      const at = probe.parts.indexOf(path);
      if (at >= 0 && probe.asked.every(({ args, bits }) => termBit(term, args, []) === (bits[at] === "1")))
        right++;
    }
    if (right > best.right) best = { term: text, right };
  }
  return best.term;
}

/** The terms that one probe suggests for one of its parts. @param {Probe} probe @param {number} at @returns {string[]} */
function termsOf(probe, at) {
  const bit = (/** @type {number} */ index) => probe.asked[index]?.bits[at] === "1";
  const base = probe.on.findIndex((on) => on.length === 0);
  if (bit(base)) return ["yes"];
  const singles = probe.on.flatMap((on, index) => (on.length === 1 && bit(index) ? [`${on[0]}`] : []));
  const every = probe.on.findIndex((on) => on.length === probe.atoms.length);
  if (singles.length > 0) {
    // Of a literal nothing was asked, but NULL is one too.
    const literals = probe.tokens.flatMap((token, place) => (token === "literal" ? [`${place + 1}`] : []));
    const last = literals.at(-1);
    return [
      ...generalized(singles, probe, ""),
      ...(last === undefined ? [] : [[...singles, last].join(" "), [...singles, ...literals].join(" ")]),
    ];
  }
  if (probe.atoms.length < 2 || !bit(every)) return ["no"];
  const needed = probe.on.flatMap((on, index) =>
    on.length === probe.atoms.length - 1 && !bit(index)
      ? probe.atoms.filter((atom) => !on.includes(atom))
      : [],
  );
  return needed.length > 0 ? generalized(needed, probe, "all ") : ["?"];
}

/** A list of parts, and the shorter ways to say it for any number of arguments. @param {readonly string[]} atoms @param {Probe} probe @param {string} prefix */
function generalized(atoms, probe, prefix) {
  const forms = [`${prefix}${atoms.join(" ")}`];
  const count = probe.tokens.length;
  const places = (/** @type {string} */ path) =>
    atoms.filter((atom) => atom.replace(/^\d+/, "") === path).map((atom) => Number.parseInt(atom, 10));
  const paths = [...new Set(atoms.map((atom) => atom.replace(/^\d+/, "")))];
  const words = [];
  for (const path of paths) {
    const found = places(path);
    const from = found[0] ?? 1;
    for (const step of [1, 2]) {
      const wanted = [];
      for (let place = from; place <= count; place += step) wanted.push(place);
      const same = wanted.join() === found.join();
      if (same)
        words.push({
          path,
          text: `${from === 1 && step === 1 ? "" : from}${step === 1 ? "" : `/${step}`}*${path}`,
        });
    }
  }
  for (const { text, path } of words)
    if (paths.length === 1) forms.push(`${prefix}${text}`);
    else
      forms.push(
        `${prefix}${[text, ...atoms.filter((atom) => atom.replace(/^\d+/, "") !== path)].join(" ")}`,
      );
  if (paths.length === 2)
    for (const one of words.filter(({ path }) => path === paths[0]))
      for (const other of words.filter(({ path }) => path === paths[1]))
        forms.push(`${prefix}${one.text} ${other.text}`);
  return forms;
}
