import { parse } from "smol-toml";
import type { Platform } from "../catalog/sparkReleases.ts";
import { versionConstraint, type VersionConstraint } from "./versionConstraint.ts";

/** A text that may say which Spark a project is for. */
export interface ProjectFile {
  /** Shown to people, and told apart by its last part: "requirements-dev.txt". */
  readonly name: string;
  readonly text: string;
}

/** What one file says of Spark. */
export interface Pin {
  /** "pyspark", "databricks-connect", or what a deployment file calls its runtime. */
  readonly subject: string;
  readonly constraint: VersionConstraint;
  /** The platform that it is certain about; the constraint is then about the platform's runtime. */
  readonly platform: Platform | null;
}

/** The pins of a file, the most telling first, or why it could not be read. */
export interface FilePins {
  readonly pins: readonly Pin[];
  readonly problem: string | null;
}

/**
 * The kinds of files, in the order in which they are believed: what a deployment runs on, the very versions of a lock
 * file, then what the project declares.
 */
const kinds: readonly { readonly name: RegExp; readonly read: (text: string) => FilePins }[] = [
  { name: /^databricks\.ya?ml$/, read: databricksBundle },
  { name: /^template\.ya?ml$/, read: cloudFormation },
  { name: /^(uv|poetry|pdm)\.lock$|^pylock(\..+)?\.toml$/, read: tomlLock },
  { name: /^Pipfile\.lock$/, read: jsonLock },
  { name: /^pyproject\.toml$|^Pipfile$/, read: declared },
  { name: /^requirements\.txt$/, read: requirementLines },
  { name: /^(.*[-_.])?requirements([-_.].*)?\.txt$/, read: requirementLines },
  { name: /^setup\.cfg$/, read: requirementLines },
  { name: /^(environment|conda)\.ya?ml$/, read: requirementLines },
];

/** Globs of all such files, for watching them. */
export const pinFileGlobs: readonly string[] = [
  "**/{databricks,template,environment,conda}.{yml,yaml}",
  "**/{uv,poetry,pdm,Pipfile}.lock",
  "**/{Pipfile,setup.cfg,pylock*.toml}",
  "**/*requirements*.txt",
];

/** Whether a file of this name may pin Spark. */
export function mayPinVersion(name: string): boolean {
  return rankOf(name) < kinds.length;
}

/** Files in the order in which they are believed. */
export function inOrderOfBelief(files: readonly ProjectFile[]): ProjectFile[] {
  return files.toSorted(
    (left, right) => rankOf(left.name) - rankOf(right.name) || (left.name < right.name ? -1 : 1),
  );
}

/** What a file says of Spark. Never throws: a file that cannot be read has no pins and a problem. */
export function filePins({ name, text }: ProjectFile): FilePins {
  const kind = kinds[rankOf(name)];
  if (kind === undefined || !/pyspark|databricks|spark_version|glue|emr/i.test(text)) return none;
  return kind.read(text);
}

const none: FilePins = { pins: [], problem: null };

function rankOf(name: string): number {
  const base = name.split(/[\\/]/).at(-1) ?? name;
  const rank = kinds.findIndex((kind) => kind.name.test(base));
  return rank === -1 ? kinds.length : rank;
}

const pysparkNames = ["pyspark", "pyspark-client", "pyspark-connect"];

/** A pin of a Python package; null for other packages and for "any version". */
function packagePin(name: string, constraint: string): Pin | null {
  const subject = name.toLowerCase().replaceAll(/[._]/g, "-");
  const isDatabricks = subject === "databricks-connect";
  if (!isDatabricks && !pysparkNames.includes(subject)) return null;
  const read = versionConstraint(constraint);
  return read && { subject, constraint: read, platform: isDatabricks ? "databricks" : null };
}

/** databricks-connect says where the code runs, so it comes before a pyspark beside it. */
function sorted(pins: readonly Pin[]): FilePins {
  return {
    pins: [
      ...pins.filter(({ platform }) => platform !== null),
      ...pins.filter(({ platform }) => platform === null),
    ],
    problem: null,
  };
}

function tomlLock(text: string): FilePins {
  const document = tomlTable(text);
  if ("problem" in document) return { pins: [], problem: document.problem };
  const packages = document.table["package"] ?? document.table["packages"];
  const rows: readonly unknown[] = Array.isArray(packages) ? packages : [];
  return sorted(rows.flatMap((row) => (isTable(row) ? (lockedPin(row["name"], row["version"]) ?? []) : [])));
}

