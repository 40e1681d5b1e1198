import { areaOf, configAreas, type ConfigArea } from "./configAreas.ts";
import type { ConfigNote, ConfigRow, EcosystemRow, Explanation, Product } from "./configData.ts";
import { resolveEntry, type ConfigEntry, type ConfigFacts } from "./configEntry.ts";
import { createFamilies, isFamilyName, type ConfigFamilies } from "./configFamilies.ts";
import { createNearest, type NearConfig } from "./configNearest.ts";
import { searchConfigs, type SearchableConfig } from "./configSearch.ts";
import { readRowFile, type RowFile, type RowTable } from "./rowFile.ts";
import type { Versioned } from "./versioned.ts";

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
  const file = readRowFile(texts.configs);
  const { versions } = file;
  const names = file.table("names");
  const facts = gatherFacts(file, texts);
  let shapes: ConfigFamilies | undefined;
  let explanations: RowTable<Explanation> | undefined;
  let ranks: ReadonlyMap<string, number> | undefined;
  let sorted: readonly (readonly [string, ConfigFacts])[] | undefined;
  const memo = new Map<string, ConfigEntry | null>();
  const offered = new Map<string, readonly string[]>();
  let nearest: ((key: string) => NearConfig | null) | undefined;
  let searchable: readonly SearchableConfig[] | undefined;

  function families(): ConfigFamilies {
    shapes ??= createFamilies(facts.keys(), facts.of);
    return shapes;
  }

  function explained(): RowTable<Explanation> {
    explanations ??= readRowFile(texts.explanations()).table<Explanation>("configs");
    return explanations;
  }

  function rank(key: string): number {
    ranks ??= new Map(
      explained()
        .keys()
        .map((each, index) => [each, index]),
    );
    return ranks.get(key) ?? Infinity;
  }

  /** Best known first, then Spark's own, then public before internal, then by name. */
  function ordered(): readonly (readonly [string, ConfigFacts])[] {
    sorted ??= facts
      .keys()
      .flatMap((key) => {
        const own = plain(key);
        return own === null ? [] : [[key, own] as const];
      })
      .sort(
        ([a, one], [b, other]) => compareNumbers(rank(a), rank(b)) || hiddenness(one) - hiddenness(other),
      );
    return sorted;
  }

  /** What is known of a key that is written out. */
  function plain(key: string): ConfigFacts | null {
    return isFamilyName(key) ? null : facts.of(key);
  }

  function find(key: string, version: string): ConfigEntry | null {
    const own = plain(key);
    if (own !== null) return resolveEntry(key, null, own, versions, version, () => explained().get(key));
    if (names.has(key)) return resolveEntry(key, null, nameFacts, versions, version, () => undefined);
    const family = families().of(key);
    return (
      family &&
      resolveEntry(key, family.name, family.facts, versions, version, () => explained().get(family.name))
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
    get openPrefixes() {
      return families().openPrefixes;
    },
    versions,
    nearest(key) {
      nearest ??= createNearest(ordered().map(([each]) => each));
      return nearest(key);
    },
    defaults(key) {
      const spans: DefaultSpan[] = [];
      for (const version of plain(key)?.row ? versions : []) {
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
        const { summary = "", advice = "" } = explained().get(key) ?? ownWords ?? {};
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

/** The files joined by key: plain ones, families and products. What is kept by hand for another product wins. */
function gatherFacts(
  file: RowFile,
  texts: ConfigTexts,
): {
  readonly keys: () => readonly string[];
  readonly of: (key: string) => ConfigFacts | null;
} {
  const [notesFile, ecosystemFile] = [readRowFile(texts.notes), readRowFile(texts.ecosystem)];
  const configs = file.table<Versioned<ConfigRow>>("configs");
  const notes = notesFile.table<ConfigNote>("configs");
  const prefixes = notesFile.table<ConfigNote>("prefixes");
  const ecosystem = ecosystemFile.table<EcosystemRow>("configs");
  const origins = ecosystemFile.table<Product>("origins");
  return {
    keys: () => [...new Set([configs, notes, prefixes, ecosystem].flatMap((table) => table.keys()))],
    of(key) {
      const product = ecosystem.get(key);
      if (product !== undefined) {
        const { summary, examples } = product;
        const ownWords = { summary, ...(examples !== undefined && { values: examples }) };
        return { row: null, note: product, origin: origins.get(product.origin) ?? null, ownWords };
      }
      const prefix = prefixes.get(key);
      if (prefix !== undefined) return { row: null, note: prefix, origin: null, ownWords: null };
      const [row = null, note = null] = [configs.get(key), notes.get(key)];
      return row === null && note === null ? null : { row, note, origin: null, ownWords: null };
    },
  };
}

const compareNumbers = (left: number, right: number) => (left === right ? 0 : left - right);
