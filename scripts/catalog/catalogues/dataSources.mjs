import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "dataSources",
  file: "data-sources.json",
  extractor: "dataSources.py",
  about:
    "Built-in data sources, their options with type and default (as Spark's own classes read them), and names of compression codecs.",
  slow: true,
  tables: ({ sources, options, codecs }) => ({ sources, options, codecs }),
});
