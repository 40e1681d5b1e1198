/** Whether a test goes through everything: always but in the fast gate, which says so (scripts/check.mjs). */
export const isWhole = process.env["SHUFFLEWISE_TESTS"] !== "fast";

/** A long list for a test to go through: all of it, or each `nth` item in the fast gate. */
export const portion = <Item>(all: readonly Item[], nth: number): readonly Item[] =>
  isWhole ? all : all.filter((_, at) => at % nth === 0);
