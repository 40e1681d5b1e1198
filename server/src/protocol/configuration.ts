import type { WireRange } from "./diagnosticData.ts";

/** Asks which configurations a document sets: a Python file, a spark-defaults.conf or the file of submit profiles. */
export const configurationInDocumentRequest = "shufflewise/configuration/inDocument";

export interface ConfigurationInDocumentParams {
  readonly uri: string;
  /** For the file of submit profiles: only this profile's. */
  readonly profile?: string;
}

export interface ConfigurationInDocumentResult {
  /** In the order of the text. */
  readonly settings: readonly SettingInDocument[];
}

/** Stands where a secret stood. */
export const redacted = "*********(redacted)";

export interface SettingInDocument {
  readonly key: string;
  /** As Spark would read it, with `redacted` in place of secrets; null when the code does not tell. */
  readonly value: string | null;
  /** The document itself, or the cell of the notebook that sets it. */
  readonly uri: string;
  readonly range: WireRange;
  /** What is wrong with it, for people; null when nothing is. */
  readonly problem: string | null;
}

/** Asks for the catalogue's groups with their keys, for the target Spark version. */
export const configurationAreasRequest = "shufflewise/configuration/areas";

export interface ConfigurationAreasResult {
  readonly areas: readonly { readonly title: string; readonly keys: readonly ConfigurationSummary[] }[];
}

export interface ConfigurationSummary {
  readonly key: string;
  /** As one would write it; null when there is none. */
  readonly default: string | null;
  /** What it does, in a sentence; null when nobody has written one. */
  readonly summary: string | null;
}

/** Asks for keys by words of their name or explanation, best first. */
export const configurationSearchRequest = "shufflewise/configuration/search";

export interface ConfigurationSearchParams {
  /** Empty: the keys that people touch most. */
  readonly words: string;
  readonly limit: number;
}

export interface ConfigurationSearchResult {
  readonly keys: readonly ConfigurationSummary[];
}

/** Asks for the explanation of a key, as the hover shows it. */
export const configurationExplainRequest = "shufflewise/configuration/explain";

export interface ConfigurationExplainParams {
  readonly key: string;
  /** The value set, to be read for people. */
  readonly value?: string;
}

export interface ConfigurationExplainResult {
  /** Null for a key that the catalogue does not know. */
  readonly markdown: string | null;
}
