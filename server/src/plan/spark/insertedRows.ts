import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { nameSiteOf } from "../python/calls.ts";
import type { SparkValue } from "../value.ts";
import { textOf } from "./optionText.ts";
import { placedArguments } from "./placedArguments.ts";
import { sessionOf } from "./sessionState.ts";
import { emptyState, planStep } from "./spark.ts";
import { tableNamed } from "./views.ts";
import { mayAddColumns } from "./writtenTables.ts";

/**
 * What `insertInto` puts into a table of the program, as the step that INSERT is: by position, never with fewer columns
 * or others than the table has (3.3 to 4.3, with `overwrite` and in every storeAssignmentPolicy). Null where the code
 * does not tell the table, or where the rows may bring columns with them.
 */
export function insertedRows(
  evaluation: Evaluation,
  { type, plan, state }: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): PlanNode | null {
  if (type !== "DataFrameWriter" || method !== "insertInto" || plan === null) return null;
  const name = textOf(placedArguments(args, ["tableName", "overwrite"])?.get("tableName"));
  const table = name === null ? null : (tableNamed(evaluation, name)?.plan ?? null);
  if (table === null || mayAddColumns(sessionOf(evaluation), state ?? emptyState)) return null;
  return planStep(evaluation, {
    operator: "Unknown",
    method: "SQL.Insert",
    inputs: [plan],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    details: { query: { insert: { table, columns: [], fixed: [], byName: false } } },
  });
}
