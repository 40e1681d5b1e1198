import fs from "node:fs";
import path from "node:path";
import { hasSettings, readSettings, type OptionsLayer, type SettingsProblem } from "../analysis/settings.ts";
import { filePins, mayPinVersion, type ProjectFile } from "../analysis/projectPins.ts";
import type { Rule } from "../rules/rule.ts";
import { readSource, type Unreadable } from "./readText.ts";

/** A settings file that counts for some files. */
export interface SettingsFile {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  readonly options: OptionsLayer;
  readonly problems: readonly SettingsProblem[];
}

/** Settings and dependencies of the project that a file belongs to. */
export interface Project {
  /** The nearest shufflewise.toml or pyproject.toml with our table, upward from the file. */
  readonly settings: SettingsFile | null;
  /** Files that pin Spark, of the nearest folder that has some, and those on the way to it that cannot be read. */
  readonly dependencies: readonly ProjectFile[];
}

/** Answers for many files; each folder is looked at once. */
export interface Projects {
  /** The project of a file (or folder), by its absolute path. Never throws; what cannot be read says nothing. */
  readonly of: (file: string) => Project;
  /** Makes the next question look again. */
  readonly forget: () => void;
}

/** Looks up settings and dependencies on this machine's disk. */
export function createProjects(rules: readonly Rule[]): Projects {
  const known = new Map<string, Project>();
  const ofFolder = (folder: string): Project => {
    let project = known.get(folder);
    if (!project) {
      const parent = path.dirname(folder);
      const above = parent === folder ? { settings: null, dependencies: [] } : ofFolder(parent);
      const { files, pins } = pinsIn(folder);
      project = {
        settings: settingsIn(folder, rules) ?? above.settings,
        dependencies: pins ? files : [...files, ...above.dependencies],
      };
      known.set(folder, project);
    }
    return project;
  };
  return {
    of: (file) => ofFolder(path.dirname(file)),
    forget: () => {
      known.clear();
    },
  };
}

/** Reads one settings file by name; null for a pyproject.toml that says nothing about us. */
export function readSettingsFile(file: string, rules: readonly Rule[]): SettingsFile | null {
  const source = readSource(file);
  const isOurs = path.basename(file) !== "pyproject.toml";
  if ("problem" in source) return isOurs ? unreadable(file, source) : null;
  if (!isOurs && !hasSettings(source.text)) return null;
  const { options, problems } = readSettings(source.text, isOurs ? "shufflewise" : "pyproject", rules);
  if (!isOurs && problems.length === 0 && Object.keys(options).length === 0) return null;
  return { file, text: source.text, options, problems };
}

/** A file of settings that is there and has no text: told at its beginning. */
function unreadable(file: string, { problem }: Unreadable): SettingsFile {
  const [why = ""] = problem.split(";");
  const message = `This file cannot be read: ${why}. Its settings are not used.`;
  return { file, text: "", options: {}, problems: [{ start: 0, end: 0, severity: "error", message }] };
}

function settingsIn(folder: string, rules: readonly Rule[]): SettingsFile | null {
  for (const name of ["shufflewise.toml", "pyproject.toml"]) {
    const file = path.join(folder, name);
    const settings = fs.existsSync(file) ? readSettingsFile(file, rules) : null;
    if (settings) return settings;
  }
  return null;
}

function pinsIn(folder: string): { readonly files: readonly ProjectFile[]; readonly pins: boolean } {
  let names: readonly string[];
  try {
    names = fs.readdirSync(folder).filter(mayPinVersion).sort();
  } catch {
    return { files: [], pins: false };
  }
  const read = names.flatMap((name) => {
    const source = readSource(path.join(folder, name));
    if ("problem" in source) return [];
    const file = { name, text: source.text };
    const { pins, problem } = filePins(file);
    return pins.length > 0 || problem !== null ? [{ file, pins: pins.length > 0 }] : [];
  });
  return { files: read.map(({ file }) => file), pins: read.some(({ pins }) => pins) };
}
