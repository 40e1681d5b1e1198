/** The Spark releases whose facts we hold, oldest first. */
export const knownVersions = ["3.3", "3.4", "3.5", "4.0", "4.1", "4.2", "4.3"] as const;
export type KnownVersion = (typeof knownVersions)[number];

/** The version assumed when a project names none: the newest. */
export const defaultVersion: KnownVersion = "4.3";

/** A version as numbers; `patch` is null in "4.1". */
export interface SparkVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch: number | null;
}

/** Texts that were read, since all look-ups ask for the same few versions again and again. */
const read = new Map<string, SparkVersion | null>();
const mostRead = 200;

/** Reads "4.1", "3.5.9", "v4.0.0", "4.2.0.dev1" or "4.2.0-SNAPSHOT"; null for what is no version. */
export function parseVersion(text: string): SparkVersion | null {
  let version = read.get(text);
  if (version === undefined) {
    if (read.size >= mostRead) read.clear();
    read.set(text, (version = readVersion(text)));
  }
  return version;
}

function readVersion(text: string): SparkVersion | null {
  const match = /^\s*v?(\d+)\.(\d+)(?:\.(\d+))?(?:[-.+a-z].*)?\s*$/i.exec(text);
  if (!match) return null;
  return {
    major: Number(match[1]),
    minor: Number(match[2]),
    patch: match[3] === undefined ? null : Number(match[3]),
  };
}

/**
 * Negative when `left` is older. Only what both name is compared, so "4.1" and "4.1.2" are equal: who targets 4.1 may
 * have any of its patches. What is no version counts as older than all.
 */
export function compareVersions(left: string, right: string): number {
  const a = parseVersion(left);
  const b = parseVersion(right);
  if (!a || !b) return Number(a !== null) - Number(b !== null);
  return (
    a.major - b.major || a.minor - b.minor || (a.patch === null || b.patch === null ? 0 : a.patch - b.patch)
  );
}

/** The known release that stands for a version: itself, or the nearest older one, or the oldest. */
export function nearestKnownVersion(text: string): KnownVersion {
  if (isKnownVersion(text)) return text;
  const version = parseVersion(text);
  if (!version) return defaultVersion;
  const minor = `${version.major}.${version.minor}`;
  return knownVersions.findLast((known) => compareVersions(known, minor) <= 0) ?? knownVersions[0];
}

const isKnownVersion = (text: string): text is KnownVersion =>
  (knownVersions as readonly string[]).includes(text);

/** Whether a text names Spark's development branch, as images and nightly builds do. */
export function isBranchName(text: string): boolean {
  return /^(main|master|dev|nightly|latest|snapshot)$/i.test(text.trim());
}

/** The known release that stands for a version or a branch's name, and what to tell about it; null when it is itself known. */
export function standInVersion(text: string): {
  readonly version: KnownVersion;
  readonly note: string | null;
} {
  const version = nearestKnownVersion(text);
  const parsed = parseVersion(text);
  if (parsed === null)
    return {
      version,
      note: `"${text}" is no release of Spark; ${version}, the newest known, stands for it.`,
    };
  const line = `${parsed.major}.${parsed.minor}`;
  if (line === version) return { version, note: null };
  const why =
    compareVersions(line, knownVersions[0]) < 0
      ? "older than all that Shufflewise knows"
      : compareVersions(line, defaultVersion) > 0
        ? "newer than all that Shufflewise knows"
        : "no release that Shufflewise knows";
  return { version, note: `Spark ${line} is ${why}; ${version} stands for it.` };
}

/** The release whose documentation a link leads to: "4.1" → "4.1.0", "3.5.9" stays. */
export function documentationVersion(text: string): string {
  const version = parseVersion(text) ?? parseVersion(defaultVersion);
  return version ? `${version.major}.${version.minor}.${version.patch ?? 0}` : "latest";
}
