import { defineCatalogue } from "../catalogue.mjs";
import { prepareDelta } from "../delta.mjs";

/**
 * Spark's own classes by their short names, as everywhere.
 * @param {Readonly<Record<string, object>>} rows
 */
const withShortNames = (rows) => JSON.parse(JSON.stringify(rows).replaceAll("pyspark.sql.", ""));

export const catalogue = defineCatalogue({
  name: "pythonDelta",
  file: "delta-api.json",
  extractor: "pythonApi.py",
  arguments: ["delta"],
  packages: prepareDelta,
  about:
    "Classes and members of Delta Lake's Python package delta-spark, by the line of Spark that it goes with.",
  tables: ({ classes, members, functions }) => ({ classes, members: withShortNames(members), functions }),
});
