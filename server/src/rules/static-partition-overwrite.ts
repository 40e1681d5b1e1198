import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { constantString, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { sameName, setting } from "../plan/session.ts";
import { insertBeforeMethod } from "./edits.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";
import { partitionColumns, pathWrites, saveMode } from "./writerCalls.ts";

/**
 * Overwriting a partitioned folder with the rows of one partition: all others are deleted
 * (`spark.sql.sources.partitionOverwriteMode` is "static" by default, 3.3 to 4.3).
 */
export const staticPartitionOverwrite = defineRule({
  id: "static-partition-overwrite",
  summary: "Overwriting all partitions with the rows of one",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: pathWrites,
    check(call, { report }) {
      const plan = call.receiver?.plan;
      if (!plan || !overwritesAll(call, plan)) return;
      const one = partitionColumns(call)
        .filter((name) => name !== null)
        .map((name) => ({ name, node: fixedAt(plan, name) }))
        .find(({ node }) => node !== null);
      if (!one?.node) return;
      const { name, node } = one;
      const edit = insertBeforeMethod(call.nameSite, '.option("partitionOverwriteMode", "dynamic")');
      report({
        site: call.nameSite,
        message: `Only rows with one value of \`${name}\` are written, but \`overwrite\` deletes the folders of all other values as well. Set the option \`partitionOverwriteMode\` to \`dynamic\`.`,
        evidence: call.receiver.evidence,
        related: [{ site: node.nameSite, message: `\`${name}\` has one value from here on.` }],
        ...(edit && {
          fix: {
            title: "Overwrite only the partitions that are written",
            safety: "suggested",
            edits: () => [edit],
          },
        }),
      });
    },
  },
});

function overwritesAll(call: CallFact, plan: PlanNode): boolean {
  if (saveMode(call) !== "overwrite") return false;
  const { options, isComplete } = givenOptions(call);
  return (
    isComplete &&
    !["partitionoverwritemode", "replacewhere", "overwriteschema"].some((key) => options.has(key)) &&
    setting(plan.session, "spark.sql.sources.partitionOverwriteMode")?.toLowerCase() === "static"
  );
}

/** The step that leaves a column one value: a filter by equality, or a literal put into it; null for none. */
function fixedAt(plan: PlanNode, name: string): PlanNode | null {
  for (
    let node: PlanNode | undefined = plan;
    node;
    node = node.inputs.length === 1 ? node.inputs[0] : undefined
  ) {
    const { session, operator, method, columns, args } = node;
    const isName = (text: string): boolean => sameName(session, text, name);
    if (operator === "Filter" && columns.some((column) => fixes(column, isName))) return node;
    if (method === "DataFrame.withColumn" && isName(constantString(args[0]?.value) ?? "")) {
      const made = columns.at(-1);
      return made && isConstant(made) ? node : null;
    }
    if (operator !== "Filter" && !passesOn.has(method)) return null;
  }
  return null;
}

/** Steps that change nothing about what a column of theirs holds. */
const passesOn: ReadonlySet<string> = new Set([
  "DataFrame.alias",
  "DataFrame.cache",
  "DataFrame.coalesce",
  "DataFrame.distinct",
  "DataFrame.drop",
  "DataFrame.dropDuplicates",
  "DataFrame.fillna",
  "DataFrame.orderBy",
  "DataFrame.persist",
  "DataFrame.repartition",
  "DataFrame.sort",
  "DataFrame.withColumn",
]);

/** Whether a condition admits one value of a column alone. */
function fixes(condition: ColumnExpression, isName: (text: string) => boolean): boolean {
  if (condition.kind !== "call") return false;
  if (condition.function === "&") return condition.args.some((each) => fixes(each, isName));
  if (condition.function !== "==") return false;
  const [left, right] = condition.args;
  if (!left || !right) return false;
  return [
    [left, right],
    [right, left],
  ].some(
    ([column, value]) =>
      column?.kind === "reference" && isName(column.name) && value !== undefined && isConstant(value),
  );
}

/** An expression that reads no column has one value for all rows, unless it is random. */
const isConstant = (column: ColumnExpression): boolean =>
  columnParts(column).every(
    (part) =>
      part.kind === "literal" ||
      (part.kind === "call" &&
        /^functions\.(lit|current_date|to_date|cast)$|^Column\.cast$/.test(part.function)) ||
      part.kind === "type" ||
      part.kind === "absent",
  );
