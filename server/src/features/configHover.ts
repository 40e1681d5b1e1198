import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigWhen } from "../catalog/configData.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { checkConfigValue, rangeText, unitNames } from "../catalog/configValue.ts";
import type { Platform, SparkReleases } from "../catalog/sparkReleases.ts";
import { compareVersions, parseVersion } from "../catalog/sparkVersion.ts";
import { replacementText } from "../rules/configProblems.ts";

/**
 * Explains a configuration as Markdown: what it does, what it takes, when Spark reads it, what the value that is set
 * means, and what else to look at. `onPlatform` is a line about its default there. Null for a key that the catalogue
 * does not know.
 */
export function configHover(
  configs: ConfigCatalog,
  key: string,
  version: string,
  value: string | null = null,
  onPlatform: string | null = null,
): string | null {
  const entry = configs.entry(key, version);
  if (!entry) return null;
  const facts = [
    defaultText(configs, entry, version),
    onPlatform,
    isNameOnly(entry) ? null : `Set ${whenText(entry)}`,
    entry.option === null ? null : `One read or write may differ: its option \`${entry.option}\` wins`,
    entry.prepend === null ? null : `Comes behind the text of \`${entry.prepend}\``,
    entry.binding === "PERSISTED" ? "Views and functions keep the value they were made with" : null,
    sinceText(entry, version),
  ];
  const paragraphs = [
    isNameOnly(entry) ? `**${entry.key}**` : `**${entry.key}** — ${takesText(entry)}`,
    linesOf([statusOf(entry, version), entry.summary]),
    entry.advice,
    value === null ? null : valueText(entry, value),
    entry.example === null ? null : `\`\`\`python\n${entry.example}\n\`\`\``,
    linesOf(facts),
    entry.related.length === 0 ? null : `See also ${entry.related.map((each) => `\`${each}\``).join(", ")}`,
    linkTo(entry),
  ];
  return paragraphs.filter((text) => text !== null && text !== "").join("\n\n");
}

/** An older name, or one in Spark's code: nothing tells what it takes. */
const isNameOnly = (entry: ConfigEntry): boolean =>
  entry.type === null && entry.values === null && entry.family === null;

const linesOf = (lines: readonly (string | null)[]): string =>
  lines.filter((line) => line !== null).join("  \n");

/** A link that names the release, or the product, whose page it opens. */
function linkTo({ url, origin }: ConfigEntry): string | null {
  if (url === null) return null;
  const release = /\/docs\/(\d+\.\d+)/.exec(url)?.[1];
  return `[${origin ?? `Spark ${release ?? ""}`} documentation](${url})`;
}

/** The kind of value in words: "size (a bare number counts MiB), more than 0". */
export function takesText(entry: ConfigEntry): string {
  const { values } = entry;
  if (values)
    return `${entry.isList ? "any of" : "one of"} ${values.map((each) => `\`${each}\``).join(", ")}`;
  const range = entry.range && rangeText(entry.range, entry.unit === "b" ? "" : (entry.unit ?? ""));
  const kind = entry.type === null ? "text" : kinds[entry.type];
  const unit = entry.unit === null ? "" : ` (a bare number counts ${unitNames[entry.unit] ?? entry.unit})`;
  return `${entry.isList ? `list of ${kind}s between commas` : kind}${unit}${range ? `, ${range}` : ""}`;
}

const kinds: Readonly<Record<NonNullable<ConfigEntry["type"]>, string>> = {
  boolean: "`true` or `false`",
  int: "whole number",
  long: "whole number",
  double: "number",
  decimal: "number",
  bytes: "size",
  time: "duration",
  string: "text",
  regex: "regular expression",
};

const moments: Readonly<Record<ConfigWhen, string>> = {
  runtime: "any time, also with `spark.conf.set`",
  static: "before the first session; `spark.conf.set` refuses it",
  startup: "before the application starts: on the builder or when submitting",
  submit: "when submitting, before the driver's JVM starts",
};

/** When a key may be set, in words. */
export function whenText({ when }: ConfigEntry): string {
  return when === null ? "on the builder or when submitting" : moments[when];
}

/** What the value that somebody wrote comes down to; null when that needs no words. */
function valueText(entry: ConfigEntry, value: string): string | null {
  const check = checkConfigValue(entry, value);
  if (!check.ok) return `⚠ ${check.problem}${check.fix === null ? "" : ` Write \`${check.fix}\`.`}`;
  if (check.caution !== null) return `⚠ \`${value}\` = ${check.human ?? value}. ${check.caution}`;
  return check.human === null ? null : `\`${value}\` = ${check.human}`;
}

