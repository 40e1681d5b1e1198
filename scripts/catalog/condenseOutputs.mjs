/**
 * Turns what Spark answered about a function's output into few rules that give the same answers: one rule for most
 * calls, and before it rules for the kinds of arguments that differ. All answers are replayed; what no rule gives
 * becomes "?".
 */
import { tsImport } from "tsx/esm/api";
import { patternText } from "./condense.mjs";

const { applyNullability, parseNullability, readTerm, rebuilt, termBit } = await tsImport(
  "../../server/src/catalog/nullabilityRule.ts",
  import.meta.url,
);
const { fillTemplate, parseTemplate } = await tsImport(
  "../../server/src/catalog/nameTemplate.ts",
  import.meta.url,
);
const { parseDataType } = await tsImport("../../server/src/catalog/dataTypeText.ts", import.meta.url);
const { kindOf } = await tsImport("../../server/src/catalog/dataType.ts", import.meta.url);

/**
 * @typedef {{ kinds: readonly string[], name: string, type: string, parts: readonly string[], asked: readonly (readonly [readonly string[], string])[], written?: boolean }} Answer
 * @typedef {{ args: readonly any[], bits: string }} Asked a call with its arguments' nullability; a bit for each part
 * @typedef {{ tokens: readonly string[], atoms: readonly string[], result: any, parts: readonly string[], asked: readonly Asked[], on: readonly (readonly string[])[] }} Probe
 */

