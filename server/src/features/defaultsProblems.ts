import type { SettingsProblem } from "../analysis/settings.ts";
import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import { configProblems, type ConfigProblem } from "../rules/configProblems.ts";
import { parseSparkDefaults } from "../submit/sparkDefaults.ts";

/** Something wrong in a spark-defaults.conf, at its place. */
export interface PlacedProblem extends Omit<SettingsProblem, "severity"> {
  readonly severity: ConfigProblem["severity"];
  /** "spark-defaults" for the format, else what is wrong with the configuration. */
  readonly code: string;
}

/** What is wrong in a spark-defaults.conf for a Spark version: in its format, its keys and its values. */
export function defaultsProblems(
  text: string,
  configs: ConfigCatalog,
  sparkVersion: string,
): PlacedProblem[] {
  const { entries, problems } = parseSparkDefaults(text);
  const found: PlacedProblem[] = problems.map(({ start, end, severity, message }) => ({
    start,
    end,
    severity,
    message,
    code: "spark-defaults",
  }));
  for (const { key, value, keyRange, valueRange } of entries) {
    if (!key.startsWith("spark.")) continue;
    const setting = { key, value: value === "" ? null : value, where: "defaults" } as const;
    for (const { code, severity, target, message } of configProblems(configs, setting, sparkVersion)) {
      const { start, end } = target === "key" ? keyRange : valueRange;
      found.push({ start, end, severity, message, code });
    }
  }
  return found.sort((left, right) => left.start - right.start);
}
