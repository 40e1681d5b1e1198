import { defineCatalogue } from "../catalogue.mjs";

/** @typedef {Readonly<Record<string, readonly string[]>>} Sets targets such as "yarn cluster" by configuration */

const everywhere = 7;

/** "yarn" for both of its deploy modes, nothing for all managers and modes. @param {readonly string[]} targets */
function shortTargets(targets) {
  if (targets.length === everywhere) return [];
  const managers = [...new Set(targets.map((target) => target.split(" ")[0] ?? ""))];
  return managers.flatMap((manager) => {
    const modes = targets.filter((target) => target.startsWith(`${manager} `));
    return modes.length === (manager === "local" ? 1 : 2) ? [manager] : modes;
  });
}

/** @param {Sets | undefined} sets */
function shortSets(sets) {
  // The time of the submit changes with the clock, not with the flag.
  const entries = Object.entries(sets ?? {}).filter(([key]) => key !== "spark.app.submitTime");
  return entries.length === 0
    ? undefined
    : Object.fromEntries(entries.map(([key, targets]) => [key, shortTargets(targets)]));
}

export const catalogue = defineCatalogue({
  name: "submit",
  file: "spark-submit-flags.json",
  extractor: "submit.py",
  about:
    "Options of spark-submit: spellings, switches, what the help names, the configurations they set (an empty list: under every cluster manager), environment variables; asked of SparkSubmit's own classes.",
  slow: true,
  tables: ({ flags }) => ({
    flags: Object.fromEntries(
      Object.entries(/** @type {Record<string, { sets?: Sets }>} */ (flags)).map(([flag, row]) => [
        flag,
        { ...row, sets: shortSets(row.sets) },
      ]),
    ),
  }),
});
