import type { ConfigData, ConfigRange, ConfigType, ConfigWhen, Explanation } from "./configData.ts";
import { compareVersions, documentationVersion, nearestKnownVersion } from "./sparkVersion.ts";

/** Whether a Spark version has a key: it may be too new ("future"), gone without notice, or removed with an error when set. */
export type ConfigState = "present" | "future" | "gone" | "removed";

/** A configuration as one Spark version knows it. */
export interface ConfigEntry {
  /** As asked for: for a pattern or prefix the key with its own part filled in. */
  readonly key: string;
  /** How the catalogue writes it when it is no plain key: "spark.executorEnv.[Name]" or "spark.hadoop.". */
  readonly family: string | null;
  /** Null when nothing tells the type. */
  readonly type: ConfigType | null;
  /** What a bare number counts: b, k, m, g or ns, ms, s, min. */
  readonly unit: string | null;
  /** Several values between commas. */
  readonly isList: boolean;
  /** As one would write it; null when there is none or Spark computes it. */
  readonly default: string | null;
  /** The key whose value is taken when this one is not set. */
  readonly defaultFrom: string | null;
  /** In words, where Spark computes the default. */
  readonly defaultText: string | null;
  readonly values: readonly string[] | null;
  readonly isCaseless: boolean;
  readonly range: ConfigRange | null;
  /** Null when nothing tells it. */
  readonly when: ConfigWhen | null;
  /** The first release with it. */
  readonly since: string | null;
  /** The last release with it, when newer ones have it no longer. */
  readonly until: string | null;
  readonly state: ConfigState;
  /** The release that deprecated it, if this version is as new. */
  readonly deprecatedSince: string | null;
  readonly removedIn: string | null;
  /** The keys to use instead of a deprecated or removed one. */
  readonly replacements: readonly string[];
  /** Older names that Spark still reads. */
  readonly alternatives: readonly string[];
  /** Spark does not document it. */
  readonly isInternal: boolean;
  /** Only a name seen in Spark's code: no promise that setting it does anything. */
  readonly isObscure: boolean;
  readonly summary: string | null;
  /** Values worth offering, beside the allowed ones. */
  readonly examples: readonly string[];
  /** Spark's own page about it; null when it has none. */
  readonly url: string | null;
}

/** Spark 4.0 split its streaming guide, one long page before, into a folder of pages. */
const splitGuide = /^streaming\/[\w-]+\.html/;
const oneGuide = (page: string) =>
  page.includes("kafka")
    ? "structured-streaming-kafka-integration.html"
    : "structured-streaming-programming-guide.html";

const obscureSources: readonly (string | undefined)[] = ["constant", "read"];

/** One version's view of what the data says about a key. */
export function resolveEntry(
  key: string,
  family: string | null,
  data: ConfigData,
  explanation: Explanation | undefined,
  version: string,
): ConfigEntry {
  const at = { ...data, ...changesAt(data, nearestKnownVersion(version)) };
  const state = stateAt(data, version);
  const isDeprecated = data.deprecated !== undefined && compareVersions(data.deprecated.since, version) <= 0;
  const entry = {
    key,
    family,
    type: at.type ?? null,
    unit: at.unit ?? null,
    isList: data.list === true,
    default: at.default === undefined || at.default === null ? null : String(at.default),
    defaultFrom: at.defaultFrom ?? null,
    defaultText: at.defaultText ?? null,
    values: at.values ?? null,
    isCaseless: data.caseless === true,
    range: at.range ?? null,
    when: data.set ?? null,
    since: data.since ?? null,
    until: data.until ?? null,
    state,
    deprecatedSince: isDeprecated ? data.deprecated.since : null,
    removedIn: data.removed?.in ?? null,
    replacements: replacementsOf(data, state, isDeprecated),
    alternatives: data.alternatives ?? [],
    isInternal: data.internal === true,
    isObscure: obscureSources.includes(data.source),
    examples: explanation?.values ?? [],
    url: urlOf(data, version),
  };
  return { ...entry, summary: explanation?.summary ?? plainSummary(entry.key, entry.type) };
}

function replacementsOf(data: ConfigData, state: ConfigState, isDeprecated: boolean): readonly string[] {
  if (state === "removed") return data.removed?.use ?? [];
  return isDeprecated ? (data.deprecated?.use ?? []) : [];
}

/**
 * Whether this version has the key at all; only registered entries tell it. Spark goes on reading a renamed key as an
 * alternative of the new one, so that a key with a successor is not gone until it is removed.
 */
function stateAt(data: ConfigData, version: string): ConfigState {
  if (data.removed && compareVersions(data.removed.in, version) <= 0) return "removed";
  const isRegistered = data.source === undefined;
  const hasSuccessor = data.deprecated !== undefined || data.removed !== undefined;
  if (isRegistered && !hasSuccessor && data.until !== undefined && compareVersions(data.until, version) < 0)
    return "gone";
  if (isRegistered && data.since !== undefined && compareVersions(data.since, version) > 0) return "future";
  return "present";
}

function changesAt(data: ConfigData, version: string): object | undefined {
  for (const [span, changes] of Object.entries(data.byVersion ?? {})) {
    const [from = span, to = from] = span.split("..");
    if (compareVersions(from, version) <= 0 && compareVersions(version, to) <= 0) return changes;
  }
  return undefined;
}

function urlOf(data: ConfigData, version: string): string | null {
  if (data.doc === undefined) return null;
  const documented =
    data.docIn !== undefined && compareVersions(data.docIn, version) < 0 ? data.docIn : version;
  const page = compareVersions(documented, "4.0") < 0 ? data.doc.replace(splitGuide, oneGuide) : data.doc;
  return `https://spark.apache.org/docs/${documentationVersion(documented)}/${page}`;
}

/** What a switch's name says by itself; nothing for other keys, whose names promise less. */
function plainSummary(key: string, type: ConfigType | null): string | null {
  const parts = key.split(".").slice(1);
  if (type !== "boolean" || parts.at(-1) !== "enabled" || parts.length < 3) return null;
  const words = parts.slice(0, -1).map((part) => part.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase());
  const feature = words.at(-1) ?? "";
  return `Turns “${feature}” (${words.slice(0, -1).join(", ")}) on or off.`;
}