/** What a version takes when the key is not set, and what others take if that differs. */
export function defaultText(configs: ConfigCatalog, entry: ConfigEntry, version: string): string | null {
  const own = ownDefault(configs, entry, version);
  const others = otherDefaults(configs, entry);
  return own === null ? null : `Default: ${own}${others === "" ? "" : `; ${others}`}`;
}

/** What a platform takes instead when the key is not set; null where it changes nothing that we know of. */
export function platformDefaultText(versions: SparkReleases, key: string, platform: Platform): string | null {
  const value = versions.platformDefaults(platform).get(key);
  return value === undefined ? null : `On ${versions.platformNames.get(platform) ?? platform}: \`${value}\``;
}

function ownDefault(configs: ConfigCatalog, entry: ConfigEntry, version: string): string | null {
  if (entry.defaultText !== null) return entry.defaultText;
  if (entry.defaultFrom !== null) {
    const other = configs.entry(entry.defaultFrom, version)?.default;
    return `that of \`${entry.defaultFrom}\`${other === undefined || other === null ? "" : ` (\`${other}\`)`}`;
  }
  if (entry.default === null)
    return isNameOnly(entry) || entry.family !== null || entry.origin !== null ? null : "not set";
  if (entry.default === "") return "empty";
  const check =
    entry.type === "bytes" || entry.type === "time" ? checkConfigValue(entry, entry.default) : null;
  const human = check?.ok === true && /^-?\d+$/.test(entry.default) ? check.human : null;
  return `\`${entry.default}\`${human === null ? "" : ` (${human})`}`;
}

/** "`false` in Spark 3.3 to 3.5"; empty when all versions agree. */
function otherDefaults(configs: ConfigCatalog, entry: ConfigEntry): string {
  if (entry.defaultText !== null || entry.defaultFrom !== null) return "";
  return configs
    .defaults(entry.key)
    .filter((span) => span.default !== entry.default)
    .map(({ from, to, default: value }) => {
      const text = value === null ? "not set" : value === "" ? "empty" : `\`${value}\``;
      return `${text} in Spark ${from === to ? from : `${from} to ${to}`}`;
    })
    .join(", ");
}

function sinceText(entry: ConfigEntry, version: string): string | null {
  const parts = [
    entry.since === null ? null : `since ${entry.origin ?? "Spark"} ${entry.since}`,
    entry.until === null || compareVersions(version, entry.until) > 0 ? null : `until ${entry.until}`,
    entry.isInternal ? "internal, may change without notice" : null,
  ].filter((part) => part !== null);
  const text = parts.join(", ");
  return text === "" ? null : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A bold line when the key is not simply there in this version; null otherwise. */
export function statusOf(entry: ConfigEntry, version: string): string | null {
  const instead = replacementText(entry);
  switch (entry.state) {
    case "removed":
      return `**Removed in Spark ${entry.removedIn ?? ""}.**${instead}`;
    case "gone":
      return `**Gone after Spark ${entry.until ?? ""}.**${instead}`;
    case "future":
      return `**Not in Spark ${minorOf(version)} yet**, only from ${entry.since ?? "a later release"}.`;
    case "present":
      if (!entry.isDeprecated) return null;
      return entry.deprecatedSince === null
        ? `**An older name.**${instead}`
        : `**Deprecated since Spark ${entry.deprecatedSince}.**${instead}`;
  }
}

function minorOf(version: string): string {
  const parsed = parseVersion(version);
  return parsed ? `${parsed.major}.${parsed.minor}` : version;
}
