import type { ConfigFact, Fact, ModuleFacts, UnitFacts } from "../plan/facts.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { reportConfig } from "./configReports.ts";
import { defineRule } from "./rule.ts";

/** A key that Spark reads before the place in which it is set. */
export const configTooLate = defineRule({
  id: "config-too-late",
  summary: "Configuration set too late to take effect",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  configs: (fact, context) => {
    reportConfig(fact, context, "config-too-late");
  },
  module(facts, context) {
    for (const { fact, session } of settingsBehindSession(facts)) {
      const entry = context.catalog.configs.entry(fact.key, context.sparkVersion);
      if (entry === null || entry.origin !== null || entry.when === null || entry.when === "runtime")
        continue;
      context.report({
        site: fact.keySite,
        message: `The session is there already, so \`${fact.key}\` has no effect: \`getOrCreate()\` gives an existing session only what may change at run time. Set it on the first builder.`,
        evidence: fact.evidence,
        related: [{ site: session.nameSite, message: "The session is made here." }],
      });
    }
  },
});

type SessionCall = Extract<Fact, { readonly kind: "call" }>;

interface LateSetting {
  readonly fact: ConfigFact;
  readonly session: SessionCall;
}

/** What the module's own statements set on a builder while a session that they made before still runs. */
function settingsBehindSession(facts: ModuleFacts): readonly LateSetting[] {
  const late: LateSetting[] = [];
  let session: SessionCall | null = null;
  for (const unit of facts.units)
    for (const step of sessionSteps(unit)) {
      if (step.kind === "call") session = step.name === makesSession ? (session ?? step) : null;
      else if (session !== null && step.context.statement !== session.context.statement)
        late.push({ fact: step, session });
    }
  return late;
}

type SessionStep = ConfigFact | SessionCall;

const makesSession = "Builder.getOrCreate";
const endsSession: ReadonlySet<string> = new Set(["SparkSession.stop", "SparkContext.stop"]);

const stepsOfUnits = sideTable<UnitFacts, readonly SessionStep[]>();

/** The calls that make and end sessions and the settings for builders, outside of functions and branches, in order. */
function sessionSteps(unit: UnitFacts): readonly SessionStep[] {
  const known = stepsOfUnits.get(unit);
  if (known) return known;
  const steps = unit.facts.filter((fact): fact is SessionStep => {
    if (fact.kind === "call" && endsSession.has(fact.name)) return true;
    if (fact.context.function !== null || fact.context.branches.length > 0) return false;
    return fact.kind === "call"
      ? fact.name === makesSession
      : fact.kind === "config" && fact.where === "builder";
  });
  stepsOfUnits.set(unit, steps);
  return steps;
}
