import { atomic, type DataType } from "../../../catalog/dataType.ts";
import type { Value } from "../../value.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attributesOfFields, declaredSchema, hasSizedText } from "../declaredSchema.ts";
import { sizedTextSchema } from "../localData.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import { fileSchema } from "../../dataFiles/dataFiles.ts";
import { setting } from "../../session.ts";
import { claimed } from "../claimedSchema.ts";
import { allNullable } from "../nullability.ts";
import { attribute, type Schema } from "../schema.ts";
import { givenArguments, givenValue, inputSchema, unknownSchema, type Step } from "../step.ts";

/** Steps that make frames out of nothing: readers, ranges, local data. */
export const sourceSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SparkSession.range": () => ({ schema: closed([["id", atomic("bigint"), false]]) }),
  "TableValuedFunction.range": () => ({ schema: closed([["id", atomic("bigint"), false]]) }),
  "SparkSession.table": read,
  "DeltaTable.toDF": read,
  "SQLContext.table": read,
  "HiveContext.table": read,
  ...Object.fromEntries(
    ["DataFrameReader", "DataStreamReader"].flatMap((reader) =>
      ["csv", "json", "orc", "parquet", "text", "xml", "jdbc", "table", "load"].map((method) => [
        `${reader}.${method}`,
        read,
      ]),
    ),
  ),
};

const closed = (fields: readonly (readonly [string, DataType, boolean])[]): Schema => ({
  kind: "closed",
  attributes: fields.map(([name, dataType, nullable]) => attribute({ name, dataType, nullable })),
});

/** A view or table that the program has made itself. */
function named(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const name = (step.node.details.location ?? "").split(".").at(-1);
  if (schema.kind === "unknown" || !name) return { schema };
  const attributes = schema.attributes.map((each) => ({ ...each, qualifier: [name] }));
  return { schema: { ...schema, attributes } };
}

/** What the source always has, or what its files in the workspace say. */
export function discovered({ node, session }: Step, format: string): Schema | null {
  const { location = null, options = new Map<string, string | null>() } = node.details;
  const fixed = session.catalog.sourceSchemas.columns(format, options);
  if (fixed) return { kind: "closed", attributes: attributesOfFields(fixed, null) };
  if (!session.files || location === null || node.streaming) return null;
  const found = fileSchema(session.files, {
    format,
    location,
    options,
    prefersDates: compareVersions(session.version, "3.4") >= 0,
  });
  if (!found) return null;
  if ("reason" in found) return unknownSchema(found.reason, node.site);
  const fields = found.fields.map(({ name, dataType }) => ({
    name,
    dataType: allNullable(dataType),
    nullable: true,
  }));
  return { kind: "closed", attributes: attributesOfFields(fields, null) };
}

/** What is read has the schema given for it, with nulls allowed everywhere, since files promise nothing. */
function read(step: Step): StepAnalysis {
  const { node } = step;
  if (step.inputs.length > 0) return named(step);
  const given = givenArguments(step);
  const keyword = givenValue(given, "schema");
  const before = node.builder.findLast((call) => call.method === "schema");
  const declared: Value | undefined =
    keyword && keyword.value.kind !== "none" ? keyword.value : before?.args[0]?.value;
  const fields = declaredSchema(declared);
  if (fields?.some(({ dataType }) => hasSizedText(dataType)))
    return { schema: sizedTextSchema(step.session, node.site) };
  if (fields) return { schema: { kind: "closed", attributes: attributesOfFields(fields, null) } };
  const format =
    node.details.format ??
    (node.method.endsWith(".load") ? setting(step.session, "spark.sql.sources.default") : null);
  if (declared === undefined && format !== null) {
    const found = discovered(step, format);
    if (found) return { schema: found };
    const { location = null } = node.details;
    const declaredTable =
      format === "table" && location !== null ? claimed(step.session, "table", location) : null;
    if (declaredTable) return { schema: declaredTable };
  }
  return {
    schema: unknownSchema(
      declared === undefined
        ? `read from ${format ?? "a source"} without a schema`
        : "the schema that it is read with is not known before it runs",
      node.site,
    ),
  };
}
