import type { BoundArgument } from "../facts.ts";
import { orderOf, truthOf } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

/** Calls one value with others, for what takes functions. */
export type Apply = (callee: Value, args: readonly Value[]) => Value;

/** How many elements are sorted. */
const maximalElements = 2000;

/** The elements in the order of `sorted(…, key=…, reverse=…)`; null when the code does not tell it. */
export function sorted(
  elements: readonly Value[],
  args: readonly BoundArgument[],
  apply: Apply,
): readonly Value[] | null {
  if (elements.length > maximalElements || args.some((each) => each.unpack !== "")) return null;
  const key = args.find((each) => each.name === "key")?.value;
  const reverse = args.find((each) => each.name === "reverse")?.value;
  const isReverse = reverse === undefined ? false : truthOf(reverse);
  if (isReverse === null) return null;
  const keyed = elements.map((element) => ({
    element,
    key: key === undefined || key.kind === "none" ? element : apply(key, [element]),
  }));
  const first = keyed[0]?.key ?? unknown;
  // One comparison with the first for each tells whether all can be compared.
  if (keyed.length > 1 && keyed.some((each) => orderOf(first, each.key) === null)) return null;
  const sign = isReverse ? -1 : 1;
  return keyed
    .toSorted((left, right) => sign * (orderOf(left.key, right.key) ?? 0))
    .map((each) => each.element);
}