/** The answers of a function as the evaluator has them. @param {readonly Answer[]} answers @returns {Probe[]} */
export const probesOf = (answers) =>
  answers.flatMap((answer) => {
    const result = parseDataType(answer.type);
    if (result === null) return [];
    const types = answer.kinds.map(typeOf);
    if (types.includes(null) || answer.kinds.some((kind) => /^'(?:make_interval|parse_json|CAST)/.test(kind)))
      return [];
    const asked = answer.asked.map(([on, bits]) => ({
      args: argumentsOf(answer.kinds, types, new Set(on)),
      bits,
    }));
    const on = answer.asked.map(([parts]) => parts);
    return [
      {
        tokens: answer.kinds.map((kind, at) => tokenOf(kind, types[at])),
        atoms: [...new Set(on.flat())],
        result,
        parts: answer.parts,
        asked,
        on,
      },
    ];
  });

/** @param {string} kind */
function typeOf(kind) {
  if (!kind.startsWith("'")) {
    const body = /^lambda$/.test(kind) ? "int" : kind;
    return parseDataType(body);
  }
  const text = kind.slice(1);
  if (text === "NULL") return parseDataType("void");
  if (text.startsWith("array("))
    return { type: "array", element: parseDataType("double"), containsNull: false };
  return parseDataType(/^-?\d+$/.test(text) ? "int" : /^-?\d+\.\d+$/.test(text) ? "double" : "string");
}

/** @param {string} kind @param {any} type */
function tokenOf(kind, type) {
  if (kind === "lambda") return "lambda";
  if (kind.startsWith("'")) return "literal";
  if (type.type === "array") return `array<${kindOf(type.element)}>`;
  if (type.type === "map") return `map<${kindOf(type.key)}>`;
  return type.type === "struct" || type.type === "decimal" ? type.type : kind;
}

/** @param {readonly string[]} kinds @param {readonly any[]} types @param {Set<string>} on */
const argumentsOf = (kinds, types, on) =>
  types.map((type, at) => {
    const nullable = on.has(`${at + 1}`) || kinds[at] === "void" || kinds[at] === "'NULL";
    const nulls = rebuilt(type, [], (/** @type {string[]} */ path) => on.has(`${at + 1}.${path.join(".")}`));
    return { type: kinds[at] === "lambda" ? { type: "lambda", result: nulls } : nulls, nullable };
  });

/** The nullable parts of a result in the order of the answers. @param {boolean | null} nullable @param {any} type @returns {(boolean | null)[]} */
function bitsOf(nullable, type) {
  if (type.type === "array") return [nullable, ...bitsOf(type.containsNull, type.element)];
  if (type.type === "map")
    return [nullable, ...bitsOf(false, type.key).slice(1), ...bitsOf(type.valueContainsNull, type.value)];
  if (type.type === "struct")
    return [
      nullable,
      ...type.fields.flatMap((/** @type {any} */ field) => bitsOf(field.nullable, field.dataType)),
    ];
  return [nullable];
}

/** Whether a rule gives all answers of a probe. @param {any} rule @param {Probe} probe */
export const replays = (rule, probe) =>
  probe.asked.every(({ args, bits }) => {
    const { nullable, type, exact } = applyNullability(rule, args, probe.result);
    if (!exact || nullable === null) return false;
    return (
      bitsOf(nullable, type)
        .map((bit) => (bit ? "1" : "0"))
        .join("") === bits
    );
  });

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

/**
 * Patterns for the probes that a rule is wanted for, without any that it is wrong for.
 * @param {readonly Probe[]} wanted @param {readonly Probe[]} right @param {readonly Probe[]} all
 * @param {boolean} [alone] one argument may decide
 */
function rectangles(wanted, right, all, alone = false) {
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
const word = (token) => (token === "literal" ? "any" : sideText(new Set([token]), new Set([token, ""])));

/**
 * Templates of a function's name, the most special first; none where it is "name(argument, …)".
 * @param {string} name @param {readonly Answer[]} answers
 */
export function nameRules(name, answers) {
  const made = answers.map((answer) => ({
    tokens: answer.kinds.map((kind) => tokenOf(kind, typeOf(kind) ?? { type: "" })),
    name: answer.name.replace("ESCAPE '~'", "ESCAPE '$3'"),
    sure:
      !answer.kinds.includes("void") &&
      !answer.kinds.some((kind, at) => isMade(kind) && !answer.name.includes(`$${at + 1}`)),
  }));
  const surest = made.filter(({ sure }) => sure);
  const probes = surest.length > 0 ? surest : made;
  /** @type {string[]} */
  const chosen = [];
  let open = probes;
  while (open.length > 0 && chosen.length < 8) {
    const candidates = new Set([
      ...(chosen.length === 0 ? [`${name}($1*)`] : []),
      ...open.flatMap((each) => templatesOf(each.name, each.tokens.length)),
    ]);
    let best = { template: "", right: 0 };
    for (const template of candidates) {
      const right = open.filter((each) => written(template, each.tokens.length) === each.name).length;
      if (right > best.right) best = { template, right };
    }
    if (best.right === 0) break;
    chosen.push(best.template);
    open = open.filter((each) => written(best.template, each.tokens.length) !== each.name);
  }
  const [most = "", ...special] = chosen;
  const lines = special.toReversed().flatMap((template) => {
    const right = probes.filter((each) => written(template, each.tokens.length) === each.name);
    const wanted = right.filter((each) => written(most, each.tokens.length) !== each.name);
    return rectangles(
      /** @type {any} */ (wanted),
      /** @type {any} */ (right),
      /** @type {any} */ (probes),
    ).map((pattern) => `${pattern} -> ${template}`);
  });
  const usual = `${name}($1*)`;
  // What fills up left-out arguments says nothing of calls with more of them.
  const fixed = most.startsWith(`${name}(`) && !most.includes("*") && most.includes(", ");
  const last = fixed
    ? [...new Set(probes.map(({ tokens }) => tokens.length))]
        .filter((count) =>
          probes.some((each) => each.tokens.length === count && written(most, count) === each.name),
        )
        .map((count) => `${Array.from({ length: count }, () => "any").join(", ")} -> ${most}`)
    : [most];
  const all = [...new Set([...lines, ...last, ...(fixed ? [usual] : [])])];
  return all.length === 1 && all[0] === usual ? [] : all;
}

/** Literals that a name shows in another form than SQL writes them. @param {string} kind */
const isMade = (kind) =>
  /^'(?:make_interval|array|named_struct|map|parse_json|CAST|X'|INTERVAL|NULL)/.test(kind);

/** @param {string} template @param {number} count */
const written = (template, count) =>
  fillTemplate(
    parseTemplate(template),
    Array.from({ length: count }, (_, at) => `$${at + 1}`),
  );

/** A name as a template, and the wider ones that give it. @param {string} name @param {number} count */
function templatesOf(name, count) {
  const forms = [name];
  for (let from = 1; from <= count; from++) {
    const run = Array.from({ length: count - from + 1 }, (_, at) => `$${from + at}`).join(", ");
    if (name.includes(run) && !name.includes(`${run}0`)) forms.push(name.replace(run, `$${from}*`));
  }
  return forms;
}
