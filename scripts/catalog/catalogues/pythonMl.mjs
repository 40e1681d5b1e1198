import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "pythonMl",
  file: "pyspark-ml.json",
  extractor: "pythonApi.py",
  arguments: ["ml"],
  about:
    "Classes, members and functions of PySpark's machine learning: signatures, results, since, deprecations, aliases.",
  tables: ({ classes, members, functions }) => ({ classes, members, functions }),
});
