/** Conditions that are never true where one of their columns is null, as a plan's column expressions spell them. */
export const nullRejectingConditions: ReadonlySet<string> = new Set([
  "==",
  "!=",
  "<",
  "<=",
  ">",
  ">=",
  "Column.isNotNull",
  "Column.like",
  "Column.startswith",
  "Column.endswith",
  "Column.contains",
  "Column.isin",
  "Column.between",
]);

/** The same and what gives null for a null, so that a condition around it rejects nulls as well. */
export const nullPropagating: ReadonlySet<string> = new Set([
  ...nullRejectingConditions,
  "+",
  "-",
  "*",
  "/",
  "%",
  "Column.cast",
]);
