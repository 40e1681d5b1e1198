import fc from "fast-check";

/** The random decisions of one program. */
export interface Choices {
  /** An integer from 0 up to, not including, `end`. */
  readonly below: (end: number) => number;
  /** True once in `of` times on average. */
  readonly once: (of: number) => boolean;
  readonly pick: <T>(items: readonly T[]) => T;
  /** One of the alternatives that are there; undefined when none is. */
  readonly pickMaybe: <T>(items: readonly T[]) => T | undefined;
  /** Each item at most once, at least `least` where there are as many, in random order. */
  readonly some: <T>(items: readonly T[], least?: number, most?: number) => T[];
}

/** An arbitrary of what `build` makes with random decisions. */
export const built = <T>(build: (choices: Choices) => T): fc.Arbitrary<T> =>
  fc.gen().map((value) => build(choicesFrom((end) => value(fc.nat, { max: Math.max(0, end - 1) }))));

function choicesFrom(below: (end: number) => number): Choices {
  const pickMaybe = <T>(items: readonly T[]): T | undefined => items[below(items.length)];
  return {
    below,
    once: (of) => below(of) === 0,
    pickMaybe,
    pick: (items) => {
      const item = pickMaybe(items);
      if (item === undefined) throw new Error("Nothing to pick from.");
      return item;
    },
    some: (items, least = 1, most = 3) => {
      const left = [...items];
      const count = Math.min(items.length, least + below(most - least + 1));
      return Array.from({ length: count }, () => left.splice(below(left.length), 1)).flat();
    },
  };
}
