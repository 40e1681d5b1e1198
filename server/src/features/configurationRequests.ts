import type { ConfigCatalog } from "../catalog/configCatalog.ts";
import type { ConfigEntry } from "../catalog/configEntry.ts";
import {
  redacted,
  type ConfigurationAreasResult,
  type ConfigurationExplainParams,
  type ConfigurationExplainResult,
  type ConfigurationInDocumentResult,
  type ConfigurationSearchParams,
  type ConfigurationSearchResult,
  type ConfigurationSummary,
  type SettingInDocument,
} from "../protocol/configuration.ts";
import { redactText, type SecretName } from "../submit/secrets.ts";
import { configHover } from "./configHover.ts";
import { configProblems, type ConfigSetting } from "../rules/configProblems.ts";

/** A setting with the place that a click on it leads to. */
export interface PlacedSetting extends ConfigSetting {
  readonly uri: string;
  readonly range: SettingInDocument["range"];
}

/** What the catalogue's requests and the settings of a document are answered from. */
export interface ConfigurationAnswers {
  readonly areas: () => ConfigurationAreasResult;
  readonly search: (params: ConfigurationSearchParams) => ConfigurationSearchResult;
  readonly explain: (params: ConfigurationExplainParams) => ConfigurationExplainResult;
  readonly inDocument: (settings: readonly PlacedSetting[]) => ConfigurationInDocumentResult;
}

/** Answers the configuration view's requests for one Spark version; secret values stay on this side of the wire. */
export function createConfigurationAnswers(
  configs: ConfigCatalog,
  version: string,
  isSecret: SecretName,
): ConfigurationAnswers {
  const summaries = (keys: readonly string[]) =>
    keys.flatMap((key) => {
      const entry = configs.entry(key, version);
      return entry ? [summaryOf(entry)] : [];
    });
  return {
    areas: () => ({
      areas: configs.areas(version).map(({ area, keys }) => ({ title: area.title, keys: summaries(keys) })),
    }),
    search: ({ words, limit }) => ({
      keys:
        words.trim() === ""
          ? summaries(configs.keys(version).slice(0, limit))
          : configs.search(words, version, limit).map(summaryOf),
    }),
    explain: ({ key, value }) => ({
      markdown: configHover(configs, key, version, value === redacted ? null : (value ?? null)),
    }),
    inDocument: (settings) => ({
      settings: settings.map(({ key, value, where, uri, range }) => {
        const problems = configProblems(configs, { key, value, where }, version);
        const serious = problems.find((problem) => problem.severity !== "info") ?? problems[0];
        const problem = serious?.message ?? null;
        return { key, value: shownValue(key, value, isSecret), uri, range, problem };
      }),
    }),
  };
}

function summaryOf(entry: ConfigEntry): ConfigurationSummary {
  return { key: entry.key, default: entry.default, summary: entry.summary };
}

function shownValue(key: string, value: string | null, isSecret: SecretName): string | null {
  if (value === null) return null;
  return isSecret(key) ? redacted : redactText(value, isSecret);
}
