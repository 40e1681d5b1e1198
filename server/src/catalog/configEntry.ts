import type {
  ConfigNote,
  ConfigRange,
  ConfigRow,
  ConfigType,
  ConfigWhen,
  Explanation,
  Product,
} from "./configData.ts";
import { compareVersions, documentationVersion, nearestKnownVersion, parseVersion } from "./sparkVersion.ts";
import { rowIn, type Versioned } from "./versioned.ts";

/** Whether a Spark version has a key: it may be too new ("future"), gone without notice, or removed with an error when set. */
export type ConfigState = "present" | "future" | "gone" | "removed";

/** A configuration as one Spark version knows it. */
export interface ConfigEntry {
  /** As asked for: for a pattern or prefix the key with its own part filled in. */
  readonly key: string;
  /** How the catalogue writes it when it is no plain key: "spark.executorEnv.[Name]" or "spark.hadoop.". */
  readonly family: string | null;
  /** The product that reads it, such as "Delta Lake"; null for Spark itself. */
  readonly origin: string | null;
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
  /** Spaces around one of `values` do not matter. */
  readonly isTrimmed: boolean;
  readonly range: ConfigRange | null;
  /** A further check that the value has to pass. */
  readonly check: "time zone" | null;
  /** Values that another product's Spark takes, with that product. */
  readonly elsewhere: Readonly<Record<string, string>>;
  /** Null when nothing tells it. */
  readonly when: ConfigWhen | null;
  /** The first release with it. */
  readonly since: string | null;
  /** The last release with it, when newer ones have it no longer. */
  readonly until: string | null;
  readonly state: ConfigState;
  /** Spark warns of it, or reads it only as the older name of another key. */
  readonly isDeprecated: boolean;
  /** The release that deprecated it; null when nothing tells it. */
  readonly deprecatedSince: string | null;
  readonly removedIn: string | null;
  /** The one value that a version without the key still takes. */
  readonly removedDefault: string | null;
  /** The keys to use instead of a deprecated or removed one. */
  readonly replacements: readonly string[];
  /** Older names that Spark still reads. */
  readonly alternatives: readonly string[];
  /** The key whose value Spark puts in front of this one's. */
  readonly prepend: string | null;
  /** The option of a reader or writer that wins over the key. */
  readonly option: string | null;
  /** Whose value holds in a view or function; null where nothing tells it. */
  readonly binding: NonNullable<ConfigRow["binding"]> | null;
  /** Spark does not document it. */
  readonly isInternal: boolean;
  /** Only a name seen in Spark's code: no promise that setting it does anything. */
  readonly isObscure: boolean;
  readonly summary: string | null;
  readonly advice: string | null;
  /** A line of code. */
  readonly example: string | null;
  readonly related: readonly string[];
  /** Values worth offering, beside the allowed ones. */
  readonly examples: readonly string[];
  /** The page about it, Spark's own or its product's; null when there is none. */
  readonly url: string | null;
}

/** All that the data says about a key or a family. */
export interface ConfigFacts {
  readonly row: Versioned<ConfigRow> | null;
  readonly note: ConfigNote | null;
  readonly origin: Product | null;
  /** What its product's row says of it, for want of an explanation. */
  readonly ownWords: Explanation | null;
}

/** Spark 4.0 split its streaming guide, one long page before, into a folder of pages. */
const splitGuide = /^streaming\/[\w-]+\.html/;
const oneGuide = (page: string) =>
  page.includes("kafka")
    ? "structured-streaming-kafka-integration.html"
    : "structured-streaming-programming-guide.html";

/**
 * One version's view of what the data says about a key; `lines` are the versions of the table, oldest first. The
 * explanation is asked for when somebody reads of it: most callers want a default.
 */
