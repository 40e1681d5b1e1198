import { parse, TomlError } from "smol-toml";
import { platforms } from "../catalog/sparkReleases.ts";
import { defaultVersion, isBranchName, parseVersion } from "../catalog/sparkVersion.ts";
import type { EvidenceLevel } from "../plan/value.ts";
import type { Category, Profile, Rule, Severity } from "../rules/rule.ts";
import { didYouMean } from "../catalog/closestName.ts";
import type { Range } from "./finding.ts";
import { defaultOptions, type Options } from "./options.ts";
import { ownFindingKinds } from "./ownFindings.ts";
import { placeOf, tomlPlaces } from "./tomlPlaces.ts";

/** What is wrong in a settings file, at its place. */
export interface SettingsProblem extends Range {
  readonly severity: "error" | "warning";
  readonly message: string;
}

/** What one source of settings says; what it does not say comes from the sources below it. */
export type OptionsLayer = Partial<Options>;

export interface Settings {
  readonly options: OptionsLayer;
  readonly problems: readonly SettingsProblem[];
}

/** "pyproject": the keys stand under `[tool.shufflewise]`. "shufflewise": they are the file's own. */
export type SettingsFormat = "pyproject" | "shufflewise";

export const profiles = ["relaxed", "recommended", "strict"] as const satisfies readonly Profile[];
export const evidenceLevels = ["certain", "structural", "names"] as const satisfies readonly EvidenceLevel[];
export const severities = ["error", "warning", "info", "hint"] as const satisfies readonly Severity[];

const keys = [
  "profile",
  "evidence",
  "spark-version",
  "platform",
  "select",
  "ignore",
  "exclude",
  "include",
  "sql-files",
  "rules",
] as const;

/** Reads a settings file. Never throws: what cannot be used is a problem at its place, all else counts. */
export function readSettings(text: string, format: SettingsFormat, rules: readonly Rule[]): Settings {
  let document: unknown;
  try {
    document = parse(text);
  } catch (error) {
    return { options: {}, problems: [brokenToml(text, error)] };
  }
  const prefix = format === "pyproject" ? ["tool", "shufflewise"] : [];
  let table: unknown = document;
  for (const part of prefix) table = isTable(table) ? table[part] : undefined;
  if (table === undefined) return { options: {}, problems: [] };

  const problems: SettingsProblem[] = [];
  let places: ReturnType<typeof tomlPlaces> | null = null;
  const report: Complaint = (path, side, message, severity = "error") => {
    places ??= tomlPlaces(text);
    const place = placeOf(places, [...prefix, ...path]);
    const { start, end } = place?.[side] ?? { start: 0, end: 0 };
    problems.push({ start, end, message, severity });
  };
  if (!isTable(table)) {
    report([], "value", "`tool.shufflewise` must be a table.");
    return { options: {}, problems };
  }
  return { options: readTable(table, rules, report), problems };
}

/** Whether a pyproject.toml has something for us; any text. */
export function hasSettings(text: string): boolean {
  return /shufflewise/.test(text);
}

/** The layers over each other, the strongest last; lists replace, single rules add up. */
export function resolveOptions(...layers: readonly OptionsLayer[]): Options {
  let options: Options = defaultOptions;
  for (const layer of layers) options = { ...options, ...layer, rules: { ...options.rules, ...layer.rules } };
  return options;
}

/** What is wrong with names given for `select` and `ignore`: one sentence each. */
export function unknownNames(names: readonly string[], rules: readonly Rule[]): string[] {
  const known = knownNames(rules);
  return names.filter((name) => !known.includes(name)).map((name) => noRule(name, known));
}

type Complaint = (
  path: readonly string[],
  side: "key" | "value",
  message: string,
  severity?: SettingsProblem["severity"],
) => void;

type Table = Readonly<Record<string, unknown>>;

/** The table of pyproject.toml is often taken along to a file of our own. */
const adviceOn = (key: string): string =>
  key === "tool"
    ? " The settings of this file stand at its top, without `[tool.shufflewise]`."
    : didYouMean(key, keys);

function readTable(table: Table, rules: readonly Rule[], report: Complaint): OptionsLayer {
  for (const key of Object.keys(table))
    if (!keys.some((known) => known === key))
      report([key], "key", `There is no setting \`${key}\`.${adviceOn(key)}`, "warning");
  const profile = oneOf(table, "profile", profiles, report);
  const evidence = oneOf(table, "evidence", evidenceLevels, report);
  const sparkVersion = version(table, report);
  const platform = oneOf(table, "platform", platforms, report);
  const select = ruleNames(table, "select", rules, report);
  const ignore = ruleNames(table, "ignore", rules, report);
  const exclude = strings(table, "exclude", report);
  const include = strings(table, "include", report);
  const sqlFiles = truth(table, "sql-files", report);
  const severityOfRule = ruleSeverities(table, rules, report);
  return {
    ...(profile && { profile }),
    ...(evidence && { evidence }),
    ...(sparkVersion !== null && { sparkVersion }),
    ...(platform && { platform }),
    ...(select && { select }),
    ...(ignore && { ignore }),
    ...(exclude && { exclude }),
    ...(include && { include }),
    ...(sqlFiles !== null && { sqlFiles }),
    ...(severityOfRule && { rules: severityOfRule }),
  };
}

