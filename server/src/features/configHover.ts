import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigWhen } from "../catalog/configData.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { checkConfigValue, rangeText, unitNames } from "../catalog/configValue.ts";
import { compareVersions, parseVersion } from "../catalog/sparkVersion.ts";

/**
 * Explains a configuration as Markdown of at most a dozen lines: what it does, what it takes, when Spark reads it, and
 * what the value that is set means. Null for a key that the catalogue does not know.
 */
export function configHover(
  configs: ConfigCatalog,
  key: string,
  version: string,
  value: string | null = null,
): string | null {
  const entry = configs.entry(key, version);
  if (!entry) return null;
  const facts = [
    defaultText(configs, entry, version),
    `Set ${whenText(entry.when)}`,
    sinceText(entry, version),
  ];
  const paragraphs = [
    `**${entry.key}** — ${takesText(entry)}`,
    linesOf([statusOf(entry, version), entry.summary]),
    value === null ? null : valueText(entry, value),
    linesOf(facts),
    linkTo(entry.url),
  ];
  return paragraphs.filter((text) => text !== null && text !== "").join("\n\n");
}

const linesOf = (lines: readonly (string | null)[]): string =>
  lines.filter((line) => line !== null).join("  \n");

/** A link that names the release whose page it opens. */
function linkTo(url: string | null): string | null {
  const release = /\/docs\/(\d+\.\d+)/.exec(url ?? "")?.[1];
  return url === null ? null : `[Spark ${release ?? ""} documentation](${url})`;
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
function whenText(when: ConfigWhen | null): string {
  return when === null ? "on the builder or when submitting" : moments[when];
}

/** What the value that somebody wrote comes down to; null when that needs no words. */
function valueText(entry: ConfigEntry, value: string): string | null {
  const check = checkConfigValue(entry, value);
  if (!check.ok) return `⚠ ${check.problem}${check.fix === null ? "" : ` Write \`${check.fix}\`.`}`;
  if (check.caution !== null) return `⚠ \`${value}\` = ${check.human ?? value}. ${check.caution}`;
  return check.human === null ? null : `\`${value}\` = ${check.human}`;
}

function defaultText(configs: ConfigCatalog, entry: ConfigEntry, version: string): string | null {
  if (entry.defaultText !== null) return `Default: ${entry.defaultText}`;
  if (entry.defaultFrom !== null) {
    const other = configs.entry(entry.defaultFrom, version)?.default;
    return `Default: that of \`${entry.defaultFrom}\`${other === undefined || other === null ? "" : ` (\`${other}\`)`}`;
  }
  if (entry.default === null) return entry.isObscure || entry.family !== null ? null : "Default: not set";
  if (entry.default === "") return "Default: empty";
  const check =
    entry.type === "bytes" || entry.type === "time" ? checkConfigValue(entry, entry.default) : null;
  const human = check?.ok === true && /^-?\d+$/.test(entry.default) ? check.human : null;
  return `Default: \`${entry.default}\`${human === null ? "" : ` (${human})`}`;
}

function sinceText(entry: ConfigEntry, version: string): string | null {
  const parts = [
    entry.since === null ? null : `since Spark ${entry.since}`,
    entry.until === null || compareVersions(version, entry.until) > 0 ? null : `until ${entry.until}`,
    entry.isInternal ? "internal, may change without notice" : null,
  ].filter((part) => part !== null);
  const text = parts.join(", ");
  return text === "" ? null : text.charAt(0).toUpperCase() + text.slice(1);
}

/** A bold line when the key is not simply there in this version; null otherwise. */
function statusOf(entry: ConfigEntry, version: string): string | null {
  const instead = replacementText(entry);
  switch (entry.state) {
    case "removed":
      return `**Removed in Spark ${entry.removedIn ?? ""}.**${instead}`;
    case "gone":
      return `**Gone after Spark ${entry.until ?? ""}.**${instead}`;
    case "future":
      return `**Not in Spark ${minorOf(version)} yet**, only from ${entry.since ?? "a later release"}.`;
    case "present":
      return entry.deprecatedSince === null
        ? null
        : `**Deprecated since Spark ${entry.deprecatedSince}.**${instead}`;
  }
}

/** " Use `x` instead.", or nothing. */
export function replacementText(entry: ConfigEntry): string {
  const keys = entry.replacements.map((key) => `\`${key}\``).join(" or ");
  return keys === "" ? "" : ` Use ${keys} instead.`;
}

function minorOf(version: string): string {
  const parsed = parseVersion(version);
  return parsed ? `${parsed.major}.${parsed.minor}` : version;
}
