import { configFacts, type ConfigFact, type ModuleFacts } from "../plan/facts.ts";
import { defineRule } from "./rule.ts";

/** A key that one chain of a builder sets twice: the later value wins, whatever was meant. */
export const configSetTwice = defineRule({
  id: "config-set-twice",
  summary: "Configuration set twice before the session starts",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const settings of settingsByStatement(facts)) {
      const first = new Map<string, ConfigFact>();
      for (const fact of settings) {
        const earlier = first.get(fact.key);
        if (earlier === undefined) first.set(fact.key, fact);
        else if (earlier.keySite.start !== fact.keySite.start)
          context.report({
            site: fact.keySite,
            message: `\`${fact.key}\` is set ${describe(earlier)} before, in the same statement. Spark takes the later one${fact.value === null ? "" : `, \`${fact.value}\``}; remove the other.`,
            evidence: fact.evidence,
            related: [{ site: earlier.keySite, message: "Set here first." }],
          });
      }
    }
  },
});

const describe = ({ value }: ConfigFact): string => (value === null ? "to another value" : `to \`${value}\``);

/** What each statement sets before the session is there, in the order of the text. */
function settingsByStatement(facts: ModuleFacts): readonly (readonly ConfigFact[])[] {
  const statements = new Map<object, ConfigFact[]>();
  for (const fact of configFacts(facts)) {
    if (fact.where !== "builder") continue;
    const known = statements.get(fact.context.statement);
    if (known) known.push(fact);
    else statements.set(fact.context.statement, [fact]);
  }
  return [...statements.values()].map((settings) =>
    settings.toSorted((left, right) => left.keySite.start - right.keySite.start),
  );
}
