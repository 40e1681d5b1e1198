import { atomic, kindOf } from "../../../catalog/dataType.ts";
import type { Site } from "../../../syntax/module.ts";
import { compareVersions } from "../../../catalog/sparkVersion.ts";
import { columnParts, type ColumnExpression } from "../../column.ts";
import { flag, sameName } from "../../session.ts";
import { literalSite } from "../../spark/columnArguments.ts";
import type { BuilderCall, Value } from "../../value.ts";
import type { StepAnalysis } from "../analysis.ts";
import { hiddenBehind } from "../hidden.ts";
import { alwaysThere, isPivotedFirst } from "../pivotedColumns.ts";
import { resolveItems, ungrouped, ungroupedBeside } from "../items.ts";
import { otherProblem } from "../expressions/problems.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { attribute, attributesOf, type Attribute, type Reason, type Schema } from "../schema.ts";
import {
  columnsOfGiven,
  givenArguments,
  givenList,
  givenValue,
  inputSchema,
  outputOf,
  projectedSchema,
  resolveAll,
  scopeOf,
  textOfGiven,
  type Step,
} from "../step.ts";

/** Steps that make one row of many. */
export const aggregateSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.agg": (step) => aggregated(step, aggregatesOf(step)),
  "GroupedData.agg": (step) => aggregated(step, aggregatesOf(step)),
  "GroupedData.count": (step) => aggregated(step, [countOfRows(step)]),
  "GroupedData.sum": (step) => aggregated(step, numeric(step, "sum")),
  "GroupedData.avg": (step) => aggregated(step, numeric(step, "avg")),
  "GroupedData.mean": (step) => aggregated(step, numeric(step, "avg")),
  "GroupedData.max": (step) => aggregated(step, numeric(step, "max")),
  "GroupedData.min": (step) => aggregated(step, numeric(step, "min")),
};

const callOf = (name: string, argument: ColumnExpression, site: Site): ColumnExpression => ({
  kind: "call",
  function: `functions.${name}`,
  args: [argument],
  site,
});

/** `count()`: the rows of each group, in a column named count. */
function countOfRows({ node: { site } }: Step): ColumnExpression {
  const one: ColumnExpression = { kind: "literal", value: 1, dataType: atomic("int"), site };
  const name: ColumnExpression = { kind: "literal", value: "count", dataType: atomic("string"), site };
  return { kind: "call", function: "Column.alias", args: [callOf("count", one, site), name], site };
}

/** The expressions of `agg`, as Columns or as {column: function}; null where they are not known. */
function aggregatesOf(step: Step): readonly ColumnExpression[] | null {
  const given = givenArguments(step)?.get("exprs");
  const list = given && givenList(given);
  if (!list) return null;
  const [only] = list;
  return list.length === 1 && only?.value.kind === "dict"
    ? ofDict(only.value, only.site)
    : columnsOfGiven(list);
}

function ofDict(dict: Extract<Value, { kind: "dict" }>, site: Site): readonly ColumnExpression[] | null {
  const entries = dict.exact ? javaOrder(dict.entries) : null;
  if (entries === null) return null;
  const columns: ColumnExpression[] = [];
  for (const { key, value } of entries) {
    if (key.kind !== "string" || key.value === null || value.kind !== "string" || value.value === null)
      return null;
    const place = literalSite(key, site);
    const column: ColumnExpression =
      key.value === "*"
        ? { kind: "star", qualifier: null, of: null, site: place }
        : { kind: "reference", name: key.value, of: null, site: place };
    columns.push(callOf(value.value.toLowerCase(), column, place));
  }
  return columns;
}

type Entries = Extract<Value, { kind: "dict" }>["entries"];

/** Scala's maps keep the order of so many entries; that of more is their own affair. */
const orderedEntries = 4;

/** A dict's entries in the order that they come out of the java.util.HashMap that Py4J makes of it; null where that is not known. */
function javaOrder(entries: Entries): Entries | null {
  if (entries.length < 2) return entries;
  if (entries.length > orderedEntries) return null;
  const places = entries.map((entry) => ({
    entry,
    place: entry.key.kind === "string" && entry.key.value !== null ? bucketOf(entry.key.value) : null,
  }));
  if (places.some(({ place }) => place === null)) return null;
  return places.toSorted((left, right) => (left.place ?? 0) - (right.place ?? 0)).map(({ entry }) => entry);
}

