import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import { checkConfigValue } from "../catalog/configValue.ts";
import { takesText } from "./configHover.ts";

/** A key to offer. */
export interface ConfigKeyCompletion {
  readonly key: string;
  /** Short, beside the key: its default, or that more must follow. */
  readonly detail: string;
  /** Markdown; null when nobody has explained the key. */
  readonly documentation: string | null;
  readonly isDeprecated: boolean;
  /** It is the beginning of a family, after which a name has to be typed. */
  readonly isPrefix: boolean;
}

/** A value to offer. */
export interface ConfigValueCompletion {
  readonly value: string;
  /** What it comes down to, or that it is the default; empty when there is nothing to say. */
  readonly detail: string;
  readonly isDefault: boolean;
}

/**
 * Keys for what has been typed, best first: keys that begin so, well-known ones first; then keys that hold its words in
 * name or explanation. `limit` bounds the answer.
 */
export function completeConfigKeys(
  configs: ConfigCatalog,
  typed: string,
  version: string,
  limit = 200,
): readonly ConfigKeyCompletion[] {
  const start = typed.trim().toLowerCase();
  const found = new Map<string, ConfigKeyCompletion>();
  const offer = (entry: ConfigEntry | null) => {
    if (entry && found.size < limit && !found.has(entry.key)) found.set(entry.key, keyCompletion(entry));
  };
  for (const key of configs.keys(version)) {
    if (found.size >= limit) break;
    if (key.toLowerCase().startsWith(start)) offer(configs.entry(key, version));
  }
  const prefixes = configs.openPrefixes.filter((prefix) => prefix.toLowerCase().startsWith(start));
  const families = start === "" ? [] : prefixes.map((prefix) => familyCompletion(configs, prefix, version));
  const words = start.replace(/^spark\.?/, "").replaceAll(/[.\s]+/g, " ");
  if (words.trim() !== "") for (const entry of configs.search(words, version, 40)) offer(entry);
  return [...found.values(), ...families].slice(0, limit + families.length);
}

function keyCompletion(entry: ConfigEntry): ConfigKeyCompletion {
  const takes = takesText(entry);
  return {
    key: entry.key,
    detail: entry.default ?? entry.defaultText ?? "",
    documentation: [
      entry.summary,
      entry.advice,
      `Takes ${takes}.`,
      entry.origin === null ? null : `Read by ${entry.origin}.`,
    ]
      .filter((text) => text !== null)
      .join("\n\n"),
    isDeprecated: entry.isDeprecated,
    isPrefix: false,
  };
}

function familyCompletion(configs: ConfigCatalog, prefix: string, version: string): ConfigKeyCompletion {
  return {
    key: prefix,
    detail: "…",
    documentation: configs.entry(`${prefix}name`, version)?.summary ?? null,
    isDeprecated: false,
    isPrefix: true,
  };
}

/** Values worth offering for a key: the allowed ones, examples, and steps around a default that is a number or size. */
export function completeConfigValues(
  configs: ConfigCatalog,
  key: string,
  version: string,
): readonly ConfigValueCompletion[] {
  const entry = configs.entry(key, version);
  if (!entry) return [];
  const byDefault = entry.default;
  const offered =
    entry.values ??
    (entry.type === "boolean" ? ["true", "false"] : [...entry.examples, ...stepsAround(entry)]);
  const values = byDefault === null || byDefault === "" ? offered : [byDefault, ...offered];
  const seen = new Set<string>();
  return values.flatMap((value): readonly ConfigValueCompletion[] => {
    const same = entry.isCaseless ? value.toLowerCase() : value;
    const check = checkConfigValue(entry, value);
    if (seen.has(same) || !check.ok) return [];
    seen.add(same);
    const isDefault = value === byDefault;
    const detail = [isDefault ? "default" : null, check.human].filter((part) => part !== null).join(", ");
    return [{ value, detail, isDefault }];
  });
}

/** Half, double and four times the default of a count, size or time that has no examples. */
function stepsAround({ type, default: byDefault, examples }: ConfigEntry): readonly string[] {
  const match = /^(\d{1,9})([a-z]*)$/.exec(byDefault ?? "");
  const amount = Number(match?.[1] ?? 0);
  if (!match || amount === 0 || examples.length > 0 || type === "double" || type === "string") return [];
  return [amount / 2, amount * 2, amount * 4]
    .filter(Number.isInteger)
    .map((step) => `${step}${match[2] ?? ""}`);
}
