import type { Evaluation } from "../evaluation.ts";
import { summary } from "../joinedValues.ts";
import { typeElements } from "../spark/dataTypeMembers.ts";
import { fresh } from "./heap.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** How many rounds a text is taken apart for. */
const maximalCharacters = 256;

/** All elements that iterating gives, in order; null when the code does not tell them all. */
export function exactElements(evaluation: Evaluation, iterable: Value): readonly Value[] | null {
  const now = fresh(evaluation, iterable);
  switch (now.kind) {
    case "sequence":
      // The order of a set is Python's own affair.
      return now.exact && (now.type !== "set" || now.elements.length < 2) ? now.elements : null;
    case "dict":
      return now.exact ? now.entries.map((entry) => entry.key) : null;
    case "string":
      return now.value === null || now.value.length > maximalCharacters
        ? null
        : Array.from(now.value).map((value): Value => ({
            kind: "string",
            value,
            constant: now.constant,
          }));
    case "spark":
      return typeElements(now);
    case "class":
      return now.form === "enum" ? enumMembers(now) : null;
    case "instance":
      return now.class.form === "namedTuple"
        ? now.class.fields.map(({ name }) => now.attributes.get(name) ?? unknown)
        : null;
    default:
      return null;
  }
}

/** The members of an enumeration, in order. */
export function enumMembers(type: Extract<Value, { kind: "class" }>): Value[] {
  return type.fields.map(({ name }) => type.members.get(name) ?? unknown);
}

/** What a loop's target holds, over all rounds. */
export const elementsNow = (evaluation: Evaluation, iterable: Value): Value =>
  elementsOf(fresh(evaluation, iterable), (value) => exactElements(evaluation, value));

/** The same from what a value says of its object. */
export function elementsOf(
  iterable: Value,
  exact: (value: Value) => readonly Value[] | null = () => null,
): Value {
  switch (iterable.kind) {
    case "union":
      return iterable.values.map((each) => elementsOf(each, exact)).reduce(joinValues);
    case "dict":
      return joinAll(iterable.entries.map((entry) => entry.key));
    case "sequence":
      return joinAll(iterable.elements);
    case "string":
      return { kind: "string", value: null, constant: iterable.constant };
    case "spark":
      return joinAll(typeElements(iterable) ?? []);
    default:
      return joinAll(exact(iterable) ?? []);
  }
}

/** How many rounds a loop over the value takes, or null. */
export function iterationCount(evaluation: Evaluation, iterable: Value): number | null {
  const now = fresh(evaluation, iterable);
  if (now.kind === "sequence") return now.exact ? now.elements.length : null;
  return exactElements(evaluation, now)?.length ?? null;
}

/** The join of values; for many strings or numbers one of unknown content stands for all. */
export function joinAll(values: readonly Value[]): Value {
  const [first, ...rest] = values;
  if (first === undefined) return unknown;
  if (rest.length === 0) return first;
  if (
    values.every((value) => value.kind === "string" || value.kind === "number" || value.kind === "boolean")
  ) {
    const common = summary(values);
    if (common.kind !== "unknown") return common;
  }
  if (values.every((value) => value.kind === "sequence")) {
    const width = values[0]?.elements.length ?? 0;
    if (values.every((value) => value.exact && value.elements.length === width && width < 200)) {
      const elements = Array.from({ length: width }, (_, column) =>
        joinAll(values.map((value) => value.elements[column] ?? unknown)),
      );
      return { kind: "sequence", type: "tuple", elements, exact: true };
    }
  }
  return rest.reduce(joinValues, first);
}
