/** Whether a test goes through everything: always but in the fast gate, which says so (scripts/check.mjs). */
export const isWhole = process.env["SHUFFLEWISE_TESTS"] !== "fast";

/** How many or how large: the `whole`, in the fast gate the `part` that shows a mistake, too. */
export const size = (whole: number, part: number): number => (isWhole ? whole : part);

/** A long list for a test to go through: all of it, or each `nth` item in the fast gate. */
export const portion = <Item>(all: readonly Item[], nth: number): readonly Item[] =>
  isWhole ? all : all.filter((_, at) => at % nth === 0);
