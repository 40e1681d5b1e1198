import { atomic, unknownType } from "../../../catalog/dataType.ts";
import { sameName } from "../../session.ts";
import type { StepAnalysis } from "../analysis.ts";
import { unknownColumn } from "../expressions/problems.ts";
import { resolveItems } from "../items.ts";
import { eitherNullable, meetingType } from "../nullability.ts";
import { pivotedColumns } from "../pivotedColumns.ts";
import type { Problem } from "../resolved.ts";
import { attribute, type Attribute, type Schema } from "../schema.ts";
import {
  inputSchema,
  openness,
  outputOf,
  projectedSchema,
  resolveAll,
  scopeOf,
  unknownSchema,
  type Step,
} from "../step.ts";
import { problemsBelow } from "./queries.ts";

/** PIVOT and UNPIVOT, and the steps of pipes that change columns. */
export const queryReshapingSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SQL.Pivot": pivot,
  "SQL.Unpivot": unpivot,
  "SQL.PipeSelect": select,
  "SQL.PipeSet": replace,
};

/** All columns that are not named are keys; each value makes a column for each aggregate. */
function pivot(step: Step): StepAnalysis {
  const { pivot: parts = { columns: [], values: [] } } = step.node.details.query ?? {};
  const scope = scopeOf(step);
  const aggregates = resolveAll(step.node.columns, scope);
  const columns = resolveAll(parts.columns, scope);
  const values = resolveAll(
    parts.values.map(({ value }) => value),
    { session: step.session, attributes: [], open: null },
  );
  const problems = problemsBelow(step);
  const resolved = [...columns, ...aggregates];
  const schema = inputSchema(step);
  const named = new Set(resolved.flatMap(({ reads }) => reads.map(({ id }) => id)));
  const made = pivotedColumns(
    values.map((value, index) => ({ value, name: parts.values[index]?.name ?? null })),
    aggregates,
  );
  if (schema.kind !== "closed" || made === null)
    return {
      schema: unknownSchema("the columns of the pivot are not known", step.node.site),
      resolved,
      problems,
    };
  const keys = schema.attributes.filter(({ id }) => !named.has(id)).map(unqualified);
  return { schema: { kind: "closed", attributes: [...keys, ...made] }, resolved, problems };
}

const unqualified = (column: Attribute): Attribute => ({ ...column, qualifier: [] });

/** The columns that stay, the name of the column that a row is of, and its values. */
function unpivot(step: Step): StepAnalysis {
  const { unpivot: parts = { values: [], name: null, columns: [] } } = step.node.details.query ?? {};
  const rows = parts.columns.map((each) => resolveAll(each, scopeOf(step)));
  const schema = inputSchema(step);
  const problems = problemsBelow(step);
  const resolved = rows.flat();
  if (schema.kind === "unknown") return { schema, resolved, problems };
  const melted = new Set(resolved.flatMap(({ reads }) => reads.map(({ id }) => id)));
  const values = parts.values.map((value, index) => {
    const cells = rows.flatMap((row) => row[index]?.columns[0] ?? []);
    const [first, ...rest] = cells;
    const dataType = rest.reduce(
      (type, cell) => meetingType(step.session, type, cell.dataType) ?? unknownType,
      first?.dataType ?? unknownType,
    );
    const nullable = cells.map((cell) => cell.nullable).reduce(eitherNullable, false);
    return attribute(
      { name: value.text, dataType, nullable: cells.length === 0 ? null : nullable },
      { origin: value.site, reads: rows.flatMap((row) => row[index]?.reads ?? []) },
    );
  });
  const name = attribute(
    { name: parts.name?.text ?? "", dataType: atomic("string"), nullable: false },
    { origin: parts.name?.site ?? null },
  );
  const kept = schema.attributes.filter(({ id }) => !melted.has(id)).map(unqualified);
  return { schema: { ...schema, attributes: [...kept, name, ...values] }, resolved, problems };
}

/** SELECT and EXTEND of a pipe: steps behind see no more than their columns, and keys that a join left out. */
function select(step: Step): StepAnalysis {
  const resolved = resolveItems(step.node.columns, scopeOf(step));
  return {
    schema: projectedSchema(resolved),
    resolved,
    problems: problemsBelow(step),
    joined: step.inputs[0]?.joined ?? [],
  };
}

/** `|> SET a = b`: columns in the places of those of their names; later ones see earlier ones. */
function replace(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const problems: Problem[] = [...problemsBelow(step)];
  if (schema.kind === "unknown") return { schema, problems };
  let { attributes } = schema;
  const resolved = step.node.columns.map((column) => {
    const [item, ...others] = resolveAll([column], scopeOf(step, { attributes }));
    const [output] = item?.columns ?? [];
    if (!item || !output || others.length > 0) return item;
    const made = outputOf(output, item);
    if (!attributes.some(({ name }) => sameName(step.session, name, made.name)) && openness(schema) === null)
      problems.push(
        unknownColumn(
          [made.name],
          made.name,
          attributes.map(({ name }) => name),
          output.nameSite ?? column.site,
        ),
      );
    attributes = attributes.map((each) => (sameName(step.session, each.name, made.name) ? made : each));
    return item;
  });
  const result: Schema = { ...schema, attributes };
  return {
    schema: result,
    resolved: resolved.flatMap((each) => each ?? []),
    problems,
    joined: step.inputs[0]?.joined ?? [],
  };
}
