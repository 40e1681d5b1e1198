import { defineCatalogue } from "../catalogue.mjs";

/** @param {readonly string[]} keys */
const bare = (keys) => Object.fromEntries(keys.map((key) => [key, {}]));

export const catalogue = defineCatalogue({
  name: "configs",
  file: "configs.json",
  extractor: "configs.py",
  about:
    "Configurations that Spark registers, with type, unit, default, range, values and scope; beginnings and names that its code reads besides.",
  tables: ({ configs, prefixes, names }) => ({
    configs,
    prefixes: bare(prefixes),
    names: bare(names),
  }),
});
