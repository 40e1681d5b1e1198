import type { Span } from "../../sql/sqlExpression.ts";
import type { SqlTree } from "../../sql/parse.ts";
import type { Site, Unit } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import { isBareText } from "../conventions/sqlStatementText.ts";
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

/** What `args=` gives for `:name` and `?`: "unbound" where it certainly gives nothing, null where that is not known. */
export type ParameterReader = (name: string | null, span: Span) => ColumnExpression | "unbound" | null;

/** Reads the parameters of a text that a method of these arguments runs. */
export function parameterReader(
  method: string,
  args: readonly BoundArgument[],
  unit: Unit,
  tree: SqlTree,
): ParameterReader {
  const given = args.find(({ name }) => name === "args") ?? args.filter(({ name }) => name === null)[1];
  if (given === undefined) return () => (takesNone(method, args) ? "unbound" : null);
  const { value, node } = given;
  const site: Site = { unit, start: node.start, end: node.end };
  const places = tree.tokens.filter(({ type }) => type === "QUESTION").map(({ start }) => start);
  return (name, span) => {
    if (value.kind === "none") return "unbound";
    if (value.kind !== "sequence" && value.kind !== "dict") return null;
    const found =
      value.kind === "sequence"
        ? name === null && value.exact
          ? value.elements[places.indexOf(span.start)]
          : undefined
        : value.entries.findLast(({ key }) => key.kind === "string" && key.value === name)?.value;
    if (found !== undefined) return typedParameter(found, site);
    const isTold =
      value.exact &&
      (value.kind === "sequence" ||
        value.entries.every(({ key }) => key.kind === "string" && key.value !== null));
    return isTold && formatting.test(method) ? "unbound" : null;
  };
}

/** Whether a call certainly gives no values. In files and cells of SQL other programs may fill the parameters. */
const takesNone = (method: string, args: readonly BoundArgument[]): boolean =>
  formatting.test(method) &&
  args.every(({ unpack, node }) => unpack === "" && !isBareText(node)) &&
  args.filter(({ name }) => name === null || name === "sqlQuery").length === 1;

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
