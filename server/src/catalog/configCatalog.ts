import { areaOf, configAreas, type ConfigArea } from "./configAreas.ts";
import type { ConfigData, ConfigFile, ExplanationFile } from "./configData.ts";
import { resolveEntry, type ConfigEntry } from "./configEntry.ts";
import { createNearest, searchKeys, type NearConfig, type SearchableConfig } from "./configSearch.ts";
import { compareVersions } from "./sparkVersion.ts";

/** What Spark's configurations are, in each version. */
export interface ConfigCatalog {
  /** A key as a version knows it; also keys of a known family, such as `spark.executorEnv.HOME`. Null when unknown. */
  readonly entry: (key: string, version: string) => ConfigEntry | null;
  /** The known key that an unknown one resembles most; null when none is near. */
  readonly nearest: (key: string) => NearConfig | null;
  /** Keys of a version that hold all words in name or explanation, best first. */
  readonly search: (words: string, version: string, limit: number) => readonly ConfigEntry[];
  /** All plain keys worth offering in a version, the best known first. */
  readonly keys: (version: string) => readonly string[];
  /** The groups, with each one's keys in a version, by name. */
  readonly areas: (
    version: string,
  ) => readonly { readonly area: ConfigArea; readonly keys: readonly string[] }[];
  /** Beginnings after which anything may stand, such as `spark.hadoop.`. */
  readonly openPrefixes: readonly string[];
}

interface Family {
  readonly name: string;
  readonly data: ConfigData;
  /** Text before the first open part. */
  readonly start: string;
  readonly matches: (key: string) => boolean;
}

/** Builds the look-ups from the texts of configs.json and config-explanations.json. */
export function createConfigCatalog(configText: string, explanationText: string): ConfigCatalog {
  const file = JSON.parse(configText) as ConfigFile;
  const explained = (JSON.parse(explanationText) as ExplanationFile).configs;
  const explanations = new Map(Object.entries(explained));
  const ranks = new Map(Object.keys(explained).map((key, index) => [key, index]));
  const plain = new Map(Object.entries(file.configs).filter(([, data]) => data.pattern === undefined));
  const families = familiesOf(file);
  const rank = (key: string) => ranks.get(key) ?? Infinity;
  /** Best known first, then public before internal, then by name. */
  const ordered = [...plain].sort(
    ([a, one], [b, other]) =>
      compareRanks(rank(a), rank(b)) || Number(one.internal ?? false) - Number(other.internal ?? false),
  );
  const memo = new Map<string, ConfigEntry | null>();
  let nearest: ((key: string) => NearConfig | null) | undefined;
  let searchable: readonly SearchableConfig[] | undefined;

  function find(key: string, version: string): ConfigEntry | null {
    const data = plain.get(key);
    if (data) return resolveEntry(key, null, data, explanations.get(key), version);
    const family = families.find(
      (each) => key.length > each.start.length && key.startsWith(each.start) && each.matches(key),
    );
    return family
      ? resolveEntry(key, family.name, family.data, explanations.get(family.name), version)
      : null;
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

  const isOffered = (data: ConfigData, version: string) =>
    data.source !== "constant" &&
    data.source !== "configsWithAlternatives" &&
    data.source !== "deprecatedConfigs" &&
    !(data.removed && compareVersions(data.removed.in, version) <= 0) &&
    !(data.until !== undefined && compareVersions(data.until, version) < 0) &&
    !(data.since !== undefined && compareVersions(data.since, version) > 0);

  function keys(version: string): readonly string[] {
    return ordered.filter(([, data]) => isOffered(data, version)).map(([key]) => key);
  }

  return {
    entry,
    nearest(key) {
      nearest ??= createNearest(
        ordered.filter(([, data]) => data.source !== "constant").map(([each]) => each),
      );
      return nearest(key);
    },
    search(words, version, limit) {
      searchable ??= ordered.map(([key]) => ({
        key,
        text: (explanations.get(key)?.summary ?? "").toLowerCase(),
        rank: rank(key),
      }));
      const offered = searchable.filter(({ key }) => isOffered(plain.get(key) ?? {}, version));
      return searchKeys(offered, words, limit).flatMap((key) => entry(key, version) ?? []);
    },
    keys,
    areas(version) {
      const groups = new Map<string, string[]>();
      for (const key of keys(version)) {
        const area = areaOf(key);
        groups.set(area, [...(groups.get(area) ?? []), key]);
      }
      return configAreas
        .map((area) => ({ area, keys: (groups.get(area.id) ?? []).sort() }))
        .filter((group) => group.keys.length > 0);
    },
    openPrefixes: Object.keys(file.prefixes).filter((prefix) => file.prefixes[prefix]?.anySuffix),
  };
}

/** Families from the most to the least specific: patterns before prefixes, long before short. */
function familiesOf(file: ConfigFile): readonly Family[] {
  const patterns = Object.entries(file.configs).flatMap(([name, data]): Family[] => {
    if (data.pattern === undefined) return [];
    const shape = new RegExp(data.pattern);
    return [{ name, data, start: name.split(/[{[*$]/, 1)[0] ?? name, matches: (key) => shape.test(key) }];
  });
  const prefixes = Object.entries(file.prefixes)
    .filter(([, prefix]) => prefix.anySuffix)
    .map(([name, { since, until }]): Family => ({
      name,
      data: {
        source: "prefix",
        ...(since === undefined ? {} : { since }),
        ...(until === undefined ? {} : { until }),
      },
      start: name,
      matches: () => true,
    }));
  const longestFirst = (a: Family, b: Family) =>
    b.start.length - a.start.length || a.name.length - b.name.length;
  return [...patterns.sort(longestFirst), ...prefixes.sort(longestFirst)];
}

const compareRanks = (left: number, right: number) => (left === right ? 0 : left - right);
