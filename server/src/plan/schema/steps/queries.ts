import { columnParts, type ColumnExpression } from "../../column.ts";
import type { StepAnalysis } from "../analysis.ts";
import { flag } from "../../session.ts";
import { conditionProblems } from "../expressions/placement.ts";
import { otherProblem } from "../expressions/problems.ts";
import { hiddenLists } from "../hidden.ts";
import { resolveItems } from "../items.ts";
import { eitherNullable } from "../nullability.ts";
import { resolveColumn } from "../resolveColumn.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { attributesOf, type Attribute } from "../schema.ts";
import { mapsAmong } from "../setOperations.ts";
import {
  inputHidden,
  inputSchema,
  projectedSchema,
  resolveAll,
  scopeOf,
  unknownSchema,
  type Step,
} from "../step.ts";
import { asSets, byPosition, exceptNulls, intersectNulls } from "./unions.ts";

/** Steps of queries in SQL text. */
export const querySteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SparkSession.sql": whole,
  "SQLContext.sql": whole,
  "HiveContext.sql": whole,
  "SQL.Project": project,
  "SQL.Filter": filter,
  "SQL.Having": having,
  "SQL.Sort": sort,
  "SQL.LocalSort": sort,
  "SQL.Coalesce": pass,
  "SQL.Hint": pass,
  "SQL.Limit": pass,
  "SQL.Repartition": pass,
  "SQL.Distinct": distinct,
  "SQL.Unknown": ({ node }) => ({
    schema: unknownSchema(node.details.query?.reason ?? "this part of the query is not followed", node.site),
  }),
  "SQL.Open": open,
  "SQL.union": (step) => byPosition(step, eitherNullable),
  "SQL.intersect": (step) => asSets(step, intersectNulls),
  "SQL.except": (step) => asSets(step, exceptNulls),
  "SQL.intersectAll": (step) => asSets(step, intersectNulls),
  "SQL.exceptAll": (step) => asSets(step, exceptNulls),
  "SQL.Sample": pass,
};

/** The frame that `spark.sql` gives. */
function whole(step: Step): StepAnalysis {
  const [input] = step.inputs;
  if (!input)
    return {
      schema: unknownSchema(
        "the text of the query is not known before it runs, or is no query",
        step.node.site,
      ),
    };
  const schema = input.schema;
  if (schema.kind === "unknown") return { schema, problems: input.problems };
  const attributes = schema.attributes.map((each) => ({ ...each, qualifier: [] }));
  return { schema: { ...schema, attributes }, hidden: input.hidden, aggregable: input.aggregable };
}

/** Mistakes further down are told at the call. */
export const problemsBelow = ({ inputs, node }: Step): readonly Problem[] =>
  inputs.flatMap((input, index) =>
    node.inputs[index]?.method.startsWith("SQL.") === true ? input.problems : [],
  );

/** A frame whose columns a part of the text may change that the program does not tell. */
function open(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const reason = { text: "a part of the query is not known before it runs", site: step.node.site };
  return {
    ...pass(step),
    schema: schema.kind === "closed" ? { kind: "open", attributes: schema.attributes, reason } : schema,
  };
}

function pass(step: Step): StepAnalysis {
  return {
    schema: inputSchema(step),
    problems: problemsBelow(step),
    hidden: step.inputs[0]?.hidden ?? null,
    aggregable: step.inputs[0]?.aggregable ?? [],
    ungrouped: step.inputs[0]?.ungrouped ?? new Set(),
    joined: step.inputs[0]?.joined ?? [],
  };
}

/** HAVING and QUALIFY may name what stands in no column of the output. */
function having(step: Step): StepAnalysis {
  const resolved = resolvedBehind(step, step.node.columns);
  return { ...pass(step), resolved, problems: [...problemsBelow(step), ...ungroupedIn(step, resolved)] };
}

