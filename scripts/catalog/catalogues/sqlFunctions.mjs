import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "sqlFunctions",
  file: "sql-functions.json",
  extractor: "sqlFunctions.py",
  about:
    "Spark's SQL functions: parameters, group, since when, kind, other names, and what makes them in pyspark.sql.functions",
  tables: (dump) => dump,
});
