import type { DataType } from "../catalog/dataType.ts";
import { sparkValue } from "../plan/value.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A field for money that is declared as a binary fraction, which has no cents. */
export const moneyAsFloat = defineRule({
  id: "money-as-float",
  summary: "Money declared as float or double",
  category: "columns",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["strict"],
  calls: {
    names: ["StructField"],
    check(call, { report }) {
      const field = sparkValue(call.result)?.data;
      const type = call.args.find(({ name }) => name === "dataType") ?? call.args[1];
      if (field?.kind !== "field" || !type || !isFraction(field.field.dataType)) return;
      if (!money.test(field.field.name)) return;
      report({
        site: siteIn(call.unit, type.node),
        message: `\`${field.field.name}\` is declared as a fraction in base two, which has no exact cents: sums differ with the order of the rows. Declare it as \`DecimalType(18, 2)\`.`,
        evidence: { level: "certain", site: call.nameSite, because: "StructField of PySpark" },
      });
    },
  },
});

/** The field's own words for amounts of money: only a name says that a number is one. */
const money =
  /(^|_)(price|amount|cost|revenue|salary|balance|payment|fee|tax|discount|total_(price|cost))(_|$)/i;

const isFraction = (type: DataType): boolean =>
  type.type === "atomic" && (type.name === "double" || type.name === "float");
