import { nearestKnownVersion } from "../catalog/sparkVersion.ts";
import { configFacts, type ConfigFact, type ModuleFacts } from "../plan/facts.ts";
import { defineRule, type RuleContext } from "./rule.ts";
import { amountOf } from "./settingAmounts.ts";

/** Two settings of one program that cannot both mean what they say. */
export const configContradiction = defineRule({
  id: "config-contradiction",
  summary: "Settings that contradict each other",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    const settings = lastSettings(facts);
    if (settings.size === 0) return;
    for (const { lower, upper, isStrict, consequence } of orders) {
      // Both rest there, which is told below.
      if (switches.some((each) => each.without.test(lower) && isSet(settings, each))) continue;
      reportOrder(settings.get(lower), settings.get(upper), { isStrict, consequence }, context);
    }
    for (const each of switches) {
      const { key, value, without } = each;
      const off = settings.get(key);
      if (!off || !isSet(settings, each)) continue;
      for (const [name, fact] of settings)
        if (without.test(name) && name !== key && isAsked(fact))
          context.report({
            site: fact.keySite,
            message: `\`${name}\` has no effect here: \`${key}\` is \`${value}\`. Take one of the two out.`,
            evidence: fact.evidence,
            related: [{ site: off.keySite, message: "Switched off here." }],
          });
    }
  },
});

interface Order {
  readonly lower: string;
  readonly upper: string;
  /** They may not be equal either. */
  readonly isStrict: boolean;
  readonly consequence: string;
}

const refuses = "Spark refuses to start";

/**
 * Pairs of which the first may not be larger: ExecutorAllocationManager, SparkConf and ResourceUtils, 3.3 to 4.3. Those of
 * executors, heartbeats and processors were tried on 4.3, the executors' with the master `local-cluster`; `local` takes
 * theirs without a word. That a limit on results only stops what would fit is arithmetic.
 */
const orders: readonly Order[] = [
  {
    lower: "spark.dynamicAllocation.minExecutors",
    upper: "spark.dynamicAllocation.maxExecutors",
    isStrict: false,
    consequence: "on a cluster Spark refuses to start",
  },
  {
    lower: "spark.dynamicAllocation.initialExecutors",
    upper: "spark.dynamicAllocation.maxExecutors",
    isStrict: false,
    consequence: "Spark starts with more executors than it may have",
  },
  {
    lower: "spark.executor.heartbeatInterval",
    upper: "spark.network.timeout",
    isStrict: true,
    consequence: refuses,
  },
  {
    lower: "spark.task.cpus",
    upper: "spark.executor.cores",
    isStrict: false,
    consequence: "no executor can run a task, so Spark refuses to start",
  },
  {
    lower: "spark.driver.maxResultSize",
    upper: "spark.driver.memory",
    isStrict: true,
    consequence: "results may fill the driver's memory before the limit stops them",
  },
];

interface Switch {
  readonly key: string;
  readonly value: string;
  readonly without: RegExp;
}

const isSet = (settings: ReadonlyMap<string, ConfigFact>, { key, value }: Switch): boolean =>
  settings.get(key)?.value?.trim().toLowerCase() === value;

/** Switches that take others with them. */
const switches: readonly Switch[] = [
  { key: "spark.sql.adaptive.enabled", value: "false", without: /^spark\.sql\.adaptive\./ },
  { key: "spark.dynamicAllocation.enabled", value: "false", without: /^spark\.dynamicAllocation\./ },
  { key: "spark.speculation", value: "false", without: /^spark\.speculation\./ },
  { key: "spark.eventLog.enabled", value: "false", without: /^spark\.eventLog\./ },
];

/** Whether a setting asks for something: what is switched off itself contradicts nothing. */
const isAsked = ({ value }: ConfigFact): boolean => value?.trim().toLowerCase() !== "false";

/** Each key's last setting, where only one place sets it: of several nobody knows which holds when. */
function lastSettings(facts: ModuleFacts): ReadonlyMap<string, ConfigFact> {
  const found = new Map<string, ConfigFact>();
  const several = new Set<string>();
  for (const fact of configFacts(facts)) {
    if (fact.where === "read" || fact.context.branches.length > 0) continue;
    const known = found.get(fact.key);
    const isSame = known?.unit === fact.unit && known.keySite.start === fact.keySite.start;
    if (known && !isSame) several.add(fact.key);
    found.set(fact.key, fact);
  }
  for (const key of several) found.delete(key);
  return found;
}

function reportOrder(
  low: ConfigFact | undefined,
  high: ConfigFact | undefined,
  { isStrict, consequence }: Pick<Order, "isStrict" | "consequence">,
  { catalog, sparkVersion, report }: RuleContext,
): void {
  if (!low || !high || low.value === null || high.value === null) return;
  const version = nearestKnownVersion(sparkVersion);
  const [lower, upper] = [low, high].map(({ key, value }) =>
    amountOf(catalog.configs.entry(key, version), value ?? ""),
  );
  // 0 stands for no limit.
  if (lower === undefined || upper === undefined || lower === null || upper === null) return;
  if (lower === 0 || upper === 0 || (isStrict ? lower < upper : lower <= upper)) return;
  report({
    site: low.valueSite ?? low.keySite,
    message: `\`${low.key}\` is \`${low.value}\`, and \`${high.key}\` is \`${high.value}\`: ${consequence}. Make the second the larger one.`,
    evidence: low.evidence,
    related: [{ site: high.valueSite ?? high.keySite, message: "The other setting." }],
  });
}
