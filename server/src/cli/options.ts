import path from "node:path";
import { fileFilter } from "../analysis/globs.ts";
import type { Options } from "../analysis/options.ts";
import {
  evidenceLevels,
  profiles,
  resolveOptions,
  unknownNames,
  type OptionsLayer,
} from "../analysis/settings.ts";
import { assumedOrigin, targetVersion } from "../analysis/targetVersion.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { platforms } from "../catalog/sparkReleases.ts";
import { defaultVersion, isBranchName, parseVersion, standInVersion } from "../catalog/sparkVersion.ts";
import { findAssets } from "../host/assets.ts";
import { createProjects, readSettingsFile, type Project, type SettingsFile } from "../host/projects.ts";
import { readSource } from "../host/readText.ts";
import { rules } from "../rules/registry.ts";
import type { Arguments, OptionSpecs } from "./arguments.ts";
import { UsageError } from "./usageError.ts";

/** Options that say what is checked for, and how strictly. */
export const ruleOptionSpecs: OptionSpecs = {
  profile: { type: "string", value: "NAME", help: "relaxed, recommended (the default) or strict" },
  select: {
    type: "string",
    multiple: true,
    value: "RULES",
    help: "only these rules or categories, by comma",
  },
  ignore: { type: "string", multiple: true, value: "RULES", help: "without these rules or categories" },
  evidence: {
    type: "string",
    value: "LEVEL",
    help: "what a value needs to count as Spark's: certain, structural (the default) or names",
  },
  "spark-version": {
    type: "string",
    value: "X.Y",
    help: "the Spark the code runs on; else the project's pin",
  },
  platform: {
    type: "string",
    value: "NAME",
    help: "where the code runs: plain, databricks, emr, glue, dataproc, synapse or fabric",
  },
  config: {
    type: "string",
    value: "FILE",
    help: "this settings file, instead of the nearest one of each file",
  },
};

/** The options of every file: defaults, then the project's settings, then the command line. */
export interface FileOptions {
  readonly of: (file: string) => Options;
  /** Whether the settings leave a file in that was found in a folder. */
  readonly includes: (file: string) => boolean;
  /** Whether the project, its settings or the command line name a version of Spark for a file. */
  readonly namesSpark: (file: string) => boolean;
  /** The settings files that counted so far. */
  readonly settingsFiles: () => readonly SettingsFile[];
  /** The Spark that counted for files of which nothing names one; null when all have one. */
  readonly assumedVersion: () => string | null;
}

/** @throws {UsageError} for unknown names and an unreadable settings file */
export function fileOptions(args: Arguments, cwd: string): FileOptions {
  const given = commandLineLayer(args);
  const named = namedSettings(args, cwd);
  const projects = createProjects(rules);
  const resolved = new Map<string, FolderOptions>();
  const used = new Map<string, SettingsFile>();
  let assumed: string | null = null;
  const inFolder = (file: string): FolderOptions => {
    const folder = path.dirname(file);
    let result = resolved.get(folder);
    if (!result) {
      const project: Project = projects.of(file);
      const settings = named ?? project.settings;
      if (settings) used.set(settings.file, settings);
      result = resolve(settings, project, given);
      if (result.isAssumed) assumed = result.options.sparkVersion;
      resolved.set(folder, result);
    }
    return result;
  };
  return {
    of: (file) => inFolder(file).options,
    includes: (file) => inFolder(file).includes(file),
    namesSpark: (file) => !inFolder(file).isAssumed,
    settingsFiles: () => [...used.values()],
    assumedVersion: () => assumed,
  };
}

/** What counts for the files of one folder. */
interface FolderOptions {
  readonly options: Options;
  readonly includes: (file: string) => boolean;
  /** Nothing names the Spark version. */
  readonly isAssumed: boolean;
}

function resolve(
  settings: SettingsFile | null,
  { dependencies }: Project,
  given: OptionsLayer,
): FolderOptions {
  const { sparkVersion: set, platform } = { ...settings?.options, ...given };
  const target = targetVersion(
    {
      setting: set === undefined ? null : { sparkVersion: set, origin: "the settings" },
      platform: platform ?? null,
      files: dependencies,
    },
    { runtimeSpark: (...runtime) => createCatalog(findAssets().data).versions.runtimeSpark(...runtime) },
  );
  const { sparkVersion } = target;
  const options = resolveOptions(settings?.options ?? {}, { sparkVersion, platform: target.platform }, given);
  const isIn = fileFilter(options);
  const folder = settings && path.dirname(settings.file);
  return {
    options,
    isAssumed: target.origin === assumedOrigin,
    includes: (file) => folder === null || isIn(path.relative(folder, file).replaceAll(path.sep, "/")),
  };
}

function commandLineLayer(args: Arguments): OptionsLayer {
  const profile = args.choice("profile", profiles);
  const evidence = args.choice("evidence", evidenceLevels);
  const select = args.list("select");
  const ignore = args.list("ignore");
  const [unknown] = unknownNames([...(select ?? []), ...(ignore ?? [])], rules);
  if (unknown !== undefined) throw new UsageError(unknown);
  const sparkVersion = versionArgument(args);
  const platform = args.choice("platform", platforms);
  return {
    ...(profile && { profile }),
    ...(evidence && { evidence }),
    ...(select && { select }),
    ...(ignore && { ignore }),
    ...(sparkVersion !== null && { sparkVersion }),
    ...(platform && { platform }),
  };
}

/** The known Spark version that the command line asks for or that stands for it; null without. @throws {UsageError} for what is no version */
export function versionArgument(args: Arguments): string | null {
  const given = args.text("spark-version");
  if (given === null) return null;
  if (!parseVersion(given) && !isBranchName(given))
    throw new UsageError(`--spark-version is a version such as ${defaultVersion}, not "${given}".`);
  return standInVersion(given).version;
}

function namedSettings(args: Arguments, cwd: string): SettingsFile | null {
  const given = args.text("config");
  if (given === null) return null;
  const file = path.resolve(cwd, given);
  const source = readSource(file);
  if ("problem" in source) throw new UsageError(`--config: ${given} cannot be used: ${source.problem}.`);
  return readSettingsFile(file, rules) ?? { file, text: source.text, options: {}, problems: [] };
}
