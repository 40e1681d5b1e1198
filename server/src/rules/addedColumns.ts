import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { constantString, type CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import type { StepKind } from "./columnRuns.ts";
import type { ColumnStep } from "./mergedColumns.ts";

/** Calls of `withColumn` with a known name and an expression of which is known what it reads. */
export const addedColumns: StepKind = { method: "DataFrame.withColumn", read: readStep, needs };

function readStep(call: CallFact, api: ApiCatalog): ColumnStep | null {
  const name = call.args.find((each) => each.name === "colName") ?? call.args[0];
  const value = call.args.find((each) => each.name === "col") ?? call.args[1];
  if (!name || !value || name === value || call.args.length !== 2) return null;
  if (call.args.some((each) => each.unpack !== "") || name.node.start > value.node.start) return null;
  const text = constantString(name.value);
  const column = sparkValue(value.value, "Column")?.column;
  if (text === null || !column) return null;
  const reads = readsOf(column, api);
  return reads && { call, name: text.toLowerCase(), reads, nameNode: name.node, valueNode: value.node };
}

/** Arguments behind the first of these are values and types, never columns. */
const valueArguments: ReadonlySet<string> = new Set([
  "Column.cast",
  "Column.astype",
  "Column.try_cast",
  "Column.alias",
  "Column.name",
]);

/** The names that an expression reads, in lower case; null when that is not known, or when it makes rows. */
function readsOf(root: ColumnExpression, api: ApiCatalog): ReadonlySet<string> | null {
  const reads = new Set<string>();
  // Expressions may share parts: each is looked at once.
  const parts = new Set([root]);
  const add = (more: readonly ColumnExpression[]): void => {
    for (const part of more) parts.add(part);
  };
  for (const part of parts) {
    switch (part.kind) {
      case "unknown":
      case "star":
      case "sql":
      case "type":
        return null;
      case "reference":
        reads.add(part.name.replaceAll("`", "").toLowerCase());
        break;
      case "call":
        if (api.isGenerator(part.function)) return null;
        if (part.function === "functions.lit") break;
        add(valueArguments.has(part.function) ? part.args.slice(0, 1) : part.args);
        break;
      case "literal":
        // A text may be a column's name where a function takes one.
        if (typeof part.value === "string") reads.add(part.value.toLowerCase());
        break;
      default:
        add(columnParts(part).slice(1));
    }
  }
  return reads;
}

/** Whether a step reads, or makes again, what another one makes. */
function needs(step: ColumnStep, { name }: ColumnStep): boolean {
  return step.name === name || [...step.reads].some((read) => read === name || read.startsWith(`${name}.`));
}
