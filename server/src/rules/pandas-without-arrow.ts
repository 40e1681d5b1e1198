import { flag } from "../plan/session.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { defineRule } from "./rule.ts";

const key = "spark.sql.execution.arrow.pyspark.enabled";

/** A frame brought to pandas, or made of it, while Arrow is switched off. */
export const pandasWithoutArrow = defineRule({
  id: "pandas-without-arrow",
  summary: "Conversion to or from pandas while Arrow is off",
  category: "driver-memory",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["strict"],
  calls: {
    names: ["DataFrame.toPandas", "SparkSession.createDataFrame"],
    check(call, { report }) {
      const plan = call.receiver?.plan ?? sparkValue(call.result, "DataFrame")?.plan;
      const converts = call.name === "DataFrame.toPandas" || isPandas(call);
      if (!plan || !converts || isOff(plan.session) !== true) return;
      report({
        site: call.nameSite,
        message: `\`${key}\` is off here: every row goes through pickle, one value at a time. With Arrow whole columns are copied, many times faster.`,
      });
    },
  },
});

/** As set, else by the older key that it falls back to; null where the code does not tell. */
function isOff(session: Parameters<typeof flag>[0]): boolean | null {
  const own = session.conf.has(key) ? flag(session, key) : flag(session, "spark.sql.execution.arrow.enabled");
  return own === null ? null : !own;
}

function isPandas(call: CallFact): boolean {
  const value = argument(call, 0, "data")?.value;
  return value?.kind === "library" && value.type.startsWith("pandas.");
}
