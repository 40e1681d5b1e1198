import { kindOf, type DataType } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import type { SqlTableChange } from "../../../sql/tableDefinitions.ts";
import { sameName, setting, type Session } from "../../session.ts";
import type { QueryInsert } from "../../query/queryStep.ts";
import { analysisOf, type StepAnalysis } from "../analysis.ts";
import { withoutLengths } from "../expressions/casts.ts";
import { otherProblem, typeMismatch, unknownColumn } from "../expressions/problems.ts";
import { allNullable } from "../nullability.ts";
import type { Problem } from "../resolved.ts";
import { attribute, attributesOf, type Attribute, type Schema } from "../schema.ts";
import { inputSchema, openness, resolveAll, scopeOf, unknownSchema, type Step } from "../step.ts";
import { problemsBelow } from "./queries.ts";

/** Tables that the program makes, and statements that change tables. */
export const queryTableSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SQL.StoredTable": stored,
  "SQL.Command": command,
  "SQL.Listing": listing,
  "SQL.Insert": insert,
  "SQL.Change": change,
};

/** What is stored may be null everywhere, and partitions come last (FileSourceStrategy and DDL, 3.3 to 4.3). */
function stored({ node, session }: Step): StepAnalysis {
  const { table = {} } = node.details.query ?? {};
  const { defined, from, partitions = [] } = table;
  const source: Schema = defined
    ? {
        kind: "closed",
        attributes: defined.map(({ text, site, dataType }) =>
          attribute({ name: text, dataType, nullable: true }, { origin: site }),
        ),
      }
    : from
      ? analysisOf(from).schema
      : unknownSchema("the table is made without a schema in the code", node.site);
  if (source.kind === "unknown") return { schema: source };
  const attributes = source.attributes.map(storedColumn);
  const isLast = ({ name }: Attribute): boolean => partitions.some((each) => sameName(session, each, name));
  const ordered = [...attributes.filter((each) => !isLast(each)), ...attributes.filter(isLast)];
  const schema: Schema = { ...source, attributes: ordered };
  return { schema: table.change ? changed(schema, table.change, session) : schema };
}

function storedColumn({ name, dataType, id }: Attribute): Attribute {
  const origin = id.origin ?? id.expression?.site ?? null;
  return attribute({ name, dataType: allNullable(withoutLengths(dataType)), nullable: true }, { origin });
}

/** A table's columns behind ALTER TABLE. */
function changed(schema: Schema, by: SqlTableChange, session: Session): Schema {
  if (schema.kind === "unknown") return schema;
  const { attributes } = schema;
  switch (by.kind) {
    case "addColumns": {
      const added = by.columns.map(({ name, dataType }) =>
        attribute({ name: name.text, dataType: allNullable(withoutLengths(dataType)), nullable: true }),
      );
      return { ...schema, attributes: by.first ? [...added, ...attributes] : [...attributes, ...added] };
    }
    case "dropColumns":
      return {
        ...schema,
        attributes: attributes.filter(
          ({ name }) => !by.columns.some(({ text }) => sameName(session, text, name)),
        ),
      };
    case "renameColumn":
      return {
        ...schema,
        attributes: attributes.map((each) =>
          sameName(session, each.name, by.from.text)
            ? attribute({ ...each, name: by.to.text }, { origin: each.id.origin, reads: [each] })
            : each,
        ),
      };
    case "changeColumns":
      return unknownSchema("ALTER TABLE has changed its columns", null);
    default:
      return schema;
  }
}

/** A statement has no columns; the mistakes of its query are raised where it runs. */
function command({ node }: Step): StepAnalysis {
  const { states } = node.details;
  const plan = states?.plan ?? null;
  const isOwn = plan?.method.startsWith("SQL.") === true && (states?.effect !== "cache" || states.computes);
  return {
    schema: { kind: "closed", attributes: [] },
    problems: plan && isOwn && plan.site.unit === node.site.unit ? analysisOf(plan).problems : [],
  };
}

function listing({ node, session }: Step): StepAnalysis {
  const { format = "" } = node.details;
  const fields = session.catalog.sourceSchemas.columns(format ?? "", new Map());
  return {
    schema: fields
      ? { kind: "closed", attributes: fields.map((field) => attribute(field)) }
      : unknownSchema("what the statement lists is not known", node.site),
  };
}

