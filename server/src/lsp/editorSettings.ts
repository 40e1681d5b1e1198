import { defaultOptions } from "../analysis/options.ts";
import {
  evidenceLevels,
  profiles,
  severities,
  unknownNames,
  type OptionsLayer,
} from "../analysis/settings.ts";
import { platforms, type Platform } from "../catalog/sparkReleases.ts";
import { defaultVersion, isBranchName, parseVersion } from "../catalog/sparkVersion.ts";
import type { HintKind } from "../features/planHints.ts";
import { rules as allRules } from "../rules/registry.ts";
import type { Severity } from "../rules/rule.ts";
import type { OutlineKind } from "../features/outline.ts";
import type { KeywordCase } from "../features/sqlFormat.ts";

/** The editor's settings `shufflewise.*`, checked. */
export interface EditorSettings {
  readonly enabled: boolean;
  readonly mode: "document" | "workspace";
  /** Hovers tell of the columns of frames. */
  readonly schemasOnHover: boolean;
  readonly completesColumns: boolean;
  /** What is written beside the code. */
  readonly inlayHints: HintKind;
  /** Which documents have an outline of ours. */
  readonly outline: OutlineKind;
  /** How the keywords of formatted SQL are written. */
  readonly sqlKeywordCase: KeywordCase;
  /** Where the code runs; null: what the project tells. */
  readonly platform: Platform | null;
  /** What differs from the defaults: an editor cannot tell "left alone" from "set to the default". */
  readonly layer: OptionsLayer;
}

/** Reads whatever an editor sends; what cannot be used counts as the default and is told in `problems`. */
export function readEditorSettings(value: unknown): {
  readonly settings: EditorSettings;
  readonly problems: readonly string[];
} {
  const table = tableOf(value);
  const problems: string[] = [];
  const choice = <T extends string>(name: string, given: unknown, allowed: readonly T[]): T | null => {
    if (given === undefined || given === null) return null;
    const known = allowed.find((each) => each === given);
    if (known === undefined)
      problems.push(
        `The setting shufflewise.${name} is one of ${allowed.join(", ")}, not ${JSON.stringify(given)}; the default is used.`,
      );
    return known ?? null;
  };
  const profile = choice("profile", table["profile"], profiles);
  const evidence = choice("evidence", table["evidence"], evidenceLevels);
  const mode = choice("diagnostics.mode", tableOf(table["diagnostics"])["mode"], ["document", "workspace"]);
  const platform = table["platform"] === "auto" ? null : choice("platform", table["platform"], platforms);
  const sparkVersion = versionOf(table["sparkVersion"], problems);
  const exclude = stringsOf("exclude", table["exclude"], problems);
  const include = stringsOf("include", table["include"], problems);
  const select = stringsOf("select", table["select"], problems);
  const ignore = stringsOf("ignore", table["ignore"], problems);
  for (const [name, list] of Object.entries({ select, ignore }))
    for (const unknown of unknownNames(list, allRules))
      problems.push(`In the setting shufflewise.${name}: ${unknown}`);
  const rules = rulesOf(table["rules"], problems);
  return {
    settings: {
      enabled: table["enable"] !== false,
      mode: mode ?? "document",
      schemasOnHover: tableOf(table["hover"])["schemas"] !== false,
      inlayHints: choice("inlayHints", table["inlayHints"], ["off", "shuffles", "schemas"]) ?? "shuffles",
      outline: choice("outline", table["outline"], ["off", "sql", "all"]) ?? "sql",
      sqlKeywordCase:
        choice("sql.keywordCase", tableOf(table["sql"])["keywordCase"], ["upper", "lower", "preserve"]) ??
        "upper",
      completesColumns: tableOf(table["completion"])["columns"] !== false,
      platform,
      layer: {
        ...(profile !== null && profile !== defaultOptions.profile && { profile }),
        ...(evidence !== null && evidence !== defaultOptions.evidence && { evidence }),
        ...(sparkVersion !== null && { sparkVersion }),
        ...(exclude.length > 0 && { exclude }),
        ...(include.length > 0 && { include }),
        ...(select.length > 0 && { select }),
        ...(ignore.length > 0 && { ignore }),
        ...(table["sqlFiles"] === false && { sqlFiles: false }),
        ...(Object.keys(rules).length > 0 && { rules }),
      },
    },
    problems,
  };
}

function tableOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};
}

function versionOf(value: unknown, problems: string[]): string | null {
  if (value === undefined || value === null || value === "auto" || value === "") return null;
  const version = typeof value === "string" ? parseVersion(value) : null;
  if (version !== null) return `${version.major}.${version.minor}`;
  if (typeof value === "string" && isBranchName(value)) return value;
  problems.push(
    `The setting shufflewise.sparkVersion is "auto" or a version such as "${defaultVersion}", not ${JSON.stringify(value)}.`,
  );
  return null;
}

function stringsOf(name: string, value: unknown, problems: string[]): string[] {
  if (value === undefined || value === null) return [];
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const strings = items.filter((item) => typeof item === "string");
  if (!Array.isArray(value) || strings.length < items.length)
    problems.push(`The setting shufflewise.${name} is a list of strings.`);
  return strings;
}

function rulesOf(value: unknown, problems: string[]): Record<string, Severity | "off"> {
  const found: Record<string, Severity | "off"> = {};
  const allowed = ["off", ...severities] as const;
  for (const [id, given] of Object.entries(tableOf(value))) {
    const severity = allowed.find((each) => each === given);
    const unknown = unknownNames([id], allRules);
    if (unknown.length > 0) problems.push(`In the setting shufflewise.rules: ${unknown.join(" ")}`);
    else if (severity === undefined)
      problems.push(`The severity of ${id} in shufflewise.rules is one of ${allowed.join(", ")}.`);
    else found[id] = severity;
  }
  return found;
}
