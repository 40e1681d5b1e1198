import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "pythonPandas",
  file: "pyspark-pandas.json",
  extractor: "pythonApi.py",
  arguments: ["pandas"],
  about:
    "Classes, members and functions of the pandas API on Spark: signatures, results, since, deprecations, aliases.",
  tables: ({ classes, members, functions }) => ({ classes, members, functions }),
});
