import type { Platform, SparkReleases } from "../catalog/sparkReleases.ts";
import { defaultVersion, parseVersion, standInVersion } from "../catalog/sparkVersion.ts";
import { filePins, inOrderOfBelief, type Pin, type ProjectFile } from "./projectPins.ts";

/** The Spark to check for, and why. */
export interface TargetVersion {
  /** One of the known versions: "4.1". */
  readonly sparkVersion: string;
  /** Where it comes from, for people: "pyproject.toml". */
  readonly origin: string;
  readonly platform: Platform;
  /** The PySpark of the selected interpreter is of the release that was asked for, which may be newer than all known. */
  readonly isInstalled: boolean;
  /** What people should know beside: another file disagrees, a version is unknown. Whole sentences. */
  readonly notes: readonly string[];
}

/** A choice of the user's, with the name of the place. */
export interface ChosenVersion {
  /** "4.1", or the name of a branch such as "main". */
  readonly sparkVersion: string;
  readonly origin: string;
}

export interface VersionSources {
  readonly setting?: ChosenVersion | null;
  /** The platform that the user has set. */
  readonly platform?: Platform | null;
  readonly files: readonly ProjectFile[];
  /** The version of PySpark in the selected interpreter. */
  readonly interpreter?: string | null;
}

/** Where the version comes from when nothing names one. */
export const assumedOrigin = "the newest known Spark";

/** A pin with its file, translated from the platform's runtime to Spark. */
interface SparkPin {
  readonly file: string;
  readonly version: string;
  readonly allows: (line: string) => boolean;
  readonly platform: Platform | null;
}

/**
 * The Spark version to check for: the setting, else the project's pins in the order of projectPins.ts, else the
 * interpreter's PySpark, else the newest known.
 */
export function targetVersion(
  { setting, platform, files, interpreter }: VersionSources,
  releases: Pick<SparkReleases, "runtimeSpark">,
): TargetVersion {
  const { pins, notes } = sparkPins(files, releases);
  const [first] = pins;
  const installed = parseVersion(interpreter ?? "");
  const place = platform ?? pins.find((pin) => pin.platform !== null)?.platform ?? "plain";
  const target = (wanted: string, origin: string, more: readonly string[]): TargetVersion => {
    const { version, note } = standInVersion(wanted);
    return {
      sparkVersion: version,
      origin,
      platform: place,
      isInstalled: installed !== null && lineOf(wanted) === lineOf(interpreter ?? ""),
      notes: [...(note === null ? [] : [note]), ...more],
    };
  };
  if (setting) return target(setting.sparkVersion, setting.origin, []);
  if (first !== undefined)
    return target(first.version, first.file, [...disagreements(first, pins), ...notes]);
  return installed === null
    ? target(defaultVersion, assumedOrigin, notes)
    : target(`${installed.major}.${installed.minor}`, "the selected interpreter", notes);
}

/** Major and minor; null for the name of a branch. */
function lineOf(version: string): string | null {
  const parsed = parseVersion(version);
  return parsed && `${parsed.major}.${parsed.minor}`;
}

/** All pins of the project, the most believed first, and what could not be understood. */
function sparkPins(
  files: readonly ProjectFile[],
  releases: Pick<SparkReleases, "runtimeSpark">,
): { readonly pins: readonly SparkPin[]; readonly notes: readonly string[] } {
  const pins: SparkPin[] = [];
  const notes: string[] = [];
  for (const file of inOrderOfBelief(files)) {
    const read = filePins(file);
    if (read.problem !== null) notes.push(`${file.name} was not read: ${read.problem}.`);
    for (const pin of read.pins) {
      const found = sparkPin(file.name, pin, releases);
      if (found === null)
        notes.push(`The runtime ${pin.constraint.version} of ${pin.subject} in ${file.name} is not known.`);
      else pins.push(found);
    }
  }
  return { pins, notes };
}

function sparkPin(
  file: string,
  { constraint: { version, allows }, platform }: Pin,
  releases: Pick<SparkReleases, "runtimeSpark">,
): SparkPin | null {
  if (platform === null) return { file, version, allows, platform };
  const spark = releases.runtimeSpark(platform, version);
  return spark === null ? null : { file, version: spark, allows: (line) => line === spark, platform };
}

/** Files that would not take the version of the first; each is named once. */
function disagreements(first: SparkPin, pins: readonly SparkPin[]): string[] {
  const others = pins.filter((pin) => !pin.allows(first.version));
  const said = others.map((pin) =>
    pin.file === first.file
      ? `${pin.file} also asks for Spark ${pin.version}.`
      : `${pin.file} asks for Spark ${pin.version}; ${first.file} comes first.`,
  );
  return [...new Set(said)];
}
