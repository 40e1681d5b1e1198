import type { Field } from "../catalog/dataType.ts";
import { argument, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { exactFields } from "../plan/schema/schema.ts";
import { sparkValue, type Value } from "../plan/value.ts";
import { indentationAt, insert, newlineOf, replace, spelled } from "../rules/edits.ts";
import type { Edit } from "../rules/rule.ts";
import { ddlLiteral, readSchemaEdit } from "../rules/writtenSchema.ts";
import { structTypeCode } from "./structTypeCode.ts";

/** The edits that write down the columns of a frame where it is read or made. */
export interface WrittenSchema {
  readonly columns: number;
  /** As a DDL string. */
  readonly ddl: readonly Edit[];
  /** As a `StructType`; null where a type has no class of PySpark's. */
  readonly structType: readonly Edit[] | null;
}

/** Whether a call reads files, or makes a frame of rows of the program. */
export const mayGetSchema = ({ name }: CallFact): boolean =>
  /^(?:DataFrameReader\.(?:csv|json|parquet|orc|xml|load)|(?:SparkSession|SQLContext|HiveContext)\.createDataFrame)$/.test(
    name,
  );

/** For a call without a schema whose columns are known for certain, by a sample in the workspace or by the rows; else null. */
export function writtenSchema(facts: ModuleFacts, call: CallFact): WrittenSchema | null {
  const plan = sparkValue(call.result, "DataFrame")?.plan;
  if (!plan || call.args.some(({ unpack }) => unpack !== "")) return null;
  const makesRows = call.name.endsWith(".createDataFrame");
  if (makesRows ? !takesSchema(call) : plan.details.hasSchema === true) return null;
  const fields = exactFields(schemaOf(plan));
  if (fields === null || fields.length === 0) return null;
  const edit = (schema: string): Edit | null =>
    makesRows ? rowsSchemaEdit(call, schema) : readSchemaEdit(call, schema);
  const ddl = edit(ddlLiteral(fields));
  return ddl && { columns: fields.length, ddl: [ddl], structType: asStructType(facts, call, fields, edit) };
}

function asStructType(
  facts: ModuleFacts,
  { unit, nameSite }: CallFact,
  fields: readonly Field[],
  edit: (schema: string) => Edit | null,
): readonly Edit[] | null {
  const imports: Edit[] = [];
  const spell = (name: string): string => {
    const spelling = spelled(facts, `pyspark.sql.types.${name}`);
    for (const each of spelling.edits)
      if (!imports.some(({ newText }) => newText === each.newText)) imports.push(each);
    return spelling.text;
  };
  const lineBreak = newlineOf(facts.module.text) + indentationAt(unit, nameSite.start);
  const code = structTypeCode(fields, spell, lineBreak);
  const made = code === null ? null : edit(code);
  return made && [made, ...imports];
}

/** Whether rows come out the same with a schema: by position where all rows have the same names, or none. */
function takesSchema(call: CallFact): boolean {
  const data = argument(call, 0, "data")?.value;
  const schema = argument(call, 1, "schema")?.value;
  const isOpen = schema === undefined || schema.kind === "none" || schema.kind === "sequence";
  if (!isOpen || data?.kind !== "sequence" || !data.exact) return false;
  const shapes = new Set(data.elements.map(shapeOf));
  return shapes.size === 1 && !shapes.has(null);
}

/** How a row hands over its values; null for rows that we do not follow. */
function shapeOf(row: Value): string | null {
  if (row.kind === "dict" || row.kind === "sequence") return row.kind;
  const data = row.kind === "spark" ? row.data : null;
  return data?.kind === "row" && data.names ? data.names.map(({ name }) => name).join("\n") : null;
}

/** The schema in the place of the names, or behind the rows. */
function rowsSchemaEdit(call: CallFact, schema: string): Edit | null {
  const [data, names] = [argument(call, 0, "data"), argument(call, 1, "schema")];
  if (names) return replace(call.unit, names.node, schema);
  if (!data) return null;
  const argumentNode = call.node.args.find(({ value }) => value === data.node);
  if (!argumentNode) return null;
  const isAlone = call.args.length === 1 && data.name === null;
  return insert(call.unit, argumentNode.end, `, ${isAlone ? "" : "schema="}${schema}`);
}
