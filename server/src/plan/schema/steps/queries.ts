import { unknownType } from "../../../catalog/dataType.ts";
import type { ColumnExpression } from "../../column.ts";
import { isCaseSensitive } from "../../session.ts";
import type { StepAnalysis } from "../analysis.ts";
import { claimed } from "../claimedSchema.ts";
import { eitherNullable, meetingInRows } from "../nullability.ts";
import { otherProblem, typeMismatch } from "../expressions/problems.ts";
import { hiddenBehind, hiddenLists } from "../hidden.ts";
import { resolveItems, ungrouped, ungroupedBeside } from "../items.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { attribute, attributesOf, type Attribute, type Schema } from "../schema.ts";
import {
  inputHidden,
  inputSchema,
  openness,
  projectedSchema,
  resolveAll,
  scopeOf,
  unknownSchema,
  type Step,
} from "../step.ts";
import { mapsAmong } from "../setOperations.ts";
import { sideBySide, using, type Key } from "./joins.ts";
import { asSets, byPosition, exceptNulls, intersectNulls } from "./unions.ts";

/** Steps of queries in SQL text. */
export const querySteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SparkSession.sql": whole,
  "SQLContext.sql": whole,
  "HiveContext.sql": whole,
  "SQL.Project": project,
  "SQL.Aggregate": aggregate,
  "SQL.Filter": filter,
  "SQL.Having": pass,
  "SQL.Sort": sort,
  "SQL.LocalSort": sort,
  "SQL.Coalesce": pass,
  "SQL.Hint": pass,
  "SQL.Limit": pass,
  "SQL.Repartition": pass,
  "SQL.Distinct": distinct,
  "SQL.SubqueryAlias": rename,
  "SQL.Join": join,
  "SQL.Generate": generate,
  "SQL.Values": values,
  "SQL.Command": () => ({ schema: { kind: "closed", attributes: [] } }),
  "SQL.OneRow": () => ({ schema: { kind: "closed", attributes: [] } }),
  "SQL.Table": table,
  "SQL.Unknown": ({ node }) => ({
    schema: unknownSchema("this part of the query is not followed", node.site),
  }),
  "SQL.union": (step) => byPosition(step, eitherNullable),
  "SQL.intersect": (step) => asSets(step, intersectNulls),
  "SQL.except": (step) => asSets(step, exceptNulls),
};

/** A table that the program has not made itself. */
function table({ node, session }: Step): StepAnalysis {
  const { location = null } = node.details;
  const schema = location === null ? null : claimed(session, "table", location);
  return {
    schema: schema ?? unknownSchema(`the columns of the table ${location ?? ""} are not known`, node.site),
  };
}

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
const problemsBelow = ({ inputs, node }: Step): StepAnalysis["problems"] =>
  inputs.flatMap((input, index) =>
    node.inputs[index]?.method.startsWith("SQL.") === true ? input.problems : [],
  );

function pass(step: Step): StepAnalysis {
  return {
    schema: inputSchema(step),
    problems: problemsBelow(step) ?? [],
    hidden: step.inputs[0]?.hidden ?? null,
    aggregable: step.inputs[0]?.aggregable ?? [],
  };
}

/** Names are looked for in front of the list too; numbers and ALL stand for columns of the list. */
function sort(step: Step): StepAnalysis {
  const [input] = step.inputs;
  const hidden = input ? [...hiddenLists(input.joined, input.hidden), input.aggregable] : [];
  const columns = step.node.columns.filter((each) => !isAll(each));
  return { ...pass(step), resolved: resolveAll(columns, scopeOf(step, { hidden })) };
}

const isAll = (column: ColumnExpression): boolean =>
  column.kind === "call" &&
  column.args[0]?.kind === "reference" &&
  column.args[0].name.toLowerCase() === "all";

/** Duplicates of maps cannot be found; nothing behind is looked for in front of them. */
function distinct(step: Step): StepAnalysis {
  return { schema: inputSchema(step), problems: [...(problemsBelow(step) ?? []), ...mapsAmong(step)] };
}

function filter(step: Step): StepAnalysis {
  const resolved = resolveAll(step.node.columns, scopeOf(step));
  const aggregate = resolved.find(({ aggregates }) => aggregates);
  const text = "WHERE comes before aggregates; HAVING takes them";
  return {
    ...pass(step),
    resolved,
    problems: [
      ...(problemsBelow(step) ?? []),
      ...(aggregate ? [otherProblem("INVALID_WHERE_CONDITION", "", text, aggregate.expression.site)] : []),
    ],
  };
}

function project(step: Step): StepAnalysis {
  const resolved = resolveItems(step.node.columns, scopeOf(step));
  return {
    schema: projectedSchema(resolved),
    resolved,
    problems: problemsBelow(step) ?? [],
    hidden: inputHidden(step),
  };
}

function aggregate(step: Step): StepAnalysis {
  const scope = scopeOf(step);
  const { keys = [], severalSets = false } = step.node.details.query ?? {};
  // An alias of the list may be a key; a key that is nothing else is left alone.
  const resolvedKeys = resolveAll(keys, { ...scope, open: { text: "keys may be aliases", site: null } });
  const grouped = new Set(resolvedKeys.flatMap((key) => key.columns.map((column) => column.attribute?.id)));
  const attributes = severalSets
    ? scope.attributes.map((each) => (grouped.has(each.id) ? { ...each, nullable: true } : each))
    : scope.attributes;
  const resolved = resolveItems(step.node.columns, { ...scope, attributes });
  return {
    schema: projectedSchema(resolved),
    resolved,
    problems: [...(problemsBelow(step) ?? []), ...misgrouped(resolved, resolvedKeys)],
    hidden: hiddenBehind(scope.attributes, null),
  };
}

