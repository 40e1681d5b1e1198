import { typeElements } from "../spark/dataTypeMembers.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** What a loop's target holds, over all rounds. */
export function elementsOf(iterable: Value): Value {
  if (iterable.kind === "union") return iterable.values.map(elementsOf).reduce(joinValues);
  if (iterable.kind === "dict") return joinAll(iterable.entries.map((entry) => entry.key));
  if (iterable.kind === "sequence") return joinAll(iterable.elements);
  if (iterable.kind === "spark") return joinAll(typeElements(iterable) ?? []);
  return unknown;
}

/** How many rounds a loop over the value takes, or null. */
export function iterationCount(iterable: Value): number | null {
  if (iterable.kind === "sequence") return iterable.exact ? iterable.elements.length : null;
  if (iterable.kind === "dict") return iterable.exact ? iterable.entries.length : null;
  return null;
}

/** The join of values; for many strings or numbers one of unknown content stands for all. */
function joinAll(values: readonly Value[]): Value {
  const [first, ...rest] = values;
  if (first === undefined) return unknown;
  if (rest.length > 0 && values.every((value) => value.kind === "string"))
    return { kind: "string", value: null, constant: values.every((value) => value.constant) };
  if (rest.length > 0 && values.every((value) => value.kind === "number"))
    return { kind: "number", value: null };
  if (rest.length > 0 && values.every((value) => value.kind === "sequence")) {
    const width = values[0]?.elements.length ?? 0;
    if (values.every((value) => value.exact && value.elements.length === width)) {
      const elements = Array.from({ length: width }, (_, column) =>
        joinAll(values.map((value) => value.elements[column] ?? unknown)),
      );
      return { kind: "sequence", type: "tuple", elements, exact: true };
    }
  }
  return rest.reduce(joinValues, first);
}
