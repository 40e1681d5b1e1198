import { kindOf } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import type { ColumnExpression } from "../../column.ts";
import { literalSite } from "../../spark/columnArguments.ts";
import type { StepAnalysis } from "../analysis.ts";
import type { Problem } from "../resolved.ts";
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
  "DataFrame.alias": alias,
  "DataFrame.observe": pass,
  "DataFrame.coalesce": pass,
  "DataFrame.limit": pass,
  "DataFrame.offset": pass,
  "DataFrame.sample": pass,
  "DataFrame.sampleBy": pass,
  "DataFrameStatFunctions.sampleBy": pass,
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
  return { schema: inputSchema(step), hidden: input?.hidden ?? [], joined: input?.joined ?? [] };
}

/** Duplicates are dropped by the output: what is hidden behind it cannot be named any more. */
function distinct(step: Step): StepAnalysis {
  return { schema: inputSchema(step) };
}

/** Filters and sorts find what the projection before them has left out (Spark's ResolveReferences). */
function scopeWithHidden(step: Step): ReturnType<typeof scopeOf> {
  const [input] = step.inputs;
  return scopeOf(step, input ? { hidden: [...input.joined, ...input.hidden] } : {});
}

function filter(step: Step): StepAnalysis {
  const condition = givenValue(givenArguments(step), "condition");
  const columns: readonly ColumnExpression[] =
    condition?.value.kind === "string"
      ? condition.value.value === null
        ? []
        : [{ kind: "sql", text: condition.value.value, site: literalSite(condition.value, condition.site) }]
      : step.node.columns;
  const resolved = resolveAll(columns, scopeWithHidden(step));
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
  return { ...pass(step), resolved, problems: problem ? [problem] : [] };
}

function sort(step: Step): StepAnalysis {
  const given = givenArguments(step)?.get("cols");
  const list = given && givenList(given);
  return { ...pass(step), resolved: list ? resolveAll(columnsOfGiven(list), scopeWithHidden(step)) : [] };
}

function repartition(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const values = [...(given?.get("numPartitions") ?? []), ...(given?.get("cols") ?? [])];
  const columns = values.filter(({ value }) => value.kind !== "number" && value.kind !== "none");
  return { ...pass(step), resolved: resolveAll(columnsOfGiven(columns), scopeOf(step)) };
}

function dropDuplicates(step: Step): StepAnalysis {
  const given = givenArguments(step);
  const subset = givenValue(given, "subset");
  const list = subset && subset.value.kind !== "none" ? givenList([subset]) : null;
  return { ...distinct(step), resolved: list ? resolveAll(columnsOfGiven(list), scopeOf(step)) : [] };
}

function alias(step: Step): StepAnalysis {
  const schema = inputSchema(step);
  const name = textOfGiven(givenValue(givenArguments(step), "alias"));
  if (name === null || schema.kind === "unknown") return { schema };
  const attributes = attributesOf(schema).map((each): Attribute => ({ ...each, qualifier: [name] }));
  return { schema: { ...schema, attributes } };
}
