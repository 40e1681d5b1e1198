import type { Field } from "../../../catalog/dataType.ts";
import type { Value } from "../../value.ts";
import { schemaOf, type StepAnalysis } from "../analysis.ts";
import { attributesOfFields, declaredSchema } from "../declaredSchema.ts";
import { siteOfField } from "../fieldSites.ts";
import { allNullable } from "../nullability.ts";
import { attribute, attributesOf, type Attribute, type Schema } from "../schema.ts";
import { claimed, claimedAttributes } from "../claimedSchema.ts";
import { resolveColumn } from "../resolveColumn.ts";
import type { Resolved } from "../resolved.ts";
import { columnExpression } from "../../spark/columnArguments.ts";
import { inputSchema, scopeOf, unknownSchema, type Step } from "../step.ts";

/** Frames whose columns something beside Spark declares: a pipeline's tables, projects, classes of schemas. */
export const declaredSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "pipelines.table": storedTable,
  "dlt.read": read,
  "dbt.ref": (step) => ({ schema: fromProject(step, "the model") }),
  "dbt.source": (step) => ({ schema: fromProject(step, "the source") }),
  "GlueContext.create_dynamic_frame": (step) => ({ schema: fromProject(step, "the table") }),
  "declared frame": annotated,
  "typedspark.create_empty_dataset": ({ node }) => ({
    schema: closed(classFields(argumentOf(node.args, "schema")) ?? null, node.site),
  }),
  "typedspark.DataSet": checked,
  "typedspark.transform_to_schema": transformed,
};

const argumentOf = (args: Step["node"]["args"], name: string): Value | undefined =>
  args.find((each) => each.name === name)?.value;

const classFields = (value: Value | undefined): readonly Field[] | null =>
  value?.kind === "class" ? (value.schema?.fields ?? null) : null;

function closed(fields: readonly Field[] | null, site: Step["node"]["site"]): Schema {
  return fields
    ? { kind: "closed", attributes: attributesOfFields(fields, site) }
    : unknownSchema("the class of its schema is not known", site);
}

/** What is stored has the declared columns, else those of the query, with nulls allowed (SDP, 4.1 to 4.3). */
function storedTable({ node }: Step): StepAnalysis {
  const { schema: declared, query } = node.details.stored ?? { schema: null, query: null };
  if (declared !== null && declared.kind !== "none") {
    const fields = declaredSchema(declared);
    return {
      schema: fields
        ? { kind: "closed", attributes: attributesOfFields(fields, null) }
        : unknownSchema("the schema that the table is declared with is not known before it runs", node.site),
    };
  }
  if (!query) return { schema: unknownSchema("the query that fills the table is not known", node.site) };
  const schema = schemaOf(query);
  if (schema.kind === "unknown") return { schema };
  return { schema: { ...schema, attributes: schema.attributes.map(storedColumn) } };
}

function storedColumn({ name, dataType, id }: Attribute): Attribute {
  const origin = id.origin ?? id.expression?.site ?? null;
  return attribute({ name, dataType: allNullable(dataType), nullable: true }, { origin });
}

/** A dataset of this file has its columns; one of another file is unknown here. */
function read(step: Step): StepAnalysis {
  if (step.inputs.length > 0) return { schema: inputSchema(step) };
  return {
    schema: unknownSchema("the dataset is defined in another file of the pipeline", step.node.site),
  };
}

/** What the project's files declare for a name: a claim, which may miss columns. */
function fromProject({ node, session }: Step, what: string): Schema {
  const { location = null, format = null } = node.details;
  const isTable = format === "table" && location !== null;
  const kind = node.method === "dbt.ref" ? "model" : node.method === "dbt.source" ? "source" : "table";
  const schema = isTable ? claimed(session, kind, location) : null;
  return (
    schema ??
    unknownSchema(
      isTable && kind !== "table"
        ? `no YAML file of the project lists the columns of ${what} ${location}`
        : `read from ${format ?? "a source"} without a schema`,
      node.site,
    )
  );
}

function annotated({ node }: Step): StepAnalysis {
  const schema = argumentOf(node.args, "schema");
  const fields = classFields(schema);
  if (!fields) return { schema: unknownSchema("the frame comes from a caller", node.site) };
  const name = schema?.kind === "class" ? schema.node.name.id : "";
  return {
    schema: {
      kind: "open",
      attributes: claimedAttributes(fields, siteOfField),
      reason: { text: `annotated with ${name}, which nothing checks`, site: null },
    },
  };
}

/** typedspark raises unless the frame has exactly the columns of the class, of these types, in any order. */
function checked(step: Step): StepAnalysis {
  const { node } = step;
  const input = inputSchema(step);
  const fields = classFields(argumentOf(node.args, "schema"));
  if (input.kind === "closed" || !fields) return { schema: input };
  const known = new Map(attributesOf(input).map((each) => [each.name, each]));
  const attributes = fields.map((field) => {
    const same = known.get(field.name);
    return same
      ? { ...same, dataType: field.dataType }
      : attribute({ ...field, nullable: null }, { origin: siteOfField(field) });
  });
  return { schema: { kind: "closed", attributes } };
}

/** `transform_to_schema(df, Person, {Person.age: …})`: the columns of the class, in its order. */
function transformed(step: Step): StepAnalysis {
  const input = inputSchema(step);
  const fields = classFields(argumentOf(step.node.args, "schema"));
  if (!fields) return { schema: input };
  const known = new Map(attributesOf(input).map((each) => [each.name.toLowerCase(), each]));
  const made = transformations(step);
  const attributes = fields.map((field) => {
    const expression = made?.get(field.name.toLowerCase());
    const same = made === null || expression ? undefined : known.get(field.name.toLowerCase());
    if (same) return { ...same, name: field.name, dataType: field.dataType };
    const [column = null] = expression?.columns ?? [];
    return attribute(
      { ...field, nullable: column?.nullable ?? null },
      {
        origin: siteOfField(field),
        expression: expression?.expression ?? null,
        reads: expression?.reads ?? [],
      },
    );
  });
  return { schema: { kind: "closed", attributes }, resolved: [...(made?.values() ?? [])] };
}

/** What is written for columns of the class, by name in lower case; null where the code does not tell. */
function transformations(step: Step): ReadonlyMap<string, Resolved> | null {
  const given = step.node.args.find((each) => each.name !== "schema");
  const found = new Map<string, Resolved>();
  if (given === undefined || given.value.kind === "none") return found;
  // Columns as keys: no constants, but all are there.
  if (given.value.kind !== "dict" || given.node.kind !== "Dict") return null;
  if (given.value.entries.length !== given.node.entries.length) return null;
  const scope = scopeOf(step);
  for (const { key, value } of given.value.entries) {
    const column = key.kind === "spark" && key.column?.kind === "reference" ? key.column.name : null;
    if (column === null) return null;
    const site = { unit: step.node.site.unit, start: given.node.start, end: given.node.end };
    found.set(column.toLowerCase(), resolveColumn(columnExpression(value, site), scope));
  }
  return found;
}
