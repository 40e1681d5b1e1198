import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "errors",
  file: "spark-errors.json",
  extractor: "errors.py",
  about:
    "Error conditions and sub-conditions of the JVM and of PySpark: SQL states and names of parameters; no messages.",
  tables: ({ conditions, pythonConditions, sqlStates }) => ({ conditions, pythonConditions, sqlStates }),
});
