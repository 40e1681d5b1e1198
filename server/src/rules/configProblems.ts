import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { checkConfigValue } from "../catalog/configValue.ts";

/** Where a configuration is set: before the session ("builder"), on it ("runtime"), in spark-defaults.conf or a submit profile. */
export type ConfigPlace = "builder" | "runtime" | "defaults" | "submit";

/** A key with the text set for it; null when the code does not tell the value. */
export interface ConfigSetting {
  readonly key: string;
  readonly value: string | null;
  readonly where: ConfigPlace;
}

/** Something wrong with a setting, for people. */
export interface ConfigProblem {
  readonly code:
    | "config-unknown"
    | "config-value"
    | "config-deprecated"
    | "config-removed"
    | "config-version"
    | "config-too-late"
    | "config-needs-submit";
  readonly severity: "error" | "warning" | "info";
  /** Which part of the setting it is about. */
  readonly target: "key" | "value";
  /** What, why and what to do. */
  readonly message: string;
  /** The text to put in place of the target; null when nobody can know. */
  readonly fix: string | null;
  /** Spark takes the value, but hardly as it was meant. */
  readonly isCaution?: boolean;
}

/**
 * What Spark would make of a setting that its author did not mean. Keys of users and of other products are left alone:
 * an unknown key is told only when it is a slip away from a known one.
 */
export function configProblems(
  configs: ConfigCatalog,
  setting: ConfigSetting,
  version: string,
): readonly ConfigProblem[] {
  const entry = configs.entry(setting.key, version);
  if (!entry || isCatchAll(entry)) return unknownKey(configs, setting, entry);
  const { value } = setting;
  return [
    ...stateProblems(entry, value, version),
    ...momentProblems(entry, setting.where),
    ...(value === null || entry.state === "removed" ? [] : valueProblems(entry, value)),
  ];
}

/** A family that takes any name, in which known keys stand too: what another product reads, or Hadoop. */
const isCatchAll = (entry: ConfigEntry): boolean =>
  entry.family !== null &&
  entry.family.endsWith(".") &&
  (entry.origin !== null || entry.family === "spark.hadoop.");

function unknownKey(
  configs: ConfigCatalog,
  { key, where }: ConfigSetting,
  family: ConfigEntry | null,
): readonly ConfigProblem[] {
  const near = configs.nearest(key);
  if (!near?.isLikely) return family === null ? [] : momentProblems(family, where);
  const reader = family === null ? "Spark knows" : `${family.origin ?? "Hadoop"} has`;
  const message = `Did you mean \`${near.key}\`? ${reader} no configuration \`${key}\`, so it has no effect.`;
  return [{ code: "config-unknown", severity: "warning", target: "key", message, fix: near.key }];
}

function stateProblems(entry: ConfigEntry, value: string | null, version: string): readonly ConfigProblem[] {
  const { key, state } = entry;
  const fix = entry.replacements.length === 1 ? plainKey(entry.replacements[0]) : null;
  const instead = replacementText(entry);
  if (state === "removed") {
    if (value !== null && sameText(value, entry.removedDefault)) return [];
    const message = `\`${key}\` was removed in Spark ${entry.removedIn ?? ""}, which refuses any value but the old default.${instead}`;
    return [{ code: "config-removed", severity: "error", target: "key", message, fix }];
  }
  if (state === "gone") {
    const message = `Spark ${version} no longer reads \`${key}\`; the last release with it is ${entry.until ?? "older"}.${instead}`;
    return [{ code: "config-version", severity: "warning", target: "key", message, fix }];
  }
  if (state === "future") {
    const message = `Spark ${version} does not read \`${key}\`: it exists from ${entry.since ?? "a later release"}.`;
    return [{ code: "config-version", severity: "warning", target: "key", message, fix: null }];
  }
  if (!entry.isDeprecated) return [];
  const since = entry.deprecatedSince;
  const what = since === null ? "is an older name" : `is deprecated since Spark ${since}`;
  const message = `\`${key}\` ${what}.${instead}`;
  return [{ code: "config-deprecated", severity: "info", target: "key", message, fix }];
}

const sameText = (value: string, other: string | null): boolean =>
  other !== null && value.trim().toLowerCase() === other.toLowerCase();

/** " Use `x` instead.", or nothing. */
export function replacementText(entry: ConfigEntry): string {
  const keys = entry.replacements.map((key) => `\`${key}\``).join(" or ");
  return keys === "" ? "" : ` Use ${keys} instead.`;
}

/** A replacement that is a key, not a family or a sentence. */
const plainKey = (text: string | undefined): string | null =>
  text !== undefined && /^spark\.[\w.-]+$/.test(text) ? text : null;

function momentProblems({ key, when }: ConfigEntry, where: ConfigPlace): readonly ConfigProblem[] {
  const tooLate = (severity: "error" | "warning", message: string): readonly ConfigProblem[] => [
    { code: "config-too-late", severity, target: "key", message, fix: null },
  ];
  if (where === "runtime" && when === "static")
    return tooLate(
      "error",
      `\`${key}\` cannot change on a running session, so this raises an exception. Set it on the builder.`,
    );
  if (where === "runtime" && when === "startup" && key.startsWith("spark.hadoop.")) {
    const name = key.slice("spark.hadoop.".length);
    const message = `\`${key}\` is read when the application starts. A running session takes \`${name}\`, without its beginning, for data that it opens from then on.`;
    return [{ code: "config-too-late", severity: "warning", target: "key", message, fix: name }];
  }
  if (where === "runtime" && (when === "startup" || when === "submit"))
    return tooLate(
      "warning",
      `\`${key}\` is read when the application starts; a running session refuses or ignores it. Set it on the builder or when submitting.`,
    );
  if (where === "builder" && when === "submit") {
    const message = `\`${key}\` is read before the driver's JVM starts: under spark-submit the program is too late for it. Give it to spark-submit or put it into spark-defaults.conf.`;
    return [{ code: "config-needs-submit", severity: "info", target: "key", message, fix: null }];
  }
  return [];
}

function valueProblems(entry: ConfigEntry, value: string): readonly ConfigProblem[] {
  const check = checkConfigValue(entry, value);
  if (!check.ok)
    return [
      { code: "config-value", severity: "error", target: "value", message: check.problem, fix: check.fix },
    ];
  if (check.caution === null) return [];
  return [
    {
      code: "config-value",
      severity: "warning",
      target: "value",
      message: `\`${value}\`: ${check.caution}`,
      fix: null,
      isCaution: true,
    },
  ];
}