/** The mistake of naming a column behind GROUP BY that it leaves out (3.3 to 4.3). */
function ungroupedIn({ inputs: [input] }: Step, resolved: readonly Resolved[]): readonly Problem[] {
  if (!input || input.ungrouped.size === 0) return [];
  const given = attributesOf(input.schema);
  return resolved.flatMap(({ expression, bare, problems }) => {
    const strange = bare?.find(({ id }) => input.ungrouped.has(id) && !given.some((each) => each.id === id));
    const parts = columnParts(expression);
    const isPlain = parts.every((each) => each.kind !== "subquery" && !isOver(each));
    if (!strange || problems.length > 0 || !isPlain) return [];
    const place = parts.find((each) => each.kind === "reference" && each.name.endsWith(strange.name));
    const text = `\`${strange.name}\` is neither grouped by nor aggregated`;
    return [
      otherProblem("UNRESOLVED_COLUMN.WITH_SUGGESTION", strange.name, text, (place ?? expression).site),
    ];
  });
}

const isOver = (part: ColumnExpression): boolean => part.kind === "call" && part.function === "Column.over";

/** What a list gives comes first, and where that does not do, what it was made of. */
function resolvedBehind(step: Step, columns: readonly ColumnExpression[]): readonly Resolved[] {
  const [input] = step.inputs;
  const hidden = input ? [...hiddenLists(input.joined, input.hidden), input.aggregable] : [];
  const hiddenOpen = input?.hidden?.open ?? null;
  return columns.map((column) => {
    const first = resolveColumn(column, scopeOf(step, { hidden, hiddenOpen }));
    if (first.problems.length === 0 || hidden.length === 0) return first;
    const [nearest = [], ...farther] = hidden;
    const second = resolveColumn(column, scopeOf(step, { attributes: nearest, hidden: farther, hiddenOpen }));
    return second.problems.length === 0 ? second : first;
  });
}

/** Names are looked for in front of the list too; numbers and ALL stand for columns of the list. */
function sort(step: Step): StepAnalysis {
  const columns = step.node.columns.filter((each) => !isAll(each));
  const resolved = resolvedBehind(step, columns);
  // What is sorted by and not in the list stands behind it while Spark looks for places.
  const isLonger = resolved.some(({ reads }) => reads.some((each) => !isGiven(step, each)));
  const misplaced = isLonger ? [] : placesOutOfRange(step);
  return {
    ...pass(step),
    resolved,
    problems: [...problemsBelow(step), ...misplaced, ...ungroupedIn(step, resolved)],
  };
}

const isGiven = ({ inputs: [input] }: Step, { id }: Attribute): boolean =>
  input !== undefined && attributesOf(input.schema).some((each) => each.id === id);

/** Numbers in ORDER BY are places in the list. */
function placesOutOfRange({ node, session, inputs: [input] }: Step): readonly Problem[] {
  if (input?.schema.kind !== "closed" || flag(session, "spark.sql.orderByOrdinal") === false) return [];
  const count = input.schema.attributes.length;
  return node.columns.flatMap((column) => {
    const [place] = column.kind === "call" ? column.args : [];
    if (place?.kind !== "literal" || typeof place.value !== "number" || !Number.isInteger(place.value))
      return [];
    return place.value >= 1 && place.value <= count
      ? []
      : [
          otherProblem(
            "ORDER_BY_POS_OUT_OF_RANGE",
            String(place.value),
            `the list has no item ${place.value}, but ${count}`,
            place.site,
          ),
        ];
  });
}

const isAll = (column: ColumnExpression): boolean =>
  column.kind === "call" &&
  column.args[0]?.kind === "reference" &&
  column.args[0].name.toLowerCase() === "all";

/** Duplicates of maps cannot be found; nothing behind is looked for in front of them. */
function distinct(step: Step): StepAnalysis {
  return { schema: inputSchema(step), problems: [...problemsBelow(step), ...mapsAmong(step)] };
}

function filter(step: Step): StepAnalysis {
  const resolved = resolveAll(step.node.columns, scopeOf(step));
  const misplaced = resolved.flatMap((each) => conditionProblems(each, { aggregates: true, windows: true }));
  return { ...pass(step), resolved, problems: [...problemsBelow(step), ...misplaced] };
}

function project(step: Step): StepAnalysis {
  const resolved = resolveItems(step.node.columns, scopeOf(step));
  return {
    schema: projectedSchema(resolved),
    resolved,
    problems: problemsBelow(step),
    hidden: inputHidden(step),
  };
}
