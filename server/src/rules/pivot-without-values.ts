import type { ColumnExpression } from "../plan/column.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, isUnbounded, type CallFact } from "../plan/facts.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { insert } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";

/** `pivot(column)` without its values: Spark runs a job of its own to find them. */
export const pivotWithoutValues = defineRule({
  id: "pivot-without-values",
  summary: "pivot() that has to look for its values first",
  category: "partitioning",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    const { isNotebook } = fileConventions(facts.module, facts.imports);
    if (isNotebook) return;
    for (const call of callsInEveryWay(facts, ["GroupedData.pivot"], hasNoValues)) {
      const named = argument(call, 0, "pivot_col");
      const column = named?.value.kind === "string" ? named.value.value : null;
      // Nobody can write down the values of a column that the caller chooses.
      const isGiven = named?.value.kind === "unknown" || named?.value.kind === "string";
      if (column === null && isGiven && call.context.function !== null) continue;
      const fix = fixOf(call, column);
      report({
        site: call.nameSite,
        message: `Without its values, \`pivot()\` runs a job over all rows to find those of ${column === null ? "the column" : `\`${column}\``}, and what columns come out depends on the data. Name the values in a list.`,
        evidence: callEvidence(call),
        ...(fix && { fix }),
      });
    }
  },
});

function hasNoValues(call: CallFact): boolean {
  const values = argument(call, 1, "values");
  if (call.args.some(({ unpack }) => unpack !== "") || (values && values.value.kind !== "none")) return false;
  return isUnbounded(call.receiver?.plan ?? null);
}

/** The values that a filter right below lets through. */
function fixOf(call: CallFact, column: string | null): Fix | null {
  const [given] = call.args;
  let plan = call.receiver?.plan ?? null;
  if (column === null || !given || call.args.length > 1) return null;
  for (; plan?.operator === "Filter"; plan = plan.inputs[0] ?? null) {
    const values = plan.columns.flatMap((each) => valuesOf(each, column));
    if (values.length === 0) continue;
    return {
      title: `Name the ${values.length} values that the filter lets through`,
      safety: "suggested",
      edits: () => [insert(call.unit, (given.node.parens ?? given.node).end, `, [${values.join(", ")}]`)],
    };
  }
  return null;
}

/** The values of `isin` on the column as Python writes them; none where one is no text or whole number. */
function valuesOf(condition: ColumnExpression, column: string): readonly string[] {
  if (condition.kind !== "call") return [];
  if (condition.function === "&") return condition.args.flatMap((part) => valuesOf(part, column));
  const [subject, ...values] = condition.args;
  if (condition.function !== "Column.isin" || subject?.kind !== "reference") return [];
  if (subject.name.toLowerCase() !== column.toLowerCase()) return [];
  const written = values
    .flatMap((each) => (each.kind === "list" ? each.items : [each]))
    .map((each) => {
      if (each.kind !== "literal") return null;
      if (typeof each.value === "string") return /^[\w .-]*$/.test(each.value) ? `"${each.value}"` : null;
      return typeof each.value === "number" && Number.isInteger(each.value) ? String(each.value) : null;
    });
  return written.every((each) => each !== null) ? written : [];
}