/** The place of a text in a HashMap of up to twelve entries: by String.hashCode, spread over sixteen buckets. */
function bucketOf(key: string): number {
  let hash = 0;
  for (let index = 0; index < key.length; index += 1)
    hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
  return (hash ^ (hash >>> 16)) & 15;
}

/** `sum("a", "b")`; of all numeric columns that are no keys when none is named. */
function numeric(step: Step, name: string): readonly ColumnExpression[] | null {
  const given = givenArguments(step)?.get("cols") ?? [];
  const list = givenList(given);
  if (list === null) return null;
  if (list.length > 0) return columnsOfGiven(list).map((column) => callOf(name, column, column.site));
  const schema = inputSchema(step);
  if (schema.kind !== "closed" || schema.attributes.some((each) => each.dataType.type === "unknown"))
    return null;
  const keys = keysOf(step)?.flatMap((key) => key.columns.map((column) => column.name)) ?? [];
  return schema.attributes
    .filter(
      (each) =>
        isNumeric(each) && !keys.some((key) => key !== null && sameName(step.session, key, each.name)),
    )
    .map((each) =>
      callOf(
        name,
        { kind: "reference", name: `\`${each.name}\``, of: null, site: step.node.site },
        step.node.site,
      ),
    );
}

const isNumeric = ({ dataType }: Attribute): boolean =>
  /^(tinyint|smallint|int|bigint|float|double|decimal)$/.test(kindOf(dataType));

const groupingMethods: ReadonlySet<string> = new Set([
  "groupBy",
  "groupby",
  "cube",
  "rollup",
  "groupingSets",
]);

const groupingOf = (step: Step): BuilderCall | undefined =>
  step.node.builder.find(({ method }) => groupingMethods.has(method));

/** The keys of `groupBy`, resolved; null where they are not known. */
export function keysOf(step: Step): readonly Resolved[] | null {
  const grouping = groupingOf(step);
  if (!grouping) return [];
  const method = grouping.method === "groupby" ? "groupBy" : grouping.method;
  const given = givenArguments(step, {
    method: `DataFrame.${method}`,
    args: grouping.args,
    unit: grouping.unit,
  });
  if (given === null) return null;
  const list = givenList(given.get("cols") ?? []);
  return (
    list &&
    resolveAll(
      columnsOfGiven(list).map((key) => byOrdinal(step, key)),
      scopeOf(step),
    )
  );
}

