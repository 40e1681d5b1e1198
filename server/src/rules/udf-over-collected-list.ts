import { columnParts, type ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import { sparkValue } from "../plan/value.ts";
import { analysisOf } from "../plan/schema/analysis.ts";
import { resolveColumn } from "../plan/schema/resolveColumn.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { callsInEveryWay } from "./everyWay.ts";
import type { CallFact } from "../plan/facts.ts";
import { defineRule } from "./rule.ts";

/** A Python UDF over an array that an aggregation has collected: an aggregation in Python, a group at a time. */
export const udfOverCollectedList = defineRule({
  id: "udf-over-collected-list",
  summary: "UDF over an array that was collected for it",
  category: "udf",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, names, (each) => foundIn(each) !== null)) {
      const found = foundIn(call);
      if (!found) continue;
      report({
        site: found.udf.site,
        message: `\`${found.name}\` holds a whole group in one array, and goes to Python as one value. Use Spark's aggregates, \`aggregate()\` or \`filter()\` on the array, or a grouped pandas UDF.`,
        evidence: callEvidence(call),
        ...(found.collected && { related: [{ site: found.collected.site, message: "Collected here." }] }),
      });
    }
  },
});

const names = ["DataFrame.withColumn", "DataFrame.withColumns", "DataFrame.select"];

interface CollectedForUdf {
  readonly udf: ColumnExpression;
  readonly name: string;
  readonly collected: ColumnExpression | null;
}

function foundIn(call: CallFact): CollectedForUdf | null {
  const step = sparkValue(call.result, "DataFrame")?.plan;
  const input = step?.inputs[0];
  if (!step || !input) return null;
  for (const column of step.columns)
    for (const udf of columnParts(column)) {
      if (udf.kind !== "call" || udf.function !== "udf") continue;
      for (const argument of udf.args) {
        if (argument.kind !== "reference") continue;
        const scope = {
          session: step.session,
          attributes: attributesOf(analysisOf(input).schema),
          open: null,
        };
        const attribute = resolveColumn(argument, scope).columns[0]?.attribute;
        const collected = attribute?.id.expression ? collectedBy(attribute.id.expression) : null;
        if (attribute && collected) return { udf, name: attribute.name, collected };
      }
    }
  return null;
}

/** The `collect_list` that a column is, under whatever name. */
function collectedBy(expression: ColumnExpression): ColumnExpression | null {
  if (expression.kind !== "call") return null;
  if (/^functions\.(collect_list|collect_set|array_agg)$/.test(expression.function)) return expression;
  const [inner] = expression.args;
  return expression.function === "Column.alias" && inner ? collectedBy(inner) : null;
}
