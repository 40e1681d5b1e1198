import { unknownType } from "../../../catalog/dataType.ts";
import { columnParts, type ColumnExpression } from "../../column.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { sameName, type Session } from "../../session.ts";
import { columnOf, namedColumn } from "../../spark/columnArguments.ts";
import type { NodeAnalysis, StepAnalysis } from "../analysis.ts";
import { keyMismatch, type Key } from "../keyMismatch.ts";
import { meetingType } from "../nullability.ts";
import { resolveColumn } from "../resolveColumn.ts";
import { columnByFrame, frameColumn } from "../expressions/columnsByFrame.ts";
import { nameParts } from "../expressions/nameParts.ts";
import { otherProblem } from "../expressions/problems.ts";
import type { Problem, Resolved } from "../resolved.ts";
import { attribute, attributesOf, type Attribute, type AttributeId, type Schema } from "../schema.ts";
import {
  givenArguments,
  givenValue,
  openness,
  resolveAll,
  scopeOf,
  textsOfGiven,
  unknownSchema,
  type Step,
} from "../step.ts";
import { firstOfSameColumns, framesOfSameColumns } from "../unchangedColumns.ts";

/** Steps that put two frames side by side. */
export const joinSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.join": join,
  "DataFrame.crossJoin": (step) =>
    step.inputs.length < 2
      ? { schema: unknownSchema("the other frame is not known", step.node.site) }
      : sideBySide(step, "cross"),
  "DataFrame.lateralJoin": join,
  "DataFrame.zip": (step) => besideOther(step, false),
  "DataFrame.nearestByJoin": (step) => besideOther(step, true),
};

function join(step: Step): StepAnalysis {
  const on = givenValue(givenArguments(step), "on");
  const type = step.node.details.joinType ?? null;
  if (step.inputs.length < 2)
    return { schema: unknownSchema("the other frame is not known", step.node.site) };
  if (type === null)
    return { schema: unknownSchema("the join's type is not known before it runs", step.node.site) };
  if (!on || on.value.kind === "none") return sideBySide(step, type);
  const keys = textsOfGiven(on);
  if (keys !== null && keys.length > 0) return using(step, type, keys);
  const values = on.value.kind === "sequence" ? (on.value.exact ? on.value.elements : null) : [on.value];
  // Where one is a name, all are, those too that are not known.
  if (!values?.some((value) => columnOf(value)) || values.some(({ kind }) => kind === "string"))
    return { schema: unknownSchema("the join's keys are not known before it runs", on.site) };
  return sideBySide(
    step,
    type,
    values.map((value) => namedColumn(value, on.site)),
  );
}

/**
 * The rows of two frames side by side without a condition of ours. Those that `nearestByJoin` finds may be null in all
 * columns (df.schema of 4.3).
 */
function besideOther(step: Step, isNullable: boolean): StepAnalysis {
  if (step.inputs.length < 2)
    return { schema: unknownSchema("the other frame is not known", step.node.site) };
  return sideBySide(step, isNullable ? "full_outer" : "inner");
}

/** Which sides' columns may be null behind a join, since rows without a partner come through. */
const padded: Readonly<Record<string, { readonly left: boolean; readonly right: boolean }>> = {
  inner: { left: false, right: false },
  cross: { left: false, right: false },
  left_outer: { left: false, right: true },
  right_outer: { left: true, right: false },
  full_outer: { left: true, right: true },
};

/** Spark knows no such join. */
function unsupported({ node }: Step, type: string): StepAnalysis {
  const text = `there is no join of type \`${type}\``;
  return {
    schema: unknownSchema(text, node.site),
    problems: [otherProblem("UNSUPPORTED_JOIN_TYPE", type, text, node.nameSite)],
  };
}

const nullableIf = (padding: boolean, attributes: readonly Attribute[]): readonly Attribute[] =>
  padding ? attributes.map((each) => ({ ...each, nullable: true })) : attributes;

/** A frame joined with itself: Spark gives the right side's columns identities of their own. */
function withoutShared(left: readonly Attribute[], right: readonly Attribute[]): readonly Attribute[] {
  const taken = new Set<AttributeId>(left.map(({ id }) => id));
  return right.map((each) =>
    taken.has(each.id)
      ? { ...each, id: { origin: each.id.origin, expression: each.id.expression, reads: [each] } }
      : each,
  );
}

function sides(step: Step): { readonly left: readonly Attribute[]; readonly right: readonly Attribute[] } {
  const [left, right] = step.inputs.map(({ schema }) => attributesOf(schema));
  return { left: left ?? [], right: withoutShared(left ?? [], right ?? []) };
}

function joinedSchema(
  inputs: readonly NodeAnalysis[],
  attributes: readonly Attribute[],
  leftOnly = false,
): Schema {
  const relevant = leftOnly ? inputs.slice(0, 1) : inputs;
  const open = relevant.map(({ schema }) => openness(schema)).find((reason) => reason !== null) ?? null;
  return open ? { kind: "open", attributes, reason: open } : { kind: "closed", attributes };
}

