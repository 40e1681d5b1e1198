import { areaOf, configAreas, type ConfigArea } from "./configAreas.ts";
import type { ConfigFile, ConfigNotesFile, EcosystemFile, ExplanationFile } from "./configData.ts";
import { resolveEntry, type ConfigEntry, type ConfigFacts } from "./configEntry.ts";
import { createFamilies } from "./configFamilies.ts";
import { createNearest, type NearConfig } from "./configNearest.ts";
import { searchConfigs, type SearchableConfig } from "./configSearch.ts";

/** What Spark's configurations are, in each version. */
export interface ConfigCatalog {
  /** A key as a version knows it; also keys of a known family, such as `spark.executorEnv.HOME`. Null when unknown. */
  readonly entry: (key: string, version: string) => ConfigEntry | null;
  /** The default of a plain key over all versions, oldest first; neighbours with the same one are joined. Null: none. */
  readonly defaults: (key: string) => readonly DefaultSpan[];
  /** The known key that an unknown one resembles most; null when none is near. */
  readonly nearest: (key: string) => NearConfig | null;
  /** Keys of a version that hold all words in name or explanation, best first; half words and first letters count. */
  readonly search: (words: string, version: string, limit: number) => readonly ConfigEntry[];
  /** All plain keys worth offering in a version, the best known first. */
  readonly keys: (version: string) => readonly string[];
  /** The groups, with each one's keys in a version, by name. */
  readonly areas: (
    version: string,
  ) => readonly { readonly area: ConfigArea; readonly keys: readonly string[] }[];
  /** Beginnings after which anything may stand, such as `spark.hadoop.`. */
  readonly openPrefixes: readonly string[];
  /** The lines of Spark in the catalogue, oldest first. */
  readonly versions: readonly string[];
}

/** A default and the lines of Spark that have it, both ends included. */
export interface DefaultSpan {
  readonly from: string;
  readonly to: string;
  readonly default: string | null;
}

/** The texts of the four files about configurations; the explanations are asked for when somebody reads one. */
export interface ConfigTexts {
  readonly configs: string;
  readonly notes: string;
  readonly ecosystem: string;
  readonly explanations: () => string;
}

/** Sources whose keys Spark only reads for the sake of older programs. */
const outdated: ReadonlySet<string | undefined> = new Set(["renamed", "removed"]);