export function resolveEntry(
  key: string,
  family: string | null,
  facts: ConfigFacts,
  lines: readonly string[],
  target: string,
  explained: () => Explanation | undefined,
): ConfigEntry {
  // "main" and the like are what the look-up of versions takes them for.
  const version = parseVersion(target) === null ? nearestKnownVersion(target) : target;
  const { row, note } = facts;
  const words = (): Explanation | null => explained() ?? facts.ownWords;
  const there = row && rowIn(row, lines, nearestKnownVersion(version));
  const at: ConfigNote = { ...(there ?? row), ...note };
  const type = at.type ?? null;
  const state = facts.origin === null ? stateAt(facts, at, there !== null, version) : "present";
  const deprecated = at.deprecated;
  const isDeprecated =
    deprecated !== undefined &&
    (deprecated.since === undefined || compareVersions(deprecated.since, version) <= 0);
  const replacements = state === "removed" ? at.removed?.use : isDeprecated ? deprecated.use : undefined;
  return {
    key,
    family,
    origin: facts.origin?.title ?? null,
    type,
    unit: at.unit ?? null,
    isList: at.list === true,
    default: at.default ?? null,
    defaultFrom: at.defaultFrom ?? null,
    defaultText: at.defaultText ?? null,
    values: at.values ?? null,
    isCaseless: at.caseless === true,
    isTrimmed: at.trims === true,
    range: at.range ?? null,
    check: at.check ?? null,
    elsewhere: at.elsewhere ?? {},
    when: at.set ?? null,
    since: firstRelease(row, note, at.since),
    until: note?.until ?? row?.until ?? null,
    state,
    isDeprecated,
    deprecatedSince: isDeprecated ? (deprecated.since ?? null) : null,
    removedIn: at.removed?.in ?? null,
    removedDefault: at.removed?.default ?? null,
    replacements: replacements ?? [],
    alternatives: at.alternatives ?? [],
    prepend: at.prepend ?? null,
    option: at.option ?? null,
    binding: at.binding ?? null,
    isInternal: at.internal === true,
    isObscure: at.source === "name",
    get summary() {
      return words()?.summary ?? plainSummary(key, type);
    },
    get advice() {
      return words()?.advice ?? null;
    },
    get example() {
      return words()?.example ?? null;
    },
    get related() {
      return words()?.related ?? [];
    },
    get examples() {
      return words()?.values ?? [];
    },
    url: facts.origin?.url ?? sparkUrl(key, at, version),
  };
}

/** Spark's own string, or the first line that has the key where that string names an older one. */
function firstRelease(
  row: Versioned<ConfigRow> | null,
  note: ConfigNote | null,
  since: string | undefined,
): string | null {
  const from = note?.from === undefined ? row?.from : undefined;
  return from !== undefined && (since === undefined || compareVersions(since, from) < 0)
    ? from
    : (since ?? null);
}

/** Whether this version has the key at all. */
function stateAt({ row, note }: ConfigFacts, at: ConfigNote, isThere: boolean, version: string): ConfigState {
  if (at.removed && compareVersions(at.removed.in, version) <= 0) return "removed";
  const known = nearestKnownVersion(version);
  const until = note?.until ?? row?.until;
  if (until !== undefined && !isThere && compareVersions(until, known) < 0) return "gone";
  if (note?.from !== undefined && compareVersions(note.from, known) <= 0) return "present";
  const { since } = at;
  if (isThere || row === null) {
    // A patch release may bring a key; a line older than `since` with the key got it later still.
    const isNewer = since !== undefined && compareVersions(since, version) > 0;
    return isNewer && (row === null || compareVersions(since, known) === 0) ? "future" : "present";
  }
  const isOfThisLine = since !== undefined && compareVersions(since, known) === 0;
  return isOfThisLine ? "present" : "future";
}

/** Spark lists its public SQL keys on one page; others are where the notes say. */
function sparkUrl(key: string, at: ConfigNote, version: string): string | null {
  const isListed = key.startsWith("spark.sql.") && at.source === undefined && at.internal !== true;
  const listed =
    at.set === "runtime"
      ? "configuration.html#runtime-sql-configuration"
      : at.set === "static"
        ? "configuration.html#static-sql-configuration"
        : undefined;
  const doc = at.doc ?? (isListed ? listed : undefined);
  if (doc === undefined) return null;
  const documented = at.docIn !== undefined && compareVersions(at.docIn, version) < 0 ? at.docIn : version;
  const page = compareVersions(documented, "4.0") < 0 ? doc.replace(splitGuide, oneGuide) : doc;
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
