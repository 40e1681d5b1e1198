import { unknownType } from "../../../catalog/dataType.ts";
import { isCaseSensitive } from "../../session.ts";
import type { StepAnalysis } from "../analysis.ts";
import { claimed } from "../claimedSchema.ts";
import { eitherNullable, meetingInRows } from "../nullability.ts";
import { counted, otherProblem, typeMismatch } from "../expressions/problems.ts";
import type { Problem } from "../resolved.ts";
import { attribute, attributesOf, type Attribute, type Schema } from "../schema.ts";
import { inputSchema, openness, resolveAll, scopeOf, unknownSchema, type Step } from "../step.ts";
import type { Key } from "../keyMismatch.ts";
import { sideBySide, using } from "./joins.ts";
import { problemsBelow } from "./queries.ts";
import { discovered } from "./sources.ts";

/** What stands in FROM: tables, joins, generators and rows in the text. */
export const queryRelationSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SQL.SubqueryAlias": rename,
  "SQL.View": rename,
  "SQL.Join": join,
  "SQL.Generate": generate,
  "SQL.Values": values,
  "SQL.OneRow": () => ({ schema: { kind: "closed", attributes: [] } }),
  "SQL.Table": table,
  "SQL.Files": files,
  "SQL.Recursion": recursion,
  "SQL.RecursiveUnion": recursiveUnion,
};

/** A table that the program has not made itself. */
function table({ node, session }: Step): StepAnalysis {
  const { location = null } = node.details;
  const schema = location === null ? null : claimed(session, "table", location);
  return {
    schema: schema ?? unknownSchema(`the columns of the table ${location ?? ""} are not known`, node.site),
  };
}

/** The files behind a path. */
function files(step: Step): StepAnalysis {
  const { format = null, location = null } = step.node.details;
  const found = format === null ? null : discovered(step, format);
  return {
    schema: found ?? unknownSchema(`the files in ${location ?? "the path"} are not known`, step.node.site),
  };
}

/** What a recursive query reads of itself: columns like those of its first part. */
function recursion(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  if (schema.kind === "unknown") return { schema };
  const attributes = schema.attributes.map((each) =>
    attribute({ ...each, nullable: true }, { origin: each.id.origin, reads: [each] }),
  );
  return { schema: { ...schema, attributes } };
}

/** The rows of the first part and of all that follow from them. */
function recursiveUnion(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const problems = problemsBelow(step);
  if (schema.kind === "unknown") return { schema, problems };
  const next = step.inputs[1]?.schema;
  const others = next?.kind === "closed" ? next.attributes : [];
  const attributes = schema.attributes.map((each, index) => ({
    ...each,
    nullable: eitherNullable(each.nullable, others[index]?.nullable ?? null),
  }));
  return { schema: { ...schema, attributes }, problems };
}

/** A name for the whole, and perhaps for each column. */
function rename(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const problems = problemsBelow(step);
  const { alias } = step.node.details.query ?? {};
  if (schema.kind === "unknown" || !alias) return { schema, problems };
  const { columns } = alias;
  if (columns.length > 0 && schema.kind !== "closed")
    return { schema: unknownSchema("the number of its columns is not known", step.node.site), problems };
  if (columns.length > 0 && columns.length !== schema.attributes.length)
    return {
      schema,
      problems: [
        ...problems,
        otherProblem(
          step.node.method === "SQL.View"
            ? `CREATE_VIEW_COLUMN_ARITY_MISMATCH.${columns.length > schema.attributes.length ? "NOT_ENOUGH" : "TOO_MANY"}_DATA_COLUMNS`
            : "ASSIGNMENT_ARITY_MISMATCH",
          alias.name,
          `\`${alias.name}\` names ${counted(columns.length, "column")}, and there are ${schema.attributes.length}`,
          columns[0]?.site ?? step.node.site,
        ),
      ],
    };
  const attributes = schema.attributes.map((each, index): Attribute => {
    const name = columns[index];
    const named = name ? attribute({ ...each, name: name.text }, { origin: name.site, reads: [each] }) : each;
    return { ...named, qualifier: [alias.name] };
  });
  return { schema: { ...schema, attributes }, problems };
}

function join(step: Step): StepAnalysis {
  const { joinType = null, query } = step.node.details;
  const problems = problemsBelow(step);
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
  const [ours, theirs] = [left, right].map(({ attributes }) => namesIn(attributes, plain));
  const shared = left.attributes.filter((each) => theirs?.has(plain(each.name)));
  // Of several columns of a name Spark takes the first, and keeps others or not, from version to version.
  if (shared.some(({ name }) => [ours, theirs].some((names) => names?.get(plain(name)) !== 1))) return null;
  return shared.map((each) => ({ text: each.name, site: step.node.site }));
}

/** How many columns have each name. */
function namesIn(
  attributes: readonly Attribute[],
  plain: (name: string) => string,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of attributes) counts.set(plain(name), (counts.get(plain(name)) ?? 0) + 1);
  return counts;
}

/** The input's columns and those of a generator. */
function generate(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const resolved = resolveAll(step.node.columns, scopeOf(step));
  const { alias, outer = false } = step.node.details.query ?? {};
  const problems = problemsBelow(step);
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
  const resolved = rows.map((row) => resolveAll(row, scope));
  const [first = []] = resolved;
  const unequal = resolved.find((row) => row.length !== first.length);
  if (unequal)
    return {
      schema: unknownSchema("the rows have different numbers of values", step.node.site),
      problems: [
        otherProblem(
          "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH",
          "",
          `a row has ${counted(unequal.length, "value")}, and the first has ${first.length}`,
          unequal[0]?.expression.site ?? step.node.site,
        ),
      ],
    };
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
