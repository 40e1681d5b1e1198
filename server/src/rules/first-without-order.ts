import type { ColumnExpression } from "../plan/column.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { sparkValue, type Value } from "../plan/value.ts";
import type { Site } from "../syntax/module.ts";
import { defineRule } from "./rule.ts";

/** `first()` or `last()` of rows that no order is given to. */
export const firstWithoutOrder = defineRule({
  id: "first-without-order",
  summary: "first() or last() of rows without an order",
  category: "columns",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["strict"],
  yieldsTo: ["sort-undone"],
  calls: {
    names: ["GroupedData.agg", "DataFrame.agg", "Column.over"],
    check(call, { report, sparkVersion }) {
      const found = call.name === "Column.over" ? overNoOrder(call.result) : aggregated(call);
      for (const { name, site } of found)
        report({
          site,
          message: `No order says which row \`${name}\` takes: it is the one that arrives first, which may differ from run to run. Use \`min_by\` or \`max_by\`${/^3\.[0-4]/.test(sparkVersion) ? "" : ", or `any_value` if any row will do"}.`,
          evidence: callEvidence(call),
        });
    },
  },
});

interface Taken {
  readonly name: string;
  readonly site: Site;
}

function aggregated(call: CallFact): readonly Taken[] {
  // In a cell of a pivot there is usually one value, and `first` unwraps it.
  if (call.receiver?.state?.called.includes("pivot") === true || call.receiver?.plan?.maxRows === 1)
    return [];
  return call.args.flatMap(({ value }) => {
    const column = sparkValue(value, "Column")?.column;
    return column ? taking(column) : [];
  });
}

function overNoOrder(result: Value): readonly Taken[] {
  const column = sparkValue(result, "Column")?.column;
  if (column?.kind !== "call") return [];
  const [value, window] = column.args;
  return value && window?.kind === "window" && window.order.length === 0 ? taking(value) : [];
}

function taking(column: ColumnExpression): readonly Taken[] {
  if (column.kind !== "call" || column.function === "Column.over") return [];
  const name = /^functions\.(first|last|first_value|last_value)$/.exec(column.function)?.[1];
  return name !== undefined ? [{ name, site: column.site }] : column.args.flatMap(taking);
}
