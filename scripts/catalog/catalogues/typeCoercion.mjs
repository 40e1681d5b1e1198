import { defineCatalogue } from "../catalogue.mjs";

export const catalogue = defineCatalogue({
  name: "typeCoercion",
  file: "type-coercion.json",
  extractor: "typeCoercion.py",
  about:
    "which two types meet in which (tightest: for greatest and arithmetic; wider: for coalesce, CASE and unions) and which casts are legal, with ANSI on and off",
  tables: (dump) => dump,
});