/** A list without GROUP BY, or one whose keys are columns: aliases and numbers among the keys are left alone. */
function misgrouped(items: readonly Resolved[], keys: readonly Resolved[]): readonly Problem[] {
  if (keys.length === 0) return ungroupedBeside(items, true);
  return keys.every(({ reads }) => reads.length > 0) ? ungrouped(items, keys) : [];
}

/** A name for the whole, and perhaps for each column. */
function rename(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const problems = problemsBelow(step) ?? [];
  const { alias } = step.node.details.query ?? {};
  if (schema.kind === "unknown" || !alias) return { schema, problems };
  const { columns } = alias;
  if (columns.length > 0 && (schema.kind !== "closed" || columns.length !== schema.attributes.length))
    return { schema: unknownSchema("the number of its columns is not known", step.node.site), problems };
  const attributes = schema.attributes.map((each, index): Attribute => {
    const name = columns[index];
    const named = name ? attribute({ ...each, name: name.text }, { origin: name.site, reads: [each] }) : each;
    return { ...named, qualifier: [alias.name] };
  });
  return { schema: { ...schema, attributes }, problems };
}

function join(step: Step): StepAnalysis {
  const { joinType = null, query } = step.node.details;
  const problems = problemsBelow(step) ?? [];
  if (joinType === null)
    return { schema: unknownSchema("the join is not followed", step.node.site), problems };
  const keys = query?.using === "natural" ? naturalKeys(step) : (query?.using ?? []);
  const found =
    keys === null
      ? { schema: unknownSchema("the columns that both sides have are not known", step.node.site) }
      : keys.length > 0
        ? using(step, joinType, keys)
        : sideBySide(step, joinType, step.node.columns);
  return { ...found, problems: [...problems, ...(found.problems ?? [])] };
}

function naturalKeys(step: Step): readonly Key[] | null {
  const [left, right] = step.inputs.map(({ schema }) => schema);
  if (left?.kind !== "closed" || right?.kind !== "closed") return null;
  const plain = (name: string): string => (isCaseSensitive(step.session) ? name : name.toLowerCase());
  const names = new Set(right.attributes.map((each) => plain(each.name)));
  return left.attributes
    .filter((each) => names.has(plain(each.name)))
    .map((each) => ({ text: each.name, site: step.node.site }));
}

/** The input's columns and those of a generator. */
function generate(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const resolved = resolveAll(step.node.columns, scopeOf(step));
  const { alias, outer = false } = step.node.details.query ?? {};
  const problems = problemsBelow(step) ?? [];
  const [made] = resolved;
  const columns = made?.columns ?? [];
  const isNameless = columns.some((column, index) => column.name === null && !alias?.columns[index]);
  if (
    made?.open ||
    isNameless ||
    (alias && alias.columns.length > 0 && alias.columns.length !== columns.length)
  )
    return {
      schema: unknownSchema("the columns of the generator are not known", step.node.site),
      resolved,
      problems,
    };
  const added = columns.map((column, index) => {
    const name = alias?.columns[index];
    return {
      ...attribute(
        {
          name: name?.text ?? column.name ?? "?",
          dataType: column.dataType,
          nullable: outer ? true : column.nullable,
        },
        { origin: name?.site ?? null, expression: step.node.columns[0] ?? null, reads: made?.reads ?? [] },
      ),
      qualifier: alias ? [alias.name] : [],
    };
  });
  const reason = openness(schema);
  const attributes = [...attributesOf(schema), ...added];
  const result: Schema = reason ? { kind: "open", attributes, reason } : { kind: "closed", attributes };
  return { schema: result, resolved, problems };
}

/** The rows of VALUES: each column's type is where its values meet. */
function values(step: Step): StepAnalysis {
  const { rows = [] } = step.node.details.query ?? {};
  const scope = scopeOf(step);
  const resolved = rows.map((row) => resolveAll(row.flatMap(fields), scope));
  const [first = []] = resolved;
  if (resolved.some((row) => row.length !== first.length))
    return { schema: unknownSchema("the rows have different numbers of values", step.node.site) };
  const problems: Problem[] = [];
  const attributes = first.map((_, index) => {
    const cells = resolved.map((row) => row[index]?.columns[0]);
    const [start, ...rest] = cells;
    const dataType = rest.reduce((type, cell, row) => {
      const met = meetingInRows(step.session, type, cell?.dataType ?? unknownType);
      const site = resolved[row + 1]?.[index]?.expression.site;
      if (met === null && site)
        problems.push(
          typeMismatch(unlikeRows, "", "the values of a column in VALUES have no common type", site),
        );
      return met ?? unknownType;
    }, start?.dataType ?? unknownType);
    const nullable = cells.map((cell) => cell?.nullable ?? null).reduce(eitherNullable);
    return attribute(
      { name: `col${index + 1}`, dataType, nullable },
      { origin: first[index]?.expression.site ?? null },
    );
  });
  if (problems.length > 0)
    return { schema: unknownSchema("Spark refuses its rows", step.node.site), problems };
  return { schema: { kind: "closed", attributes } };
}

const unlikeRows = "INVALID_INLINE_TABLE.INCOMPATIBLE_TYPES_IN_INLINE_TABLE";

/** A row of one struct is the struct's fields; tuples come as rows already. */
const fields = (value: Resolved["expression"]): readonly Resolved["expression"][] =>
  value.kind === "call" && (value.function === "sql.struct" || value.function === "sql.tuple")
    ? value.args
    : [value];
