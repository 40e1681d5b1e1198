import { hasType, type DataType, type Field } from "../../catalog/dataType.ts";
import { parseColumns, parseDataType, type FieldListener } from "../../catalog/dataTypeText.ts";
import type { Site } from "../../syntax/module.ts";
import type { Value } from "../value.ts";
import { noteFieldSite, siteOfField } from "./fieldSites.ts";
import { allNullable } from "./nullability.ts";
import { attribute, type Attribute } from "./schema.ts";

/** What a schema given to Spark says. "invalid": a text that Spark cannot read. "unknown": the code does not tell. */
export type Declaration =
  | { readonly kind: "type"; readonly dataType: DataType }
  | { readonly kind: "invalid"; readonly text: string }
  | { readonly kind: "unknown" };

/** A schema given as an object of pyspark.sql.types or as DDL: "a int, b string", "a: int", "array<int>". */
export function declarationOf(value: Value | undefined): Declaration {
  if (value?.kind === "spark" && value.data?.kind === "type")
    return value.data.dataType.type === "unknown"
      ? { kind: "unknown" }
      : { kind: "type", dataType: value.data.dataType };
  if (value?.kind !== "string" || value.value === null) return { kind: "unknown" };
  const dataType = typeOfDdl(value.value, value.site);
  return dataType ? { kind: "type", dataType } : { kind: "invalid", text: value.value };
}

/**
 * The type that a DDL text means: columns where it reads as such, else one type (`_parse_datatype_string`, 3.3 to
 * 4.3). Null for what is neither. `literal` is the string literal that the text stands in.
 */
export function typeOfDdl(text: string, literal: Site | undefined): DataType | null {
  const content = literal && contentSite(literal, text);
  const listener: FieldListener = (field, start, end) =>
    noteFieldSite(
      field,
      content ? { unit: content.unit, start: content.start + start, end: content.start + end } : null,
    );
  const fields = parseColumns(text, listener);
  return fields ? { type: "struct", fields } : parseDataType(text, listener);
}

/** Where a text stands inside its literal; null for one with escapes or of several parts. */
function contentSite({ unit, start, end }: Site, text: string): Site | null {
  const literal = unit.text.slice(start, end);
  const opened = /^[a-zA-Z]*(?:"""|'''|"|')/.exec(literal)?.[0].length ?? 0;
  return opened > 0 && literal.startsWith(text, opened) && literal.length <= opened + text.length + 3
    ? { unit, start: start + opened, end: start + opened + text.length }
    : null;
}

/** The fields that a schema given as a StructType or as DDL declares; null where the code does not tell. */
export function declaredFields(value: Value | undefined): readonly Field[] | null {
  const declaration = declarationOf(value);
  return declaration.kind === "type" && declaration.dataType.type === "struct"
    ? declaration.dataType.fields
    : null;
}

/** The columns that fields make; those that the code does not spell come from `site`. */
export const attributesOfFields = (fields: readonly Field[], site: Site | null): readonly Attribute[] =>
  fields.map((field) => attribute(field, { origin: siteOfField(field) ?? site }));

/**
 * The columns that a reader gives for the schema declared for it: all that the schema says, with nulls allowed
 * everywhere, since files promise nothing (`DataSource.sourceSchema`, 3.3 to 4.3; streams too). Null where the code does not tell.
 */
export const declaredSchema = (value: Value | undefined): readonly Field[] | null =>
  declaredFields(value)?.map((field) =>
    noteFieldSite(
      { name: field.name, dataType: allNullable(field.dataType), nullable: true },
      siteOfField(field),
    ),
  ) ?? null;

/** Whether a char or varchar is part of the type: Spark takes them in tables alone (`failIfHasCharVarchar`, 3.3 to 4.3). */
export const hasSizedText = (type: DataType): boolean =>
  hasType(type, (part) => part.type === "atomic" && /^(?:var)?char\(/.test(part.name));
