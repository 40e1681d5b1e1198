import { parse } from "smol-toml";
import { compareVersions, defaultVersion, parseVersion } from "../catalog/sparkVersion.ts";

/** A text that may pin PySpark. */
export interface ProjectFile {
  /** Shown to people, and told apart by its last part: "requirements-dev.txt". */
  readonly name: string;
  readonly text: string;
}

export interface TargetVersion {
  /** "4.1". */
  readonly sparkVersion: string;
  /** Where it comes from, for people: "pyproject.toml". */
  readonly origin: string;
}

export interface VersionSources {
  /** What the user has set, with the name of the place. */
  readonly setting?: TargetVersion | null;
  readonly files: readonly ProjectFile[];
  /** The version of PySpark in the selected interpreter. */
  readonly interpreter?: string | null;
}

/** The Spark version to check for: the setting, else the project's pin, else the interpreter's PySpark, else our default. */
export function targetVersion({ setting, files, interpreter }: VersionSources): TargetVersion {
  if (setting) return setting;
  // Lock files name the very version, so they are asked first.
  const ordered = [...files].sort((left, right) => Number(isLock(right)) - Number(isLock(left)));
  for (const file of ordered) {
    const pinned = pinnedVersion(file);
    if (pinned !== null) return { sparkVersion: pinned, origin: file.name };
  }
  const installed = minor(interpreter ?? "");
  if (installed !== null) return { sparkVersion: installed, origin: "the selected interpreter" };
  return { sparkVersion: defaultVersion, origin: "the default" };
}

/** Whether a file of this name may pin PySpark. */
export function mayPinVersion(name: string): boolean {
  return /^(pyproject\.toml|poetry\.lock|uv\.lock|environment\.ya?ml|(.*[-_.])?requirements([-_.].*)?\.txt)$/.test(
    baseName(name),
  );
}

/** The Spark version that a project file asks for, as "4.1"; null when it names none. Never throws. */
export function pinnedVersion({ name, text }: ProjectFile): string | null {
  if (!/pyspark|databricks-connect/i.test(text)) return null;
  const base = baseName(name);
  if (base.endsWith(".lock")) return lockedVersion(text);
  if (base === "pyproject.toml") return declaredVersion(text);
  return lineVersion(text);
}

const packageNames = ["pyspark", "pyspark-client", "pyspark-connect"];

function lockedVersion(text: string): string | null {
  const packages = tomlTable(text)?.["package"];
  if (!Array.isArray(packages)) return null;
  for (const each of packages as readonly unknown[]) {
    const { name, version } = isTable(each) ? each : {};
    if (typeof name === "string" && typeof version === "string" && packageNames.includes(name))
      return minor(version);
  }
  return null;
}

function declaredVersion(text: string): string | null {
  const document = tomlTable(text);
  if (!document) return null;
  // Requirements are strings ("pyspark>=3.5") under keys of many tools, or a key `pyspark` with the version as value.
  const pending: unknown[] = [document];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    if (typeof value === "string") {
      const version = requirementVersion(value);
      if (version !== null) return version;
    } else if (Array.isArray(value)) pending.push(...(value as readonly unknown[]).toReversed());
    else if (isTable(value)) {
      for (const name of packageNames) {
        const given = value[name];
        const constraint = isTable(given) ? given["version"] : given;
        const version = typeof constraint === "string" ? constraintVersion(constraint) : null;
        if (version !== null) return version;
      }
      pending.push(...Object.values(value).toReversed());
    }
  }
  return null;
}

function lineVersion(text: string): string | null {
  for (const line of text.split(/\r?\n/)) {
    const requirement = line
      .replace(/^\s*-\s*/, "")
      .replace(/\s+#.*$|^#.*$/, "")
      .replace(/^["']|["']\s*$/g, "");
    const version = requirementVersion(requirement);
    if (version !== null) return version;
  }
  return null;
}

/** Reads "pyspark[sql]==3.5.1; python_version > '3.8'", and conda's "pyspark=3.5". */
function requirementVersion(requirement: string): string | null {
  const match =
    /^\s*(?:[\w-]+::)?(pyspark(?:-client|-connect)?)\s*(?:\[[^\]]*\])?\s*\(?\s*([=<>!~^][^;]*)/i.exec(
      requirement,
    );
  return match ? constraintVersion(match[2] ?? "") : null;
}

/** The version that a constraint is about: the one it pins, else the lowest it allows, else the highest below its limit. */
function constraintVersion(constraint: string): string | null {
  let lowest: string | null = null;
  let highest: string | null = null;
  for (const part of constraint.replace(/([=<>!~^])\s+/g, "$1").split(/[,\s]+(?=[<>=!~^\d])/)) {
    const match = /^\s*(===?|=|~=|\^|~|>=|<=|>|<|!=)?\s*v?(\d+(?:\.\d+)*)/.exec(part);
    const version = match && minor(/\./.test(match[2] ?? "") ? (match[2] ?? "") : `${match[2] ?? ""}.0`);
    if (!match || version === null) continue;
    const operator = match[1] ?? "=";
    if (["=", "==", "===", "~=", "^", "~"].includes(operator)) return version;
    if (operator === ">=" || operator === ">") {
      if (lowest === null || compareVersions(version, lowest) > 0) lowest = version;
    } else if (operator === "<=") highest = version;
  }
  return lowest ?? highest;
}

function minor(text: string): string | null {
  const version = parseVersion(text);
  return version && `${version.major}.${version.minor}`;
}

function isLock({ name }: ProjectFile): boolean {
  return name.endsWith(".lock");
}

function baseName(name: string): string {
  return name.split(/[\\/]/).at(-1) ?? name;
}

function tomlTable(text: string): Readonly<Record<string, unknown>> | null {
  try {
    return parse(text);
  } catch {
    return null;
  }
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
