import { kindOf } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { columnParts, type ColumnExpression } from "../../column.ts";
import { sameName } from "../../session.ts";
import { sqlColumn } from "../../spark/columnArguments.ts";
import type { StepAnalysis } from "../analysis.ts";
import { otherProblem, typeMismatch } from "../expressions/problems.ts";
import { readSql } from "../expressions/resolveSql.ts";
import { deepestHidden, hiddenLists } from "../hidden.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { hasMap, mapsAmong } from "../setOperations.ts";
import { attributesOf, type Attribute } from "../schema.ts";
import {
  columnsOfGiven,
  givenArguments,
  givenList,
  givenValue,
  inputSchema,
  resolveAll,
  scopeOf,
  textOfGiven,
  type Step,
} from "../step.ts";

/** Steps that hand all columns on. */
export const passingSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.filter": filter,
  "DataFrame.where": filter,
  "DataFrame.sort": sort,
  "DataFrame.orderBy": sort,
  "DataFrame.sortWithinPartitions": sort,
  "DataFrame.repartition": repartition,
  "DataFrame.repartitionByRange": repartition,
  "DataFrame.repartitionById": repartition,
  "DataStreamWriter.foreachBatch": pass,
  "DataFrame.alias": alias,
  "DataFrame.observe": pass,
  "DataFrame.coalesce": pass,
  "DataFrame.limit": pass,
  "DataFrame.offset": pass,
  "DataFrame.sample": pass,
  "DataFrame.sampleBy": sampleBy,
  "DataFrameStatFunctions.sampleBy": sampleBy,
  "DataFrame.hint": pass,
  "DataFrame.withWatermark": pass,
  "DataFrame.withMetadata": pass,
  "DataFrame.distinct": distinct,
  "DataFrame.dropDuplicates": dropDuplicates,
  "DataFrame.drop_duplicates": dropDuplicates,
  "DataFrame.dropDuplicatesWithinWatermark": dropDuplicates,
};

function pass(step: Step): StepAnalysis {
  const [input] = step.inputs;
  return { schema: inputSchema(step), hidden: input?.hidden ?? null, joined: input?.joined ?? [] };
}

/** What aggregate functions behind an aggregation may name goes no further than filters and sorts. */
const passAll = (step: Step): StepAnalysis => ({
  ...pass(step),
  aggregable: step.inputs[0]?.aggregable ?? [],
});

/** A step without duplicates by all columns. */
function distinct(step: Step): StepAnalysis {
  return { ...pass(step), problems: mapsAmong(step) };
}

/**
 * Filters and sorts find what the steps before them have left out (ResolveReferences). Behind an aggregation only
 * aggregate functions find what that has read.
 */
function resolveBehind(step: Step, columns: readonly ColumnExpression[]): readonly Resolved[] {
  const [input] = step.inputs;
  if (!input) return resolveAll(columns, scopeOf(step));
  const lists = [...hiddenLists(input.joined, input.hidden)];
  const isDeep = (input.hidden?.depth ?? 0) > deepestHidden;
  const scope = scopeOf(step, {
    hidden: lists,
    hiddenOpen: input.hidden?.open ?? null,
    ...(isDeep && { open: { text: "the plan is too long to be searched", site: null } }),
  });
  const found = resolveAll(columns, scope);
  if (input.aggregable.length === 0) return found;
  const wider = resolveAll(columns, { ...scope, hidden: [...lists, input.aggregable] });
  return found.map((each, index) => {
    const other = wider[index];
    return other?.aggregates === true ? other : each;
  });
}

