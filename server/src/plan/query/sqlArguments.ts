import type { Span } from "../../sql/sqlExpression.ts";
import type { SqlTree } from "../../sql/parse.ts";
import type { Site, Unit } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import { frameOf } from "../eitherFrame.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { columnExpression, literalType } from "../spark/columnArguments.ts";
import type { Value } from "../value.ts";
import type { FieldTexts } from "./templateMarks.ts";

/** Methods whose keyword arguments are put into `{name}` (pyspark.sql.sql_formatter, from 3.3). */
const formatting = /^(SparkSession|SQLContext|HiveContext)\.sql$/;

/** What the keyword arguments of a call put into its text: of frames their own names. */
export function fieldTextsOf(method: string, args: readonly BoundArgument[]): FieldTexts {
  const fields = new Map<string, string | null>();
  if (!formatting.test(method)) return fields;
  for (const { name, value } of args)
    if (name !== null && name !== "sqlQuery" && name !== "args")
      fields.set(name, frameOf(value)?.plan ? name : fieldText(value));
  return fields;
}

/** Strings are put in as literals of SQL, numbers as Python writes them. */
function fieldText(value: Value): string | null {
  if (value.kind === "number" && Number.isSafeInteger(value.value) && value.isFloat !== true)
    return String(value.value);
  if (value.kind !== "string" || value.value === null) return null;
  return /^[\w .:-]*$/.test(value.value) ? `'${value.value}'` : null;
}

/** The frames that keyword arguments stand for, by their names in lower case. */
export function framesGiven(args: readonly BoundArgument[]): ReadonlyMap<string, PlanNode> {
  const frames = new Map<string, PlanNode>();
  for (const { name, value } of args) {
    const plan = name === null ? null : frameOf(value)?.plan;
    if (plan && name !== null) frames.set(name.toLowerCase(), plan);
  }
  return frames;
}

/** The values that `args=` gives for `:name` and `?`; for those without one null. */
export function parameterReader(
  args: readonly BoundArgument[],
  unit: Unit,
  tree: SqlTree,
): (name: string | null, span: Span) => ColumnExpression | null {
  const given = args.find(({ name }) => name === "args") ?? args.filter(({ name }) => name === null)[1];
  if (given === undefined) return () => null;
  const { value, node } = given;
  const site: Site = { unit, start: node.start, end: node.end };
  const places = tree.tokens.filter(({ type }) => type === "QUESTION").map(({ start }) => start);
  return (name, span) => {
    const found =
      name === null
        ? value.kind === "sequence" && value.exact
          ? value.elements[places.indexOf(span.start)]
          : undefined
        : value.kind === "dict"
          ? value.entries.findLast(({ key }) => key.kind === "string" && key.value === name)?.value
          : undefined;
    return found === undefined ? null : typedParameter(found, site);
  };
}

/** A value as a column, of its type at least. */
function typedParameter(value: Value, site: Site): ColumnExpression | null {
  const column = columnExpression(value, site);
  if (column.kind !== "unknown") return column;
  const dataType = literalType(value);
  return (
    dataType && {
      kind: "call",
      function: "Column.cast",
      args: [column, { kind: "type", dataType, site }],
      site,
    }
  );
}
