/** Python as a small typed tree: what an expression is, and what a statement is. */
export type * from "./expressionNodes.ts";
export type * from "./statementNodes.ts";
