import { certainly } from "./columnOperands.ts";
import { replace, siteIn, sourceOf } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import type { OperationFact } from "../plan/facts.ts";

/** `frame["name"] = …`, as in pandas: a DataFrame of Spark never changes, and Python raises. */
export const frameItemAssigned = defineRule({
  id: "frame-item-assigned",
  summary: "Column assigned to a DataFrame by its name",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "safe",
  profiles: ["relaxed", "recommended", "strict"],
  operations(operation, { report }) {
    const { node, operands, unit } = operation;
    const frame = operation.operation === "setItem" ? certainly(operands[0], "DataFrame") : null;
    if (!frame || node.kind !== "Subscript") return;
    const fix = withColumnFix(operation);
    report({
      site: siteIn(unit, node),
      message:
        "A DataFrame of Spark never changes: Python raises when a column is assigned to it. Use `withColumn()`, and assign the new DataFrame.",
      evidence: frame.evidence,
      ...(fix && { fix }),
    });
  },
});

/** `df["a"] = column` → `df = df.withColumn("a", column)`. */
function withColumnFix({ node, operands, unit, context }: OperationFact): Fix | null {
  const { statement } = context;
  if (node.kind !== "Subscript" || statement.kind !== "Assign" || statement.targets.length !== 1) return null;
  const [key] = node.indices;
  const { object } = node;
  if (statement.targets[0] !== node || object.kind !== "Name" || !key) return null;
  if (operands[1]?.kind !== "string" || !certainly(operands[2], "Column")) return null;
  const text = `${object.id} = ${object.id}.withColumn(${sourceOf(unit, key)}, ${unit.text.slice(
    statement.value.start,
    statement.value.end,
  )})`;
  return {
    title: `Use \`withColumn()\` on \`${object.id}\``,
    safety: "safe",
    edits: () => [replace(unit, { start: statement.start, end: statement.end }, text)],
  };
}
