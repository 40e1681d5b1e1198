import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "lists",
  file: "spark-lists.json",
  extractor: "lists.py",
  about:
    "Closed lists: modes of save, output and explain, join types, storage levels, hints, triggers, names of SQL types, words of SQL; asked of Spark one by one.",
  tables: (dump) => dump,
});