function filter(step: Step): StepAnalysis {
  const condition = givenValue(givenArguments(step), "condition");
  const columns: readonly ColumnExpression[] =
    condition?.value.kind === "string" ? [sqlColumn(condition.value, condition.site)] : step.node.columns;
  const resolved = resolveBehind(step, columns);
  const found = resolved[0]?.columns[0]?.dataType;
  const kind = found === undefined ? "unknown" : kindOf(found);
  const refused = found !== undefined && kind !== "boolean" && kind !== "void" && kind !== "unknown";
  const problem: Problem | null = refused
    ? {
        kind: "type-mismatch",
        condition: "DATATYPE_MISMATCH.FILTER_NOT_BOOLEAN",
        subject: simpleString(found),
        text: `a filter takes a condition, and this is ${simpleString(found)}`,
        candidates: [],
        site: columns[0]?.site ?? step.node.site,
      }
    : null;
  const misplaced = problem ?? misplacedInFilter(step, resolved[0]);
  return { ...passAll(step), resolved, problems: misplaced ? [misplaced] : [] };
}

/** A filter comes before aggregates and windows, but may follow an aggregation as HAVING does. */
function misplacedInFilter(step: Step, condition: Resolved | undefined): Problem | null {
  if (!condition || condition.problems.length > 0) return null;
  const { expression, aggregates } = condition;
  const { site } = expression;
  if (aggregates && step.inputs[0]?.aggregable.length === 0)
    return otherProblem("INVALID_WHERE_CONDITION", "", "a filter comes before aggregates", site);
  const column = expression.kind === "sql" ? readSql(expression, step.session).column : expression;
  const isWindowed = columnParts(column).some(
    (part) => part.kind === "call" && part.function === "Column.over",
  );
  return isWindowed
    ? otherProblem(
        "WINDOW_FUNCTION_NOT_ALLOWED_IN_CLAUSE",
        "",
        "a filter takes no window function; add it as a column first",
        site,
      )
    : null;
}

function sort(step: Step): StepAnalysis {
  const given = givenArguments(step)?.get("cols");
  const list = given && givenList(given);
  const resolved = list ? resolveBehind(step, columnsOfGiven(list)) : [];
  const unordered = resolved.find((each) => each.columns[0] && hasMap(each.columns[0].dataType));
  const problems = unordered
    ? [
        typeMismatch(
          "DATATYPE_MISMATCH.INVALID_ORDERING_TYPE",
          "",
          "maps have no order",
          unordered.expression.site,
        ),
      ]
    : [];
  return { ...passAll(step), resolved, problems };
}

function repartition(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const values = [
    ...(given?.get("numPartitions") ?? []),
    ...(given?.get("cols") ?? []),
    ...(given?.get("partitionIdCol") ?? []),
  ];
  const columns = values.filter(({ value }) => value.kind !== "number" && value.kind !== "none");
  return { ...pass(step), resolved: resolveBehind(step, columnsOfGiven(columns)) };
}

function sampleBy(step: Step): StepAnalysis {
  const column = givenValue(givenArguments(step), "col");
  return { ...pass(step), resolved: column ? resolveAll(columnsOfGiven([column]), scopeOf(step)) : [] };
}

function dropDuplicates(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const subset = givenValue(given, "subset");
  const list = subset && subset.value.kind !== "none" ? givenList([subset]) : null;
  if (!list) return distinct(step);
  const resolved = resolveAll(columnsOfGiven(list), scopeOf(step)).map(amongNames);
  const names = resolved.flatMap(({ columns }) => columns.map(({ name }) => name));
  const keys = attributesOf(inputSchema(step)).filter((each) =>
    names.some((name) => name !== null && sameName(step.session, name, each.name)),
  );
  return { ...pass(step), resolved, problems: mapsAmong(step, keys) };
}

/** Names of whole columns: all that are called so count, and a missing one has a condition of its own. */
const amongNames = (resolved: Resolved): Resolved => ({
  ...resolved,
  problems: resolved.problems
    .filter(({ kind }) => kind !== "ambiguous-column")
    .map((problem) =>
      problem.kind === "unknown-column"
        ? { ...problem, condition: "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES" }
        : problem,
    ),
});

function alias(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const name = textOfGiven(givenValue(givenArguments(step), "alias"));
  if (name === null || schema.kind === "unknown") return { schema };
  const attributes = attributesOf(schema).map((each): Attribute => ({ ...each, qualifier: [name] }));
  return { schema: { ...schema, attributes } };
}
