/**
 * Functions of which names and types see the first argument only, though there may be others: whether to ignore nulls,
 * how exact to be.
 */
export const seesFirst: ReadonlySet<string> = new Set([
  "any_value",
  "approx_count_distinct",
  "first",
  "first_value",
  "last",
  "last_value",
  "to_xml",
]);

/** Functions of Python that no function of SQL stands behind by name, and such as it does not list. */
export const pythonOnly: ReadonlySet<string> = new Set(["chr", "product", "uuid"]);

/** Functions that Python calls with zeros for what is left out: how many arguments they get. */
export const filledWithZeros: Readonly<Record<string, number>> = {
  make_dt_interval: 4,
  make_interval: 7,
  make_ym_interval: 2,
  try_make_interval: 7,
};
