import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "argumentKinds",
  file: "argument-kinds.json",
  extractor: "argumentKinds.py",
  about: "The kinds of arguments that PySpark's functions and methods refuse, by parameter.",
  slow: true,
  tables: (kinds) => ({ kinds }),
});
