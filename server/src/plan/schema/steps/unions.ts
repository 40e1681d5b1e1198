import { isKnown, kindOf, unknownType, type DataType } from "../../../catalog/dataType.ts";
import { simpleString } from "../../../catalog/dataTypeText.ts";
import { sameName } from "../../session.ts";
import type { StepAnalysis } from "../analysis.ts";
import { eitherNullable, meetingType, sameType } from "../nullability.ts";
import { nameIndex } from "../expressions/nameIndex.ts";
import { otherProblem } from "../expressions/problems.ts";
import type { Problem } from "../resolved.ts";
import { attribute, type Attribute } from "../schema.ts";
import { mapsAmong } from "../setOperations.ts";
import { givenArguments, givenValue, openness, unknownSchema, type Step } from "../step.ts";

/** Steps that put frames one behind the other, or compare them as sets. */
export const unionSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "DataFrame.union": (step) => byPosition(step, eitherNullable),
  "DataFrame.unionAll": (step) => byPosition(step, eitherNullable),
  "DataFrame.intersect": (step) => asSets(step, intersectNulls),
  "DataFrame.intersectAll": (step) => asSets(step, intersectNulls),
  "DataFrame.subtract": (step) => asSets(step, exceptNulls),
  "DataFrame.exceptAll": (step) => asSets(step, exceptNulls),
  "DataFrame.unionByName": byName,
};

/** A row of both sides has no null where either side has none. */
export function intersectNulls(left: boolean | null, right: boolean | null): boolean | null {
  return left === false || right === false ? false : left;
}

/** What is left are rows of the left side. */
export function exceptNulls(left: boolean | null): boolean | null {
  return left;
}

type Nulls = (left: boolean | null, right: boolean | null) => boolean | null;

/** Rows of both sides compared. */
export function asSets(step: Step, nulls: Nulls): StepAnalysis {
  const found = byPosition(step, nulls);
  return { ...found, problems: [...(found.problems ?? []), ...mapsAmong(step)] };
}

/** Columns that meet by their places. */
export function byPosition(step: Step, nulls: Nulls): StepAnalysis {
  const [left, right] = step.inputs.map(({ schema }) => schema);
  if (!left || !right) return { schema: unknownSchema("the other frame is not known", step.node.site) };
  if (left.kind === "unknown") return { schema: left };
  if (left.kind === "open" || right.kind !== "closed")
    return {
      schema: withOpenTypes(left.attributes, left.kind === "closed", openness(right) ?? openness(left)),
    };
  if (left.attributes.length !== right.attributes.length)
    return {
      schema: left,
      problems: [
        mismatch(
          step,
          "NUM_COLUMNS_MISMATCH",
          `the frames have ${left.attributes.length} and ${right.attributes.length} columns`,
        ),
      ],
    };
  const problems: Problem[] = [];
  const attributes = left.attributes.map((each, index) => {
    const other = right.attributes[index];
    return other ? met(step, each, other, nulls, problems) : each;
  });
  return { schema: { kind: "closed", attributes }, problems };
}

/** The names of the left side hold, but its types may be widened. */
function withOpenTypes(
  known: readonly Attribute[],
  closed: boolean,
  reason: ReturnType<typeof openness>,
): StepAnalysis["schema"] {
  const attributes = known.map((each) => ({ ...each, dataType: unknownType, nullable: null }));
  return closed || reason === null ? { kind: "closed", attributes } : { kind: "open", attributes, reason };
}

function met(step: Step, left: Attribute, right: Attribute, nulls: Nulls, problems: Problem[]): Attribute {
  const dataType = meetingType(step.session, left.dataType, right.dataType);
  if (dataType === null)
    problems.push(
      mismatch(
        step,
        "INCOMPATIBLE_COLUMN_TYPE",
        `\`${left.name}\` is ${simpleString(left.dataType)} on one side and ${simpleString(right.dataType)} on the other`,
      ),
    );
  // Text that is cast to what the other side has may turn out to be null.
  const cast = (side: Attribute): boolean | null =>
    dataType !== null &&
    kindOf(side.dataType) === "string" &&
    isKnown(dataType) &&
    kindOf(dataType) !== "string"
      ? true
      : side.nullable;
  const nullable = nulls(cast(left), cast(right));
  if (dataType !== null && sameType(dataType, left.dataType)) return { ...left, dataType, nullable };
  return attribute(
    { name: left.name, dataType: dataType ?? unknownType, nullable },
    { origin: left.id.origin, reads: [left, right] },
  );
}

