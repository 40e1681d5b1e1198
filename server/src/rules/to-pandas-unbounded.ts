import { limitFix } from "./limitFix.ts";
import { bringsAllRows } from "./rowCount.ts";
import { defineRule } from "./rule.ts";
import type { CallFact } from "../plan/facts.ts";
import { nameOfReceiver, nodesAround } from "./surroundings.ts";
import { isInTest } from "./testCode.ts";

/** How many rows the fix keeps: pandas is at ease with them, and the driver too. */
const keptRows = 100_000;

/** Rows of a whole table brought to the driver by `toPandas()`. */
export const toPandasUnbounded = defineRule({
  id: "to-pandas-unbounded",
  summary: "toPandas() brings all rows to the driver",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline", "unused-action"],
  calls: {
    names: ["DataFrame.toPandas"],
    check(call, context) {
      if (call.context.statement.kind === "Assert" || isInTest(call)) return;
      if (!bringsAllRows(call.receiver?.plan ?? null) || isDrawnRowByRow(call)) return;
      const frame = nameOfReceiver(call, "this DataFrame");
      const fix = limitFix(call, frame, keptRows);
      context.report({
        site: call.nameSite,
        message: `\`toPandas()\` copies every row of ${frame} into the driver's memory, which fails when the data grow. Aggregate, sample or limit first, or stay in Spark.`,
        ...(fix && { fix }),
      });
    },
  },
});

/** `toPandas().plot(kind="bar")`, `toPandas().plot.pie(…)`: a bar for every row is drawn of a few rows alone. */
function isDrawnRowByRow(call: CallFact): boolean {
  const [plot, next, last] = nodesAround(call);
  if (plot?.kind !== "Attribute" || plot.name.id !== "plot") return false;
  if (next?.kind === "Attribute") return last?.kind === "Call" && barCharts.has(next.name.id);
  const kind = next?.kind === "Call" ? next.args.find(({ name }) => name?.id === "kind")?.value : undefined;
  return kind?.kind === "String" && barCharts.has(kind.value ?? "");
}

const barCharts: ReadonlySet<string> = new Set(["bar", "barh", "pie"]);