/** Rows for a table that the program has made: as many columns as it has, of types that go into them. */
function insert(step: Step): StepAnalysis {
  const { insert: into } = step.node.details.query ?? {};
  const problems = [...problemsBelow(step)];
  const rows = inputSchema(step);
  const table = into?.table?.method === "SQL.StoredTable" ? analysisOf(into.table).schema : null;
  if (into && problems.length === 0 && rows.kind === "closed" && table?.kind === "closed")
    problems.push(...misfits(step, into, rows.attributes, table.attributes));
  return { schema: { kind: "closed", attributes: [] }, problems };
}

function misfits(
  { session, node }: Step,
  { columns, fixed, byName }: QueryInsert,
  rows: readonly Attribute[],
  table: readonly Attribute[],
): readonly Problem[] {
  const find = (name: string): Attribute | undefined =>
    table.find((each) => sameName(session, each.name, name));
  const strange = columns.find(({ text }) => !find(text) && !/^identifier\s*\(/i.test(text));
  if (strange)
    return [
      unknownColumn(
        [strange.text],
        strange.text,
        table.map(({ name }) => name),
        strange.site,
      ),
    ];
  const open = table.filter(({ name }) => !fixed.some(({ text }) => sameName(session, text, name)));
  if (byName) return [];
  if (columns.some(({ text }) => !find(text))) return [];
  const targets = columns.length > 0 ? columns.flatMap(({ text }) => find(text) ?? []) : open;
  if (rows.length !== targets.length) {
    const condition =
      fixed.length > 0
        ? "INSERT_PARTITION_COLUMN_ARITY_MISMATCH"
        : `INSERT_COLUMN_ARITY_MISMATCH.${rows.length < targets.length ? "NOT_ENOUGH" : "TOO_MANY"}_DATA_COLUMNS`;
    const text = `the rows have ${rows.length} columns, and the table takes ${targets.length}`;
    return [otherProblem(condition, "", text, node.nameSite)];
  }
  if (setting(session, "spark.sql.storeAssignmentPolicy")?.toUpperCase() !== "ANSI") return [];
  const at = targets.findIndex((target, index) => !fits(rows[index]?.dataType, target.dataType));
  const [row, target] = [rows[at], targets[at]];
  if (!row || !target) return [];
  return [
    typeMismatch(
      "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST",
      target.name,
      `\`${target.name}\` is ${simpleString(target.dataType)}, and ${simpleString(row.dataType)} does not go into it`,
      row.id.expression?.site ?? node.nameSite,
    ),
  ];
}

/** Whether values may be stored as another type (Cast.canANSIStoreAssign, 3.3 to 4.3); true where that is not certain. */
function fits(from: DataType | undefined, to: DataType): boolean {
  if (from === undefined) return true;
  const [source, target] = [kindOf(from), kindOf(to)];
  if (source === target || !groups.has(source) || !groups.has(target) || target === "string") return true;
  return groups.get(source) === groups.get(target);
}

/** Kinds of one group go into each other. */
const groups: ReadonlyMap<string, string> = new Map(
  [
    ["number", "tinyint smallint int bigint float double decimal"],
    ["time", "date timestamp timestamp_ntz"],
    ["text", "string"],
    ["truth", "boolean"],
  ].flatMap(([group = "", kinds = ""]) => kinds.split(" ").map((kind) => [kind, group] as const)),
);

/** UPDATE, DELETE and MERGE name columns of the table and of what MERGE reads. */
function change(step: Step): StepAnalysis {
  const { change: parts = { target: [], source: [], both: [] } } = step.node.details.query ?? {};
  const scope = scopeOf(step);
  const side = (index: number) => {
    const schema = step.inputs[index]?.schema;
    return schema
      ? { ...scope, attributes: attributesOf(schema), open: openness(schema) }
      : { ...scope, attributes: [] };
  };
  return {
    schema: unknownSchema("what it gives depends on the table's source", step.node.site),
    resolved: [
      ...resolveAll(parts.target, side(0)),
      ...resolveAll(parts.source, side(1)),
      ...resolveAll(parts.both, scope),
    ],
    problems: problemsBelow(step),
  };
}
