import { kindOf, type DataType } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { kindGroups } from "../../../catalog/kindGroups.ts";
import type { Site } from "../../../syntax/module.ts";
import { keepingOperators, type Operator, type PlanNode } from "../../logicalPlan.ts";
import type { QueryInsert } from "../../query/queryStep.ts";
import { sameName, setting, type Session } from "../../session.ts";
import { analysisOf, type StepAnalysis } from "../analysis.ts";
import { counted, otherProblem, typeMismatch, unknownColumn } from "../expressions/problems.ts";
import type { Problem } from "../resolved.ts";
import { attributesOf, type Attribute } from "../schema.ts";
import { inputSchema, resolveAll, type Step } from "../step.ts";
import { problemsBelow } from "./queries.ts";

/** Rows for a table that the program has made: as many columns as it has, of types that go into them. Few views take any. */
export function insertedRows(step: Step): StepAnalysis {
  const { insert: into } = step.node.details.query ?? {};
  const problems = [...problemsBelow(step)];
  const rows = inputSchema(step);
  const table = into?.table?.method === "SQL.StoredTable" ? analysisOf(into.table).schema : null;
  const refusal = into?.table ? viewRefusal(into.table) : null;
  if (into && problems.length === 0)
    if (refusal !== null) problems.push(otherProblem(refusal, "", viewText, step.node.nameSite));
    else if (rows.kind === "closed" && table?.kind === "closed")
      problems.push(...misfits(step, into, rows.attributes, table.attributes));
  const scope = { session: step.session, attributes: attributesOf(table ?? rows), open: null };
  const where = into?.where && table?.kind === "closed" ? resolveAll([into.where], scope) : [];
  return { schema: { kind: "closed", attributes: [] }, resolved: where, problems };
}

const viewText = "rows can go into a table, and this is a view of what a query computes";

/** Steps of which Spark never makes the bare table or files that a view may pass rows on to. */
const computing: ReadonlySet<string> = new Set<Operator>([
  "Aggregate",
  "Join",
  "Limit",
  "Range",
  "SetOperation",
  "Union",
]);
/** Others of them; `drop` of no column is none. */
const computingMethods: ReadonlySet<string> = new Set([
  "DataFrame.select",
  "DataFrame.selectExpr",
  "DataFrame.withColumn",
  "SparkSession.createDataFrame",
  "SQL.Project",
  "SQL.Values",
  "SQL.View",
]);

/**
 * Spark's condition for rows that are put into a view of the program; null where it may take them, as it does for a view
 * of nothing but a table or files that `createTempView` made. Asked of 3.3 to 4.3, with INSERT and insertInto. A step
 * that keeps the columns stands for its input, too, where it is optional: what counts is below it.
 */
function viewRefusal(view: PlanNode): string | null {
  let made: PlanNode | undefined = view;
  while (made && keepingOperators.has(made.operator) && !isComputed(made)) made = made.inputs[0];
  if (!made || !isComputed(made) || view.streaming) return null;
  if (view.method === "SparkSession.createDataFrame") return "INTERNAL_ERROR";
  const ofText = view.method.startsWith("SQL.");
  return ofText ? "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE" : "UNSUPPORTED_INSERT.RDD_BASED";
}

const isComputed = ({ operator, method }: PlanNode): boolean =>
  computing.has(operator) || computingMethods.has(method);

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
  if (byName) return namedMisfits(session, rows, table, node.nameSite);
  if (columns.some(({ text }) => !find(text))) return [];
  const targets = columns.length > 0 ? columns.flatMap(({ text }) => find(text) ?? []) : open;
  if (rows.length !== targets.length) {
    const condition =
      fixed.length > 0
        ? "INSERT_PARTITION_COLUMN_ARITY_MISMATCH"
        : `INSERT_COLUMN_ARITY_MISMATCH.${rows.length < targets.length ? "NOT_ENOUGH" : "TOO_MANY"}_DATA_COLUMNS`;
    const text = `the rows have ${counted(rows.length, "column")}, and the table takes ${targets.length}`;
    return [otherProblem(condition, "", text, node.nameSite)];
  }
  return uncastable(
    session,
    targets.flatMap((target, index) => (rows[index] ? [[rows[index], target] as const] : [])),
    node.nameSite,
  );
}

/** `INSERT … BY NAME` (from 3.5): each row's column goes where the table has one of its name; others get their defaults. */
function namedMisfits(
  session: Session,
  rows: readonly Attribute[],
  table: readonly Attribute[],
  site: Site,
): readonly Problem[] {
  if (rows.length > table.length) {
    const text = `the rows have ${counted(rows.length, "column")}, and the table takes ${table.length}`;
    return [otherProblem("INSERT_COLUMN_ARITY_MISMATCH.TOO_MANY_DATA_COLUMNS", "", text, site)];
  }
  const pairs = rows.flatMap((row) => {
    const target = table.find((each) => sameName(session, each.name, row.name));
    return target ? [[row, target] as const] : [];
  });
  const extra = rows.find((row) => !pairs.some(([paired]) => paired === row));
  if (extra === undefined) return uncastable(session, pairs, site);
  const place = extra.id.origin ?? extra.id.expression?.site ?? site;
  const text = `the table has no column \`${extra.name}\``;
  return [otherProblem("INCOMPATIBLE_DATA_FOR_TABLE.EXTRA_COLUMNS", extra.name, text, place)];
}

/** The first of the values that their columns do not take. */
function uncastable(
  session: Session,
  pairs: readonly (readonly [row: Attribute, target: Attribute])[],
  site: Site,
): readonly Problem[] {
  if (setting(session, "spark.sql.storeAssignmentPolicy")?.toUpperCase() !== "ANSI") return [];
  const [row, target] = pairs.find(([from, to]) => !fits(from.dataType, to.dataType)) ?? [];
  if (!row || !target) return [];
  return [
    typeMismatch(
      "INCOMPATIBLE_DATA_FOR_TABLE.CANNOT_SAFELY_CAST",
      target.name,
      `\`${target.name}\` is ${simpleString(target.dataType)}, and ${simpleString(row.dataType)} does not go into it`,
      row.id.expression?.site ?? site,
    ),
  ];
}

/** Whether values may be stored as another type (Cast.canANSIStoreAssign, 3.3 to 4.3); true where that is not certain. */
function fits(from: DataType, to: DataType): boolean {
  const [source, target] = [kindOf(from), kindOf(to)];
  if (source === target || !groups.has(source) || !groups.has(target) || target === "string") return true;
  return groups.get(source) === groups.get(target);
}

/** Kinds of one group go into each other. */
const groups = kindGroups({
  number: "tinyint smallint int bigint float double decimal",
  time: "date timestamp timestamp_ntz",
  text: "string",
  truth: "boolean",
});
