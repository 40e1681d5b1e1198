import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { qualifiedCalls } from "./udfBody.ts";

/** A function of pyspark.sql.functions, or another UDF, called in a UDF's body, which has values and no Columns. */
export const sparkFunctionInUdf = defineRule({
  id: "spark-function-in-udf",
  summary: "Spark's functions called inside a UDF",
  category: "udf",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  udfs(fact, { report, catalog, sparkVersion }) {
    const { udf, captures } = fact;
    if (!udf.function) return;
    const { evidence } = fact;
    for (const { name, node, unit } of qualifiedCalls(fact)) {
      const key = catalog.api.functionNamed(name);
      if (key?.returns !== "Column" || !key.name.startsWith("functions.")) continue;
      if (catalog.api.functionSignature(key.name, sparkVersion) === null) continue;
      const short = key.name.slice("functions.".length);
      report({
        site: siteIn(unit, node.callee),
        message: `\`${short}()\` of Spark makes Columns on the driver; in a UDF there are Python values and no Spark, so it raises. Use Python's own, or call it outside of the UDF.`,
        evidence,
      });
    }
    for (const { node, value } of captures)
      if (value.kind === "spark" && value.type === "UserDefinedFunction" && value.udf?.form === "row")
        report({
          site: siteIn(udf.function.unit, node),
          message: `\`${node.id}\` is a UDF itself and makes a Column, which raises inside another UDF. Call the plain Python function.`,
          evidence,
        });
  },
});
