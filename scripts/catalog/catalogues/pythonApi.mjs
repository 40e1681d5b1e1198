import { defineCatalogue } from "../catalogue.mjs";

/** @param {readonly string[]} keys */
const bare = (keys) => Object.fromEntries(keys.map((key) => [key, {}]));

export const catalogue = defineCatalogue({
  name: "pythonApi",
  file: "pyspark-api.json",
  extractor: "pythonApi.py",
  arguments: ["sql"],
  about:
    "Classes, members and functions of PySpark's core, SQL and streaming: signatures, results, since, deprecations, aliases, and what Spark Connect lacks.",
  tables: ({ classes, members, functions, notInConnect }) => ({
    classes,
    members,
    functions,
    notInConnect: bare(notInConnect),
  }),
});