function oneOf<T extends string>(
  table: Table,
  key: string,
  values: readonly T[],
  report: Complaint,
): T | null {
  const value = table[key];
  if (value === undefined) return null;
  const known = values.find((each) => each === value);
  if (known !== undefined) return known;
  const shown = values.map((each) => `"${each}"`).join(", ");
  const hint = typeof value === "string" ? didYouMean(value, values) : "";
  report([key], "value", `\`${key}\` is one of ${shown}.${hint}`);
  return null;
}

function version(table: Table, report: Complaint): string | null {
  const value = table["spark-version"];
  if (value === undefined) return null;
  // `spark-version = 3.5` without quotes is a number that says the same.
  const parsed = typeof value === "string" || typeof value === "number" ? parseVersion(String(value)) : null;
  if (parsed) return `${parsed.major}.${parsed.minor}`;
  if (typeof value === "string" && isBranchName(value)) return value;
  report(["spark-version"], "value", `\`spark-version\` is a version such as "${defaultVersion}".`);
  return null;
}

function truth(table: Table, key: string, report: Complaint): boolean | null {
  const value = table[key];
  if (value === undefined || typeof value === "boolean") return value ?? null;
  report([key], "value", `\`${key}\` is true or false.`);
  return null;
}

function strings(table: Table, key: string, report: Complaint): string[] | null {
  const value = table[key];
  if (value === undefined) return null;
  if (!Array.isArray(value)) {
    report([key], "value", `\`${key}\` is a list of strings, such as ["…"].`);
    return null;
  }
  const found: string[] = [];
  for (const [index, item] of value.entries())
    if (typeof item === "string") found.push(item);
    else report([key, String(index)], "value", `\`${key}\` is a list of strings.`);
  return found;
}

function ruleNames(
  table: Table,
  key: "select" | "ignore",
  rules: readonly Rule[],
  report: Complaint,
): string[] | null {
  const known = knownNames(rules);
  const value: unknown = table[key];
  const names = strings(table, key, report);
  if (!names || !Array.isArray(value)) return null;
  for (const [index, name] of value.entries())
    if (typeof name === "string" && !known.includes(name))
      report([key, String(index)], "value", noRule(name, known), "warning");
  const usable = names.filter((name) => known.includes(name));
  // Nothing of a non-empty selection is known: selecting all rules instead would be the opposite of what was asked.
  return usable.length === 0 && names.length > 0 && key === "select" ? names : usable;
}

function ruleSeverities(table: Table, rules: readonly Rule[], report: Complaint): Options["rules"] | null {
  const value = table["rules"];
  if (value === undefined) return null;
  if (!isTable(value)) {
    report(
      ["rules"],
      "value",
      '`rules` is a table from rules to severities, such as `collect-unbounded = "off"`.',
    );
    return null;
  }
  const ids = [...rules.map(({ id }) => id), ...Object.keys(ownFindingKinds)];
  const allowed = ["off", ...severities] as const;
  const found: Record<string, Severity | "off"> = {};
  for (const [id, severity] of Object.entries(value)) {
    if (!ids.includes(id)) {
      report(["rules", id], "key", noRule(id, ids), "warning");
      continue;
    }
    const known = allowed.find((each) => each === severity);
    if (known !== undefined) found[id] = known;
    else {
      const hint = typeof severity === "string" ? didYouMean(severity, allowed) : "";
      report(
        ["rules", id],
        "value",
        `A rule's severity is one of ${allowed.map((each) => `"${each}"`).join(", ")}.${hint}`,
      );
    }
  }
  return found;
}

function knownNames(rules: readonly Rule[]): string[] {
  const categories = new Set<Category>(rules.map(({ category }) => category));
  return [...rules.map(({ id }) => id), ...categories, ...Object.keys(ownFindingKinds)];
}

function noRule(name: string, known: readonly string[]): string {
  return `There is no rule \`${name}\`.${didYouMean(name, known) || " `shufflewise rules` lists all."}`;
}

function brokenToml(text: string, error: unknown): SettingsProblem {
  const lines = text.split("\n");
  const [line, column] = error instanceof TomlError ? [error.line, error.column] : [1, 1];
  const before = lines.slice(0, line - 1).reduce((length, each) => length + each.length + 1, 0);
  const start = Math.min(text.length, before + column - 1);
  const rest = text.slice(start, before + (lines[line - 1] ?? "").length).trimEnd();
  const [reason = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
  const cause = reason.replace(/^Invalid TOML document: /, "");
  return {
    start,
    end: start + Math.max(rest.length, start < text.length ? 1 : 0),
    severity: "error",
    message: `This is not valid TOML (${cause}), so the settings in this file are not used.`,
  };
}

function isTable(value: unknown): value is Table {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);
}