function jsonLock(text: string): FilePins {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return { pins: [], problem: "it is no JSON" };
  }
  const groups = isTable(document) ? [document["default"], document["develop"]] : [];
  return sorted(
    groups.flatMap((group) =>
      isTable(group)
        ? Object.entries(group).flatMap(
            ([name, entry]) => (isTable(entry) ? lockedPin(name, entry["version"]) : null) ?? [],
          )
        : [],
    ),
  );
}

function lockedPin(name: unknown, version: unknown): Pin | null {
  return typeof name === "string" && typeof version === "string"
    ? packagePin(name, `==${version.replace(/^=+/, "")}`)
    : null;
}

/** Requirements are strings ("pyspark>=3.5") under keys of many tools, or a key `pyspark` with the version as value. */
function declared(text: string): FilePins {
  const document = tomlTable(text);
  if ("problem" in document) return { pins: [], problem: document.problem };
  const pins: Pin[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") {
      const pin = requirementPin(value);
      if (pin !== null) pins.push(pin);
    } else if (Array.isArray(value)) value.forEach(visit);
    else if (isTable(value))
      for (const [name, given] of Object.entries(value)) {
        const constraint = isTable(given) ? given["version"] : given;
        const pin = typeof constraint === "string" ? packagePin(name, constraint) : null;
        if (pin === null) visit(given);
        else pins.push(pin);
      }
  };
  visit(document.table);
  return sorted(pins);
}

/** Lines of requirements.txt, of a list in YAML or of setup.cfg. */
function requirementLines(text: string): FilePins {
  return sorted(
    text.split(/\r?\n/).flatMap((line) => {
      const requirement = line
        .replace(/^\s*-\s+/, "")
        .replace(/^\s*\w+\s*=\s*(?=[a-z])/i, "")
        .replace(/\s+#.*$|^\s*#.*$/, "")
        .replaceAll(/^\s*["']|["']\s*,?\s*$/g, "");
      return requirementPin(requirement) ?? [];
    }),
  );
}

/** Reads "pyspark[sql]==3.5.1; python_version > '3.8'", and conda's "conda-forge::pyspark=3.5". */
function requirementPin(requirement: string): Pin | null {
  const [, name, constraint] =
    /^\s*(?:[\w-]+::)?([a-z][\w.-]*)\s*(?:\[[^\]]*\])?\s*\(?\s*([=<>!~^][^;]*)/i.exec(requirement) ?? [];
  return name === undefined || constraint === undefined ? null : packagePin(name, constraint);
}

/** A bundle's clusters name their runtime: `spark_version: 15.4.x-scala2.12`. */
function databricksBundle(text: string): FilePins {
  return runtimePins(text, /^\s*-?\s*spark_version:\s*["']?(\d+\.\d+)\.x/gm, "databricks", "spark_version");
}

/** A template of CloudFormation or SAM: `GlueVersion: "4.0"`, `ReleaseLabel: emr-6.15.0`. */
function cloudFormation(text: string): FilePins {
  const glue = runtimePins(text, /^\s*GlueVersion:\s*["']?(\d+\.\d+)\b/gm, "glue", "GlueVersion");
  const emr = runtimePins(text, /^\s*ReleaseLabel:\s*["']?emr-(\d+\.\d+)\b/gm, "emr", "ReleaseLabel");
  return { pins: [...glue.pins, ...emr.pins], problem: null };
}

function runtimePins(text: string, pattern: RegExp, platform: Platform, subject: string): FilePins {
  const pins = [...text.matchAll(pattern)].flatMap(([, version = ""]) => {
    const constraint = versionConstraint(`==${version}`);
    return constraint === null ? [] : [{ subject, constraint, platform }];
  });
  return { pins, problem: null };
}

function tomlTable(
  text: string,
): { readonly table: Readonly<Record<string, unknown>> } | { readonly problem: string } {
  try {
    return { table: parse(text) };
  } catch (error) {
    const line = typeof error === "object" && error !== null && "line" in error ? String(error.line) : "";
    return { problem: line === "" ? "it is no TOML" : `line ${line} is no TOML` };
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