/** Builds the look-ups from the texts of the files. */
export function createConfigCatalog(texts: ConfigTexts): ConfigCatalog {
  const file = JSON.parse(texts.configs) as ConfigFile;
  const { versions } = file;
  const { plain, families, openPrefixes } = createFamilies(
    gatherFacts(
      file,
      JSON.parse(texts.notes) as ConfigNotesFile,
      JSON.parse(texts.ecosystem) as EcosystemFile,
    ),
  );
  let explanations: ExplanationFile["configs"] | undefined;
  let ranks: ReadonlyMap<string, number> | undefined;
  let sorted: readonly (readonly [string, ConfigFacts])[] | undefined;
  const memo = new Map<string, ConfigEntry | null>();
  const offered = new Map<string, readonly string[]>();
  let nearest: ((key: string) => NearConfig | null) | undefined;
  let searchable: readonly SearchableConfig[] | undefined;

  function explained(): ExplanationFile["configs"] {
    explanations ??= (JSON.parse(texts.explanations()) as ExplanationFile).configs;
    return explanations;
  }

  function rank(key: string): number {
    ranks ??= new Map(Object.keys(explained()).map((each, index) => [each, index]));
    return ranks.get(key) ?? Infinity;
  }

  /** Best known first, then Spark's own, then public before internal, then by name. */
  function ordered(): readonly (readonly [string, ConfigFacts])[] {
    sorted ??= [...plain].sort(
      ([a, one], [b, other]) => compareNumbers(rank(a), rank(b)) || hiddenness(one) - hiddenness(other),
    );
    return sorted;
  }

  function find(key: string, version: string): ConfigEntry | null {
    const facts = plain.get(key);
    if (facts) return resolveEntry(key, null, facts, versions, version, () => explained()[key]);
    if (key in file.names) return resolveEntry(key, null, nameFacts, versions, version, () => undefined);
    const family = families(key);
    return (
      family &&
      resolveEntry(key, family.name, family.facts, versions, version, () => explained()[family.name])
    );
  }

  function entry(key: string, version: string): ConfigEntry | null {
    const name = `${version} ${key}`;
    let found = memo.get(name);
    if (found === undefined) {
      found = find(key, version);
      if (memo.size > 5000) memo.clear();
      memo.set(name, found);
    }
    return found;
  }

  function keys(version: string): readonly string[] {
    let known = offered.get(version);
    if (!known) {
      known = ordered()
        .filter(([key, facts]) => isOffered(entry(key, version), facts))
        .map(([key]) => key);
      offered.set(version, known);
    }
    return known;
  }

  return {
    entry,
    keys,
    openPrefixes,
    versions,
    nearest(key) {
      nearest ??= createNearest(ordered().map(([each]) => each));
      return nearest(key);
    },
    defaults(key) {
      const facts = plain.get(key);
      const spans: DefaultSpan[] = [];
      for (const version of facts?.row ? versions : []) {
        const at = entry(key, version);
        if (at?.state !== "present") continue;
        const last = spans.at(-1);
        if (last?.default === at.default) spans[spans.length - 1] = { ...last, to: version };
        else spans.push({ from: version, to: version, default: at.default });
      }
      return spans;
    },
    search(words, version, limit) {
      searchable ??= ordered().map(([key, { ownWords }]) => {
        const { summary = "", advice = "" } = explained()[key] ?? ownWords ?? {};
        return { key, text: `${summary} ${advice}`.toLowerCase(), rank: rank(key) };
      });
      const present = new Set(keys(version));
      const candidates = searchable.filter(({ key }) => present.has(key));
      return searchConfigs(candidates, words, limit).flatMap((key) => entry(key, version) ?? []);
    },
    areas(version) {
      const groups = new Map<string, string[]>();
      for (const key of keys(version)) {
        const area = areaOf(key);
        const group = groups.get(area) ?? [];
        group.push(key);
        groups.set(area, group);
      }
      return configAreas
        .map((area) => ({ area, keys: (groups.get(area.id) ?? []).sort() }))
        .filter((group) => group.keys.length > 0);
    },
  };
}

const nameFacts: ConfigFacts = { row: { source: "name" }, note: null, origin: null, ownWords: null };

function isOffered(entry: ConfigEntry | null, facts: ConfigFacts): boolean {
  return entry?.state === "present" && !outdated.has(facts.row?.source);
}

/** 0 for Spark's public keys, more for what fewer people look for. */
function hiddenness({ row, note, origin }: ConfigFacts): number {
  if (row !== null && outdated.has(row.source)) return 3;
  if ((row?.internal ?? note?.internal) === true) return 2;
  return origin === null ? 0 : 1;
}

/** The files joined by key: plain ones, families and products. */
function gatherFacts(
  file: ConfigFile,
  notes: ConfigNotesFile,
  ecosystem: EcosystemFile,
): ReadonlyMap<string, ConfigFacts> {
  const facts = new Map<string, ConfigFacts>();
  for (const key of new Set([...Object.keys(file.configs), ...Object.keys(notes.configs)]))
    facts.set(key, {
      row: file.configs[key] ?? null,
      note: notes.configs[key] ?? null,
      origin: null,
      ownWords: null,
    });
  for (const [key, prefix] of Object.entries(notes.prefixes))
    facts.set(key, { row: null, note: prefix, origin: null, ownWords: null });
  for (const [key, row] of Object.entries(ecosystem.configs))
    facts.set(key, {
      row: null,
      note: row,
      origin: ecosystem.origins[row.origin] ?? null,
      ownWords: { summary: row.summary, ...(row.examples !== undefined && { values: row.examples }) },
    });
  return facts;
}

const compareNumbers = (left: number, right: number) => (left === right ? 0 : left - right);