/** Both sides' columns, as a join of this type gives them; nothing but conditions brings rows together. */
export function sideBySide(
  step: Step,
  type: string,
  conditions: readonly ColumnExpression[] = [],
): StepAnalysis {
  const { left, right } = sides(step);
  const scope = scopeOf(step, { attributes: [...left, ...right] });
  const resolved = resolveAll(conditions, scope);
  if (type === "left_semi" || type === "left_anti")
    return {
      schema: joinedSchema(step.inputs, left, true),
      resolved,
      hidden: step.inputs[0]?.hidden ?? null,
    };
  const padding = padded[type];
  if (!padding) return unsupported(step, type);
  const [moreLeft = [], moreRight = []] = namedByConditions(step, resolved);
  return {
    schema: joinedSchema(step.inputs, [
      ...nullableIf(padding.left, [...left, ...moreLeft]),
      ...nullableIf(padding.right, [...right, ...moreRight]),
    ]),
    resolved,
    joined: step.inputs.flatMap((input) => input.joined),
  };
}

/**
 * Of each side whose columns are not known those that the conditions name, as `frame.name` or behind its alias: without
 * them Spark refuses the join.
 */
function namedByConditions(
  { node, inputs, session }: Step,
  conditions: readonly Resolved[],
): readonly (readonly Attribute[])[] {
  if (inputs.every(({ schema }) => schema.kind === "closed")) return [];
  const named = conditions.flatMap(({ reads }) => reads);
  const names = conditions
    .flatMap(({ expression }) => columnParts(expression))
    .flatMap((part) => (part.kind === "reference" && part.of === null ? [nameParts(part.name) ?? []] : []));
  return inputs.map(({ schema }, index) => {
    const frame = node.inputs[index];
    if (!frame || schema.kind === "closed") return [];
    const alias = aliasOf(frame);
    const isKnown = (name: string): boolean =>
      attributesOf(schema).some((each) => sameName(session, each.name, name));
    const found = new Map<AttributeId, Attribute>();
    for (const each of named)
      if (frameColumn(each.id)?.frame === firstOfSameColumns(frame)) found.set(each.id, each);
    for (const [qualifier = "", name = "", ...fields] of names) {
      if (alias === null || fields.length > 0 || !sameName(session, qualifier, alias)) continue;
      if (!/^\w+$/.test(name) || isKnown(name)) continue;
      const column = columnByFrame(frame, name);
      found.set(column.id, { ...column, qualifier: [alias] });
    }
    return [...found.values()];
  });
}

/** What columns of a frame may be qualified with. */
function aliasOf(frame: PlanNode): string | null {
  const named = framesOfSameColumns(frame).find(({ method }) => method === "DataFrame.alias");
  const value = named?.args[0]?.value;
  return value?.kind === "string" ? value.value : null;
}

/** `on="id"`: each key comes once and first, then the left side's other columns, then the right's. */
export function using(step: Step, type: string, keys: readonly Key[]): StepAnalysis {
  const { left, right } = sides(step);
  const { session, inputs } = step;
  const resolvedKeys: Resolved[] = [];
  const mismatches: Problem[] = [];
  const pairs = keys.map((key) => {
    const of = (attributes: readonly Attribute[], schema: Schema | undefined): Attribute => {
      const expression: ColumnExpression = {
        kind: "reference",
        name: quoted(key.text),
        of: null,
        site: key.site,
      };
      const found = resolveColumn(expression, {
        session,
        attributes,
        open: schema ? openness(schema) : null,
      });
      resolvedKeys.push({
        ...found,
        problems: found.problems.map((problem) =>
          problem.kind === "unknown-column"
            ? { ...problem, condition: "UNRESOLVED_USING_COLUMN_FOR_JOIN" }
            : problem,
        ),
      });
      const name = key.text;
      return (
        attributes.find((each) => sameName(session, each.name, name)) ??
        attribute({ name, dataType: unknownType, nullable: null })
      );
    };
    const pair = { left: of(left, inputs[0]?.schema), right: of(right, inputs[1]?.schema) };
    mismatches.push(...keyMismatch(session, key, pair));
    return pair;
  });
  if (type === "left_semi" || type === "left_anti") {
    const rest = left.filter((each) => !pairs.some((pair) => pair.left === each));
    return {
      schema: joinedSchema(inputs, [...pairs.map((pair) => pair.left), ...rest], true),
      resolved: [...resolvedKeys],
      problems: mismatches,
    };
  }
  const padding = padded[type];
  if (!padding) return unsupported(step, type);
  const outer = padding.left && padding.right;
  const keyColumns = pairs.map((pair) =>
    outer ? coalesced(session, pair.left, pair.right) : padding.left ? pair.right : pair.left,
  );
  const leftRest = left.filter((each) => !pairs.some((pair) => pair.left === each));
  const rightRest = right.filter((each) => !pairs.some((pair) => pair.right === each));
  const attributes = [
    ...keyColumns,
    ...nullableIf(padding.left, leftRest),
    ...nullableIf(padding.right, rightRest),
  ];
  const joined = pairs.flatMap((pair) => [
    ...(padding.left ? nullableIf(true, [pair.left]) : []),
    ...(padding.left && !outer ? [] : nullableIf(padding.right, [pair.right])),
  ]);
  return {
    schema: joinedSchema(inputs, attributes),
    resolved: resolvedKeys,
    problems: mismatches,
    joined: [...inputs.flatMap((input) => input.joined), ...joined],
  };
}

/** Behind a full outer join a key is whichever side has it, and Spark does not see that one always has (3.3 to 4.3). */
function coalesced(session: Session, left: Attribute, right: Attribute): Attribute {
  return attribute(
    {
      name: left.name,
      dataType: meetingType(session, left.dataType, right.dataType) ?? unknownType,
      nullable: true,
    },
    { origin: left.id.origin, reads: [left, right] },
  );
}

/** A name of `using` is one name, dots or not. */
const quoted = (name: string): string => (name.includes(".") ? `\`${name.replaceAll("`", "``")}\`` : name);
