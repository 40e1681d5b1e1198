import { readdirSync } from "node:fs";
import path from "node:path";

/** What the name of a Spark's core library tells. */
export interface SparkBuild {
  /** "4.1.2". */
  readonly version: string;
  /** "2.13". */
  readonly scala: string;
}

/** The build of the Spark in a folder; null when there is none. */
export function sparkBuildOf(home: string): SparkBuild | null {
  try {
    for (const name of readdirSync(path.join(home, "jars"))) {
      const [, scala, version] = /^spark-core_([\d.]+)-(\d+\.\d+.*)\.jar$/.exec(name) ?? [];
      if (scala !== undefined && version !== undefined) return { version, scala };
    }
  } catch {
    // No such folder: no Spark.
  }
  return null;
}

/** The version of the Spark in a folder; null when there is none. */
export function sparkVersionOf(home: string): string | null {
  return sparkBuildOf(home)?.version ?? null;
}
