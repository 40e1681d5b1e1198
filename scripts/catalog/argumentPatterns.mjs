/** Patterns of arguments' kinds that tell the calls a rule is for from those it is not for. */
import { patternText } from "./condense.mjs";

/** @typedef {import("./outputProbes.mjs").Probe} Probe */

/**
 * Patterns for the probes that a rule is wanted for, without any that it is wrong for.
 * @param {readonly Probe[]} wanted @param {readonly Probe[]} right @param {readonly Probe[]} all
 * @param {boolean} [alone] one argument may decide
 */
export function rectangles(wanted, right, all, alone = false) {
  const good = new Set(right);
  /** @type {string[]} */
  const patterns = [];
  for (const count of new Set(wanted.map(({ tokens }) => tokens.length))) {
    const same = all.filter(({ tokens }) => tokens.length === count);
    const wrong = same.filter((probe) => !good.has(probe)).map(({ tokens }) => tokens);
    const taken = same.filter((probe) => good.has(probe)).map(({ tokens }) => tokens);
    const domain = Array.from(
      { length: count },
      (_, place) => new Set(same.map(({ tokens }) => tokens[place] ?? "")),
    );
    const open = wanted.filter(({ tokens }) => tokens.length === count).map(({ tokens }) => tokens);
    const special = alone ? stripes(open, wrong, domain) : [];
    const rest = open.filter((tokens) => !special.some((sides) => isInside(tokens, sides)));
    patterns.push(
      ...[...special, ...boxes(rest, taken, wrong)].map((sides) =>
        sides.map((side, place) => sideText(side, domain[place] ?? new Set())).join(", "),
      ),
    );
  }
  return patterns;
}

/**
 * Kinds that make the difference wherever the other arguments are: a text that is cast to a number, for example.
 * @param {readonly (readonly string[])[]} wanted @param {readonly (readonly string[])[]} wrong @param {readonly Set<string>[]} domain
 */
const stripes = (wanted, wrong, domain) =>
  domain.flatMap((side, place) => {
    const special = [...side].filter(
      (token) =>
        token !== "void" &&
        token !== "literal" &&
        wanted.some((tokens) => tokens[place] === token) &&
        !wrong.some((tokens) => tokens[place] === token),
    );
    return special.length === 0 ? [] : [domain.map((each, at) => new Set(at === place ? special : each))];
  });

/** Boxes around wanted rows of words that hold no wrong row. @param {readonly (readonly string[])[]} wanted @param {readonly (readonly string[])[]} taken @param {readonly (readonly string[])[]} wrong */
function boxes(wanted, taken, wrong) {
  const open = new Set(wanted);
  /** @type {Set<string>[][]} */
  const found = [];
  for (const seed of wanted) {
    if (!open.has(seed)) continue;
    const sides = seed.map((token) => new Set([token]));
    const clean = () => !wrong.some((tokens) => isInside(tokens, sides));
    if (!clean()) continue;
    for (const [place, side] of sides.entries()) {
      for (const token of new Set(taken.map((tokens) => tokens[place] ?? ""))) {
        if (side.has(token)) continue;
        side.add(token);
        if (!clean()) side.delete(token);
      }
    }
    for (const tokens of open) if (isInside(tokens, sides)) open.delete(tokens);
    found.push(sides);
  }
  return found;
}

/** @param {readonly string[]} tokens @param {readonly Set<string>[]} sides */
const isInside = (tokens, sides) => tokens.every((token, place) => sides[place]?.has(token) ?? false);

/** @param {Set<string>} side @param {Set<string>} domain */
function sideText(side, domain) {
  if (side.size === domain.size || side.has("literal")) return "any";
  return patternText(side, domain);
}

/** @param {string} token */
export const word = (token) =>
  token === "literal" ? "any" : sideText(new Set([token]), new Set([token, ""]));
