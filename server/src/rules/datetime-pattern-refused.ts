import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, configFacts, type ModuleFacts } from "../plan/facts.ts";
import { sqlEvidence } from "../plan/query/sqlSteps.ts";
import { sparkValue } from "../plan/value.ts";
import { siteIn } from "./edits.ts";
import { datetimePatterns, sqlDatetimePatterns } from "./datetimePatterns.ts";
import { defineRule } from "./rule.ts";

/** Letters that Spark's date patterns have not had since 3.0 (DateTimeFormatterHelper, tried in 3.5 to 4.3). */
const weekBased = /[YWwuec]/;
/** Letters that Java keeps for later, or that Spark leaves out. */
const unknown = /[ABCIJNPRTUbfgijlnoprtv]/;

/** A date pattern with letters that Spark refuses when the first row comes. */
export const datetimePatternRefused = defineRule({
  id: "datetime-pattern-refused",
  summary: "Date pattern with letters that Spark refuses",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const { letters, site, call, name } of sqlDatetimePatterns(facts, context)) {
      const why = refusalOf(letters);
      const plan = (call.receiver?.plan ?? sparkValue(call.result)?.plan)?.session;
      if (why === null || name.startsWith("try_") || plan?.conf.has(policy) === true) continue;
      context.report({ site, message: why, evidence: sqlEvidence(call) });
    }
  },
  module(facts, context) {
    const { catalog, report } = context;
    const functions = catalog.api.roles.takers("datetimePattern").map((name) => `functions.${name}`);
    const calls = callsNamed(facts, functions).filter(({ name }) => !name.startsWith("functions.try_"));
    if (calls.length === 0 || setsOldParser(facts)) return;
    for (const call of calls)
      for (const { argument, letters } of datetimePatterns(call, context)) {
        const message = refusalOf(letters);
        if (message === null) continue;
        report({
          site: siteIn(call.unit, argument.node),
          message,
          evidence: callEvidence(call),
        });
      }
  },
});

/** What Spark refuses of a pattern, and what to do; null where it takes all letters. */
function refusalOf(letters: string): string | null {
  const [week] = weekBased.exec(letters) ?? [];
  if (week !== undefined)
    return `\`${week}\` counts by weeks, which Spark refuses since 3.0: it raises when the first row comes. ${week === "Y" ? "The year is `y`." : "Use `weekofyear()` or `dayofweek()`."}`;
  const [other] = unknown.exec(letters) ?? [];
  return other === undefined
    ? null
    : `\`${other}\` is no letter of Spark's date patterns, so Spark raises when the first row comes. Put text into quotes: \`'${other}'\`.`;
}

/** Chooses how dates are read; "legacy" is the parser of Spark 2. */
const policy = "spark.sql.legacy.timeParserPolicy";

/** Whether the program chooses the parser of Spark 2, which knows these letters. */
const setsOldParser = (facts: ModuleFacts): boolean => configFacts(facts).some(({ key }) => key === policy);
