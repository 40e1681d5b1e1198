import { defineCatalogue } from "../catalogue.mjs";
import { nameRules } from "../nameRules.mjs";
import { nullRules } from "../nullRules.mjs";
import { probesOf } from "../outputProbes.mjs";

/** @typedef {import("../outputProbes.mjs").Answer} Answer */

/** Made of their arguments one by one, for any number of them: server/src/catalog/structuralNullability.ts knows how. */
const structural = new Set([
  ..."struct named_struct arrays_zip case when array map coalesce ifnull nvl greatest least if nvl2".split(
    " ",
  ),
  ..."between lag lead boolean tinyint smallint int bigint float double decimal string binary date".split(
    " ",
  ),
  "timestamp",
]);

export const catalogue = defineCatalogue({
  name: "functionOutputs",
  file: "function-outputs.json",
  extractor: "functionOutputs.py",
  about: "what each SQL function's output column is called and what in it may be null, as rules",
  slow: true,
  tables(dump) {
    /** @type {Record<string, Record<string, unknown>>} */
    const functions = {};
    for (const [name, { ansi, legacy }] of Object.entries(dump.functions)) {
      const names = nameRules(name, [...ansi, ...legacy]);
      const nulls = structural.has(name) ? [] : nullRules(probesOf(ansi.filter(ofTable(name))));
      const legacyNulls = structural.has(name) ? [] : nullRules(probesOf(legacy.filter(ofTable(name))));
      const row = {
        ...(nulls.length > 0 ? { nulls } : {}),
        ...(JSON.stringify(nulls) === JSON.stringify(legacyNulls) ? {} : { legacyNulls }),
        ...(names.length > 0 ? { names } : {}),
      };
      if (ansi.length + legacy.length > 0 && Object.keys(row).length > 0) functions[name] = row;
    }
    return { functions, casts: castRows(dump.casts, dump.functions) };
  },
});

const castFunctions =
  "boolean tinyint smallint int bigint float double decimal string binary date timestamp".split(" ");

/** Some calls of these are made of their arguments one by one too. @param {string} name */
const ofTable =
  (name) =>
  (/** @type {Answer} */ { kinds, type }) =>
    !(name === "decode" && kinds.length > 2) &&
    !(name === "in" && kinds.length !== 2) &&
    !(name === "concat" && type.startsWith("array"));

/**
 * By mode and kind of type: casts to which kinds make null of other values. Whether a decimal has room for them is
 * computed where it is asked.
 * @param {Record<string, Record<string, readonly (readonly [string, string, boolean])[]>>} casts
 * @param {Record<string, { ansi: readonly Answer[], legacy: readonly Answer[] }>} functions some casts are legal as functions only
 */
function castRows(casts, functions) {
  /** @type {Record<string, { to: string[] }>} */
  const rows = {};
  const called = (/** @type {"ansi" | "legacy"} */ mode) =>
    castFunctions.flatMap((name) =>
      (functions[name]?.[mode] ?? []).flatMap(
        ({ kinds: [from = "'"], type, asked: [[on, bits] = [[""], ""]] }) =>
          from.startsWith("'") || from === "void" || on.length > 0
            ? []
            : [/** @type {const} */ ([from, type, bits === "1"])],
      ),
    );
  const tables = {
    ansi: [...(casts.ansi?.CAST ?? []), ...called("ansi")],
    legacy: [...(casts.legacy?.CAST ?? []), ...called("legacy")],
    try: casts.ansi?.TRY_CAST,
  };
  for (const [mode, pairs] of Object.entries(tables)) {
    /** @type {Map<string, Map<string, boolean>>} */
    const byKind = new Map();
    for (const [from, to, nullable] of pairs ?? []) {
      const [source, target] = [kind(from), kind(to)];
      const targets = byKind.get(source) ?? new Map();
      byKind.set(source, targets);
      targets.set(target, (targets.get(target) ?? true) && nullable);
    }
    for (const [source, targets] of byKind) {
      const to = [...targets].flatMap(([target, nullable]) => (nullable ? [target] : [])).sort();
      if (to.length > 0) rows[`${mode} ${source}`] = { to };
    }
  }
  return rows;
}

/** @param {string} type */
const kind = (type) =>
  type.startsWith("decimal")
    ? "decimal"
    : type.startsWith("interval ")
      ? /year|month/.test(type)
        ? "interval year to month"
        : "interval day to second"
      : type;
