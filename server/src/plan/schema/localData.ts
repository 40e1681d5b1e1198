import { unknownType, type Field } from "../../catalog/dataType.ts";
import type { Site } from "../../syntax/module.ts";
import { flag, type Session } from "../session.ts";
import type { RowName, Value } from "../value.ts";
import { attributesOfFields, declarationOf, hasSizedText } from "./declaredSchema.ts";
import { noteFieldSite, siteOfField } from "./fieldSites.ts";
import { numpyFields, pandasFields, pandasFrame } from "./pandasData.ts";
import {
  agreedType,
  hasVoid,
  inferenceOptions,
  inferFields,
  mergeFields,
  refusal,
  type InferenceOptions,
  type Refusal,
} from "./pythonTypes.ts";
import { rowMisfit } from "./rowMisfit.ts";
import { attribute, type Schema } from "./schema.ts";

/**
 * The columns of a frame made of values of the program, by `createDataFrame(data, schema)` or `rdd.toDF(schema)`:
 * `schema` is null when it is left out, and `verifies` false when rows are not checked against it. As PySpark's
 * `_create_dataframe` does it (3.3 to 4.3).
 */
export function localSchema(
  data: Value,
  schema: Value | null,
  session: Session,
  site: Site,
  verifies = true,
): Schema | Refusal {
  if (schema === null || schema.kind === "none") return inferredSchema(data, [], session, site);
  const names = schema.kind === "sequence" ? namesOf(schema) : null;
  if (names !== null) return inferredSchema(data, names, session, site);
  const declaration = declarationOf(schema);
  switch (declaration.kind) {
    case "invalid":
      return unknownSchema(`Spark cannot read “${declaration.text}” as a schema`, site);
    case "unknown":
      return unknownSchema("the code does not tell the schema that is given for the rows", site);
    case "type": {
      const { dataType } = declaration;
      if (hasSizedText(dataType)) return sizedTextSchema(session, site);
      if (dataType.type !== "struct") {
        const value = { name: "value", dataType, nullable: true };
        return { kind: "closed", attributes: [attribute(value, { origin: schemaSite(schema) ?? site })] };
      }
      const misfit = verifies ? rowMisfit(localRows(data), dataType.fields, session.version) : null;
      return misfit ?? closed(dataType.fields, schemaSite(schema) ?? site);
    }
  }
}

/** Spark takes char and varchar for strings only where a setting says so. */
export const sizedTextSchema = (session: Session, site: Site): Schema =>
  flag(session, "spark.sql.legacy.charVarcharAsString") === false
    ? unknownSchema("Spark refuses char and varchar outside of tables", site)
    : unknownSchema("char and varchar may be taken for strings", site);

const schemaSite = (schema: Value): Site | null => (schema.kind === "string" ? (schema.site ?? null) : null);

const closed = (fields: readonly Field[], site: Site): Schema => ({
  kind: "closed",
  attributes: attributesOfFields(fields, site),
});

const unknownSchema = (text: string, site: Site): Schema => ({ kind: "unknown", reason: { text, site } });

/** A list of columns' names; null where one is not known. */
function namesOf({ elements, exact }: Extract<Value, { kind: "sequence" }>): readonly RowName[] | null {
  const names = elements.flatMap((each) =>
    each.kind === "string" && each.value !== null ? [{ name: each.value, site: each.site ?? null }] : [],
  );
  return exact && names.length === elements.length ? names : null;
}

/** The rows of data, as far as the code tells. */
interface Rows {
  readonly elements: readonly Value[];
  /** These are all the rows; else each row is one of these. */
  readonly exact: boolean;
  /** Rows of an RDD: PySpark looks at the first ones alone. */
  readonly distributed: boolean;
}

/** The rows that iterating over a value gives; null where the code does not tell. */
function rowsOf(data: Value): Rows | null {
  const distributed = false;
  switch (data.kind) {
    case "sequence":
      return {
        elements: data.elements,
        exact: data.exact && (data.type !== "set" || data.elements.length < 2),
        distributed,
      };
    case "dict":
      return { elements: data.entries.map(({ key }) => key), exact: data.exact, distributed };
    case "spark": {
      if (data.data?.kind === "elements" && data.data.elements.kind === "sequence")
        return { ...data.data.elements, distributed: true };
      return null;
    }
    default:
      return null;
  }
}

/** Rows that PySpark checks against a given schema while it makes the frame. */
function localRows(data: Value): readonly Value[] {
  const rows = rowsOf(data);
  return rows?.exact && !rows.distributed ? rows.elements : [];
}

