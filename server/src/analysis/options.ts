import type { Platform } from "../catalog/sparkReleases.ts";
import { defaultVersion } from "../catalog/sparkVersion.ts";
import type { EvidenceLevel } from "../plan/value.ts";
import type { Profile, Severity } from "../rules/rule.ts";

/** What the user has chosen, from whichever source; complete and valid. */
export interface Options {
  readonly profile: Profile;
  /** Per rule: "off" or a severity of the user's own. */
  readonly rules: Readonly<Record<string, Severity | "off">>;
  /** When not empty: only these rules. */
  readonly select: readonly string[];
  readonly ignore: readonly string[];
  readonly evidence: EvidenceLevel;
  /** Major and minor: "4.1". */
  readonly sparkVersion: string;
  /** Where the code runs. */
  readonly platform: Platform;
  /** Globs of files to leave out, relative to the folder of the settings file. */
  readonly exclude: readonly string[];
  /** When not empty: only files that match one of them. */
  readonly include: readonly string[];
  /** Files of SQL are checked too, where the project uses PySpark. */
  readonly sqlFiles: boolean;
}

export const defaultOptions: Options = {
  profile: "recommended",
  rules: {},
  select: [],
  ignore: [],
  evidence: "structural",
  sparkVersion: defaultVersion,
  platform: "plain",
  exclude: [],
  include: [],
  sqlFiles: true,
};