function mismatch(step: Step, condition: string, text: string): Problem {
  return { kind: "type-mismatch", condition, subject: "", text, candidates: [], site: step.node.nameSite };
}

function byName(step: Step): StepAnalysis {
  const [left, right] = step.inputs.map(({ schema }) => schema);
  if (!left || !right) return { schema: unknownSchema("the other frame is not known", step.node.site) };
  if (left.kind !== "closed" || right.kind !== "closed")
    return left.kind === "unknown"
      ? { schema: left }
      : { schema: withOpenTypes(left.attributes, false, openness(left) ?? openness(right)) };
  const allow = givenValue(givenArguments(step), "allowMissingColumns")?.value;
  const allowed = allow === undefined ? false : allow.kind === "boolean" ? allow.value : null;
  if (allowed === null) return { schema: unknownSchema("allowMissingColumns is not known", step.node.site) };
  const { session } = step;
  const problems: Problem[] = [...twiceIn(step, left.attributes), ...twiceIn(step, right.attributes)];
  const partner = (name: string, among: readonly Attribute[]): Attribute | undefined =>
    among.find((each) => sameName(session, each.name, name));
  const missing = (name: string): void => {
    if (!allowed)
      problems.push({
        ...mismatch(step, "UNRESOLVED_COLUMN_AMONG_FIELD_NAMES", `the other frame has no column \`${name}\``),
        kind: "unknown-column",
        subject: name,
        candidates: right.attributes.map((each) => each.name),
      });
  };
  const attributes = left.attributes.map((each) => {
    const other = partner(each.name, right.attributes);
    if (other) return merged(step, each, other, allowed, problems);
    missing(each.name);
    return { ...each, nullable: true };
  });
  if (allowed)
    for (const each of right.attributes)
      if (!partner(each.name, left.attributes))
        attributes.push(attribute({ ...each, nullable: true }, { origin: each.id.origin, reads: [each] }));
  if (!allowed && problems.length === 0 && right.attributes.length !== left.attributes.length)
    problems.push(
      mismatch(
        step,
        "NUM_COLUMNS_MISMATCH",
        `the frames have ${left.attributes.length} and ${right.attributes.length} columns`,
      ),
    );
  return { schema: { kind: "closed", attributes }, problems };
}

/** A name that a side has twice tells no column. */
function twiceIn(step: Step, attributes: readonly Attribute[]): readonly Problem[] {
  const { byName } = nameIndex(attributes);
  const again = attributes.find(
    ({ name }) =>
      (byName.get(name.toLowerCase()) ?? []).filter((each) => sameName(step.session, each.name, name))
        .length > 1,
  );
  return again
    ? [
        otherProblem(
          "COLUMN_ALREADY_EXISTS",
          again.name,
          `a side has \`${again.name}\` twice`,
          step.node.nameSite,
        ),
      ]
    : [];
}

/** With `allowMissingColumns` structs that differ are filled up inside, which is left open. */
function merged(
  step: Step,
  left: Attribute,
  right: Attribute,
  filled: boolean,
  problems: Problem[],
): Attribute {
  const structs = left.dataType.type === "struct" || hasStruct(left.dataType);
  if (filled && structs && !sameType(left.dataType, right.dataType))
    return attribute({ name: left.name, dataType: unknownType, nullable: null }, { reads: [left, right] });
  return met(step, left, right, eitherNullable, problems);
}

const hasStruct = (type: DataType): boolean =>
  type.type === "struct" ||
  (type.type === "array" && hasStruct(type.element)) ||
  (type.type === "map" && hasStruct(type.value));