/** The schema that PySpark finds by looking at the data. */
function inferredSchema(
  data: Value,
  names: readonly RowName[],
  session: Session,
  site: Site,
): Schema | Refusal {
  const options = inferenceOptions(session);
  const frame = pandasFrame(data);
  if (frame) {
    const fields = pandasFields(frame, session, options);
    if (fields === null) return withNames(names, "the data come from pandas", site);
    return "type" in fields ? fields : finished(fields, names, "pandas", site);
  }
  const array = numpyFields(data, session, options);
  if (array) return finished(array, names, "pandas", site);
  const rows = rowsOf(data);
  if (rows === null) return withNames(names, "the code does not tell the rows", site);
  if (rows.elements.length === 0)
    return rows.exact
      ? refusal("CANNOT_INFER_EMPTY_SCHEMA", "there is none to tell the columns")
      : withNames(names, "the code does not tell the rows", site);
  const fields = fieldsOfRows(rows, names, options);
  if (fields === null) return withNames(names, "the code does not tell the rows", site);
  if ("type" in fields) return fields;
  return finished(fields, names, "rows", site);
}

/** What is known where only names are given: PySpark adds more columns for longer rows. */
const withNames = (names: readonly RowName[], text: string, site: Site): Schema =>
  names.length === 0
    ? unknownSchema(text, site)
    : {
        kind: "open",
        attributes: names.map(({ name, site: origin }) =>
          attribute({ name, dataType: unknownType, nullable: true }, { origin: origin ?? site }),
        ),
        reason: { text, site },
      };

/** The names given go to the columns by position, whatever the rows call them. */
function finished(
  fields: readonly Field[],
  names: readonly RowName[],
  source: "rows" | "pandas",
  site: Site,
): Schema | Refusal {
  if (names.length > fields.length && source === "rows")
    return refusal("IndexError", `${names.length} names are given for ${fields.length} columns`);
  if (names.length > 0 && names.length !== fields.length && source === "pandas")
    return withNames(names, "the names are not as many as the columns of the pandas frame", site);
  return closed(
    fields.map((field, index) => {
      const named = names[index];
      return named
        ? noteFieldSite({ ...field, name: named.name }, named.site)
        : noteFieldSite({ ...field }, siteOfField(field));
    }),
    site,
  );
}

/** The fields of all rows together. */
function fieldsOfRows(
  rows: Rows,
  names: readonly RowName[],
  options: InferenceOptions,
): readonly Field[] | Refusal | null {
  const { elements, exact, distributed } = rows;
  const each = elements.map((row) => inferFields(row, options, names));
  if (!exact) return agreedFields(each);
  let merged: readonly Field[] | Refusal | null = null;
  for (const fields of distributed ? each.slice(0, sampledRows) : each) {
    if (fields === null || "type" in fields) return fields;
    merged = merged === null ? fields : mergeFields(merged, fields, options);
    if ("type" in merged) return merged;
    if (distributed && !hasOpenPart(merged)) return merged;
  }
  return merged === null ? null : withoutVoid(merged);
}

/** How many rows of an RDD PySpark looks at while a column's type is still open. */
const sampledRows = 100;

const hasOpenPart = (fields: readonly Field[]): boolean => fields.some(({ dataType }) => hasVoid(dataType));

/** PySpark raises for a column that holds None alone. */
function withoutVoid(fields: readonly Field[]): readonly Field[] | Refusal {
  const empty = fields.find(({ dataType }) => hasVoid(dataType));
  return empty
    ? refusal("CANNOT_DETERMINE_TYPE", `nothing tells the type of the column ${empty.name}`)
    : fields;
}

/** The fields that rows have of which each is one of several. */
function agreedFields(alternatives: readonly (readonly Field[] | Refusal | null)[]): readonly Field[] | null {
  const known: (readonly Field[])[] = [];
  for (const each of alternatives) {
    if (each === null || "type" in each) return null;
    known.push(each);
  }
  const [first] = known;
  const isSame = known.every(
    (fields) =>
      fields.length === first?.length && fields.every(({ name }, index) => name === first[index]?.name),
  );
  if (!first || !isSame) return null;
  return first.map((field, index) => {
    const dataType = agreedType(known.map((fields) => fields[index]?.dataType ?? unknownType));
    return noteFieldSite(
      { ...field, dataType: hasVoid(dataType) ? unknownType : dataType },
      siteOfField(field),
    );
  });
}
