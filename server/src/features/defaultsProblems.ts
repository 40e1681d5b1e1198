import type { Options } from "../analysis/options.ts";
import { severityOf } from "../analysis/ruleSet.ts";
import type { SettingsProblem } from "../analysis/settings.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import { configProblems } from "../rules/configProblems.ts";
import { rules } from "../rules/registry.ts";
import type { Severity } from "../rules/rule.ts";
import { parseSparkDefaults } from "../submit/sparkDefaults.ts";

/** Something wrong in a spark-defaults.conf, at its place. */
export interface PlacedProblem extends Omit<SettingsProblem, "severity"> {
  readonly severity: Severity;
  /** "spark-defaults" for the format, else what is wrong with the configuration. */
  readonly code: string;
  /** The text that belongs in its place; null when nobody can know. */
  readonly fix: string | null;
}

/**
 * What is wrong in a spark-defaults.conf for a Spark version: in its format, its keys and its values. Rules that the
 * options leave out are silent here too, and a severity that they give holds.
 */
export function defaultsProblems(text: string, configs: ConfigCatalog, options: Options): PlacedProblem[] {
  const { entries, problems } = parseSparkDefaults(text);
  const found: PlacedProblem[] = problems.map(({ start, end, severity, message }) => ({
    start,
    end,
    severity,
    message,
    code: "spark-defaults",
    fix: null,
  }));
  for (const { key, value, keyRange, valueRange } of entries) {
    if (!key.startsWith("spark.")) continue;
    const setting = { key, value: value === "" ? null : value, where: "defaults" } as const;
    for (const { code, severity, target, message, fix } of configProblems(
      configs,
      setting,
      options.sparkVersion,
    )) {
      const rule = rules.find(({ id }) => id === code);
      if (rule !== undefined && severityOf(rule, options) === null) continue;
      const chosen = options.rules[code];
      const { start, end } = target === "key" ? keyRange : valueRange;
      found.push({
        start,
        end,
        severity: chosen === undefined || chosen === "off" ? severity : chosen,
        message,
        code,
        fix,
      });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}

/** Rounds of fixes: a renamed key may have a value that its new name does not take. */
const mostRounds = 5;

/** The text with every repair that is known; null when there is none. */
export function fixDefaults(
  text: string,
  configs: ConfigCatalog,
  options: Options,
): { readonly text: string; readonly count: number } | null {
  let fixed = text;
  let count = 0;
  for (let round = 0; round < mostRounds; round++) {
    const repairs = defaultsProblems(fixed, configs, options).filter(({ fix }) => fix !== null);
    if (repairs.length === 0) break;
    for (const { start, end, fix } of repairs.toReversed())
      fixed = fixed.slice(0, start) + (fix ?? "") + fixed.slice(end);
    count += repairs.length;
  }
  return count === 0 ? null : { text: fixed, count };
}
