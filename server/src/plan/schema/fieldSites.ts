import type { Field } from "../../catalog/dataType.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import type { Site } from "../../syntax/module.ts";

const sites = sideTable<Field, Site>();

/** Where the code spells a field's name: in a StructField, a DDL text, a list of names, a dict's key. Null where it does not. */
export const siteOfField = (field: Field): Site | null => sites.get(field) ?? null;

/** Notes where the code spells a field's name; gives the field. */
export function noteFieldSite(field: Field, site: Site | null): Field {
  if (site !== null) sites.set(field, site);
  return field;
}
