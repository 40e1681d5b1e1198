import { configFacts, type ModuleFacts } from "../plan/facts.ts";
import { defineRule } from "./rule.ts";

/** A value that another product takes for one of Spark's own keys, in a program that does not look like that product's. */
export const configOfProduct = defineRule({
  id: "config-of-product",
  summary: "Value that only another product takes",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { catalog, sparkVersion, report }) {
    for (const fact of configFacts(facts)) {
      if (fact.where === "read") continue;
      const value = fact.value?.trim().toLowerCase() ?? "";
      const product = catalog.configs.entry(fact.key, sparkVersion)?.elsewhere[value];
      if (product === undefined || speaksOf(product, facts)) continue;
      report({
        site: fact.valueSite ?? fact.keySite,
        message: `Only ${product} takes \`${value}\` for \`${fact.key}\`: Spark itself refuses it. Write a value of Spark's, or leave the key out.`,
        evidence: fact.evidence,
      });
    }
  },
});

/** The file names the product, or calls what only it has. */
function speaksOf(product: string, { module: { text } }: ModuleFacts): boolean {
  return new RegExp(`${product}|\\bdbutils\\b`, "i").test(text);
}