/** `groupBy(1)`: a number stands for a column by its place (PySpark 4.0 and later). */
function byOrdinal(step: Step, key: ColumnExpression): ColumnExpression {
  if (key.kind !== "literal" || typeof key.value !== "number") return key;
  const schema = inputSchema(step);
  const name = schema.kind === "closed" ? schema.attributes[key.value - 1]?.name : undefined;
  return name === undefined
    ? { kind: "unknown", site: key.site }
    : { kind: "reference", name: `\`${name.replaceAll("`", "``")}\``, of: null, site: key.site };
}

function aggregated(step: Step, expressions: readonly ColumnExpression[] | null): StepAnalysis {
  const { session, node } = step;
  const keys = keysOf(step);
  const method = groupingOf(step)?.method;
  const keyColumns =
    keys !== null && flag(session, "spark.sql.retainGroupColumns") !== false
      ? projected(keys, method === "cube" || method === "rollup" || method === "groupingSets")
      : { kind: "closed" as const, attributes: [] };
  const resolved = expressions === null ? [] : resolveItems(expressions, scopeOf(step));
  const pivot = node.builder.find((call) => call.method === "pivot");
  const values = pivot ? pivoted(step, pivot, resolved) : projectedSchema(resolved);
  const reason: Reason | null =
    keys === null || expressions === null
      ? { text: "the columns are not known before it runs", site: node.site }
      : ([keyColumns, values].flatMap((each) => (each.kind === "closed" ? [] : [each.reason]))[0] ?? null);
  const attributes = [...attributesOf(keyColumns), ...attributesOf(values)];
  return {
    schema: reason ? { kind: "open", attributes, reason } : { kind: "closed", attributes },
    resolved: [...(keys ?? []), ...resolved],
    problems: pivot
      ? [...pivotProblems(step, pivot), ...starProblems(step, expressions ?? [])]
      : groupingProblems(resolved, keys),
    ...behind(step, keys),
  };
}

/** Filters and sorts behind may name the keys, and aggregate functions in them all columns. */
function behind(step: Step, keys: readonly Resolved[] | null): Pick<StepAnalysis, "hidden" | "aggregable"> {
  const aggregable = attributesOf(inputSchema(step));
  const plain = keys?.flatMap((key) => key.columns.flatMap(({ attribute: column }) => column ?? []));
  const isPlain = plain?.length === keys?.length;
  return { hidden: hiddenBehind(isPlain && plain ? plain : aggregable, null), aggregable };
}

const groupingProblems = (
  resolved: readonly Resolved[],
  keys: readonly Resolved[] | null,
): readonly Problem[] =>
  keys === null ? [] : keys.length > 0 ? ungrouped(resolved, keys) : ungroupedBeside(resolved);

function pivotProblems(step: Step, pivot: BuilderCall): readonly Problem[] {
  const given = givenArguments(step, { method: "GroupedData.pivot", args: pivot.args, unit: pivot.unit });
  const column = givenValue(given, "pivot_col");
  return column
    ? resolveAll(columnsOfGiven([column]), scopeOf(step)).flatMap(({ problems }) => problems)
    : [];
}

/** `count("*")` behind a pivot, which Spark refuses from 4.0 on. */
function starProblems({ session }: Step, expressions: readonly ColumnExpression[]): readonly Problem[] {
  if (compareVersions(session.version, "4.0") < 0) return [];
  return expressions.flatMap((expression) =>
    columnParts(expression).flatMap((part) => {
      const [only] = part.kind === "call" && part.function === "functions.count" ? part.args : [];
      const isStar = only?.kind === "star" || (only?.kind === "literal" && only.value === "*");
      return isStar
        ? [
            otherProblem(
              "INVALID_USAGE_OF_STAR_OR_REGEX",
              "*",
              'a pivot counts with `count(lit(1))` or `count()`, and takes no `count("*")`',
              part.site,
            ),
          ]
        : [];
    }),
  );
}

/** The keys as columns. Rows that stand for several groups have nulls in them, so they are columns of their own. */
function projected(keys: readonly Resolved[], severalSets: boolean): Schema {
  const schema = projectedSchema(keys);
  if (!severalSets || schema.kind === "unknown") return schema;
  const attributes = keys.flatMap((key) =>
    key.columns.map((column) => {
      const { name, dataType, id } = outputOf(column, key);
      return attribute({ name, dataType, nullable: true }, { origin: id.origin, reads: key.reads });
    }),
  );
  return { ...schema, attributes };
}

/** A column for each value and aggregate, named by the value, and by the aggregate where there are several. */
function pivoted(step: Step, pivot: BuilderCall, aggregates: readonly Resolved[]): Schema {
  const given = givenArguments(step, { method: "GroupedData.pivot", args: pivot.args, unit: pivot.unit });
  const values = givenValue(given, "values");
  const reason = {
    text: "a pivot without a list of values makes its columns of the data",
    site: step.node.site,
  };
  if (!values || values.value.kind === "none") return { kind: "open", attributes: [], reason };
  const list = givenList([values]);
  const names = list?.map((each) => textOfGiven(each) ?? pivotName(each.value)) ?? [null];
  if (names.includes(null)) return { kind: "open", attributes: [], reason };
  const columns = aggregates.flatMap((each) => each.columns.map((column) => ({ column, each })));
  const byNumbers = columns.every(({ column }) => isPivotedFirst.test(kindOf(column.dataType)));
  const attributes = (list ?? []).flatMap((value, index) =>
    columns.map(({ column, each }) =>
      attribute(
        {
          name: columns.length === 1 ? (names[index] ?? "") : `${names[index] ?? ""}_${column.name ?? "?"}`,
          dataType: column.dataType,
          nullable: byNumbers || !alwaysThere(each.expression),
        },
        { origin: literalSite(value.value, value.site), expression: each.expression, reads: each.reads },
      ),
    ),
  );
  return columns.some(({ column }) => column.name === null) && columns.length > 1
    ? { kind: "open", attributes: [], reason }
    : { kind: "closed", attributes };
}

/** A pivot's value as text; null for what Spark prints in ways of its own. */
function pivotName(value: Value): string | null {
  if (value.kind === "boolean" && value.value !== null) return String(value.value);
  if (value.kind !== "number" || value.value === null) return null;
  if (!value.isFloat) return String(value.value);
  return Number.isInteger(value.value) && Math.abs(value.value) < 1e7 ? value.value.toFixed(1) : null;
}
