import { compareVersions } from "../catalog/sparkVersion.ts";
import type { Table } from "../catalog/tableFile.ts";

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

/** What spark-submit takes and refuses. */
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
  /** Names whose values are secrets; matched without regard to case. */
  readonly redaction: readonly { readonly name: string; readonly pattern: string }[];
}

/** A row of spark-submit-flags.json. */
interface FlagRow {
  /** Targets ("yarn", "standalone cluster") by the configuration that the flag sets there; none: everywhere. */
  readonly sets?: Readonly<Record<string, readonly string[]>>;
  readonly environment?: string;
}

/** Joins the texts of spark-submit.json (how profiles write it) and spark-submit-flags.json (what Spark says of it). */
export function createSubmitFacts(profileText: string, flagText: string): SubmitFacts {
  const facts = JSON.parse(profileText) as SubmitFacts;
  const { flags } = JSON.parse(flagText) as { readonly flags: Table<FlagRow> };
  return {
    ...facts,
    options: facts.options.map((option) => {
      const row = flags[option.flag];
      if (row === undefined) return option;
      const conf = option.conf ?? mainConfiguration(row.sets ?? {});
      return {
        ...option,
        ...(conf !== undefined && { conf }),
        ...limits(Object.values(row.sets ?? {})),
        ...(row.environment !== undefined && { environment: row.environment }),
        ...(row.from !== undefined && { since: row.from }),
      };
    }),
  };
}

/** The configuration that a flag sets under most targets: on YARN some flags set one of YARN's own instead. */
function mainConfiguration(sets: NonNullable<FlagRow["sets"]>): string | undefined {
  const weight = (targets: readonly string[]) =>
    targets.length === 0
      ? Infinity
      : targets.reduce((sum, target) => sum + (target.includes(" ") ? 1 : 2), 0);
  const [first, ...others] = Object.entries(sets);
  return first && others.reduce((best, each) => (weight(each[1]) > weight(best[1]) ? each : best), first)[0];
}

/** Where alone the flag does something; nothing when it does everywhere. */
function limits(sets: readonly (readonly string[])[]): Pick<SubmitFlag, "managers" | "deployModes"> {
  if (sets.length === 0 || sets.some((targets) => targets.length === 0)) return {};
  const targets = sets.flat();
  const managers = clusterManagers.filter((manager) =>
    targets.some((target) => target.split(" ")[0] === manager),
  );
  return {
    ...(managers.length < clusterManagers.length && { managers }),
    ...(targets.every((target) => target.endsWith(" cluster")) && { deployModes: ["cluster"] }),
  };
}

const clusterManagers = ["local", "standalone", "yarn", "k8s"] as const;

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
