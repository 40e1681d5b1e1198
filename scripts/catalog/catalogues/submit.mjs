import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "submit",
  file: "spark-submit-flags.json",
  extractor: "submit.py",
  about:
    "Options of spark-submit: spellings, switches, what the help names, the configurations they set by cluster manager and deploy mode, environment variables; asked of SparkSubmit's own classes.",
  tables: ({ flags }) => ({ flags }),
});
