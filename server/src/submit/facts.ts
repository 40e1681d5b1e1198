/** A cluster manager that a master address names. */
export type ClusterManager = "local" | "standalone" | "yarn" | "k8s" | "mesos";

export type DeployMode = "client" | "cluster";

/** How a flag's value is written in a profile and checked. */
export type FlagValue =
  "text" | "path" | "switch" | "memory" | "count" | "classPath" | "paths" | "coordinates" | "list";

/** One flag of spark-submit. Absent `managers` and `deployModes` mean: it works everywhere. */
export interface SubmitFlag {
  readonly flag: string;
  /** The profile's field that sets it. */
  readonly field: string;
  readonly value: FlagValue;
  /** The configuration that the flag sets. */
  readonly conf?: string;
  readonly managers?: readonly ClusterManager[];
  readonly deployModes?: readonly DeployMode[];
  /** The environment variable that Spark reads when the flag is missing. */
  readonly environment?: string;
  /** The first Spark version (major.minor) that knows the flag; absent: all we support. */
  readonly since?: string;
}

/** What spark-submit takes and refuses, as read from server/data/spark-submit.json. */
export interface SubmitFacts {
  readonly options: readonly SubmitFlag[];
  readonly masters: readonly {
    readonly manager: ClusterManager;
    readonly pattern: string;
    readonly until?: string;
  }[];
  readonly remotes: readonly { readonly pattern: string }[];
  readonly unsupported: readonly {
    readonly manager: ClusterManager;
    readonly deployMode: DeployMode;
    readonly application?: "python";
  }[];
  readonly requires: readonly { readonly manager: ClusterManager; readonly anyOf: readonly string[] }[];
  readonly excludes: readonly { readonly field: string; readonly with: readonly string[] }[];
  /** The Scala versions that a Spark version is built for. */
  readonly scala: readonly { readonly since: string; readonly suffixes: readonly string[] }[];
  /** The oldest Java that a Spark version starts on. */
  readonly java: readonly { readonly since: string; readonly minimum: number }[];
  /** The oldest Python that a PySpark version installs on: Requires-Python of the package. */
  readonly python: readonly { readonly since: string; readonly minimum: string }[];
  /** Names whose values are secrets; matched without regard to case. */
  readonly redaction: readonly { readonly name: string; readonly pattern: string }[];
}

/** @param text the content of server/data/spark-submit.json, which its schema describes */
export function createSubmitFacts(text: string): SubmitFacts {
  return JSON.parse(text) as SubmitFacts;
}

/** Orders versions such as "3.5" and "4.1.2" by major and minor: negative when `left` is older. */
export function compareVersions(left: string, right: string): number {
  const [leftMajor = 0, leftMinor = 0] = left.split(".").map(Number);
  const [rightMajor = 0, rightMinor = 0] = right.split(".").map(Number);
  return leftMajor - rightMajor || leftMinor - rightMinor;
}

/** The last of `rows` (oldest first) that `sparkVersion` has reached. */
export function rowOfVersion<Row extends { readonly since: string }>(
  rows: readonly Row[],
  sparkVersion: string,
): Row | undefined {
  return rows.findLast(({ since }) => compareVersions(since, sparkVersion) <= 0);
}

/** The manager that a master address names; null when spark-submit of this version would not take the address. */
export function clusterManagerOf(
  facts: SubmitFacts,
  master: string,
  sparkVersion: string,
): ClusterManager | null {
  const row = facts.masters.find(
    ({ pattern, until }) =>
      new RegExp(pattern).test(master) && (until === undefined || compareVersions(sparkVersion, until) <= 0),
  );
  return row?.manager ?? null;
}
