import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** `max([1, 2])` after `from pyspark.sql.functions import max`: Spark's function gets what Python's was meant for. */
export const functionShadowsBuiltin = defineRule({
  id: "function-shadows-builtin",
  summary: "Spark's function called where Python's is meant",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["abs", "max", "min", "round", "sum"].map((name) => `functions.${name}`),
    check(call, { report }) {
      const { callee } = call.node;
      const name = call.name.slice("functions.".length);
      const [first] = call.args;
      if (callee.kind !== "Name" || callee.id !== name || !first || first.unpack !== "") return;
      if (first.value.kind !== "number" && first.value.kind !== "sequence") return;
      report({
        site: siteIn(call.unit, call.node),
        message: `\`${name}\` is Spark's function here, which an import has put over Python's: it takes a column and raises. Import \`functions as F\`, and write \`F.${name}\` for Spark's.`,
        evidence: {
          level: "certain",
          site: siteIn(call.unit, callee),
          because: `${name} of pyspark.sql.functions`,
        },
      });
    },
  },
});
