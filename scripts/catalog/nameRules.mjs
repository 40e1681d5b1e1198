/** Turns the names that Spark gave a function's output into few templates that give the same names. */
import { tsImport } from "tsx/esm/api";
import { rectangles } from "./argumentPatterns.mjs";
import { tokenOf, typeOf } from "./outputProbes.mjs";

const { fillTemplate, parseTemplate } = await tsImport(
  "../../server/src/catalog/nameTemplate.ts",
  import.meta.url,
);

/** @typedef {import("./outputProbes.mjs").Answer} Answer */

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
