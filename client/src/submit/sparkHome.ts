import { readdirSync } from "node:fs";
import path from "node:path";

/** The version of the Spark in a folder, read from the name of its core library; null when there is none. */
export function sparkVersionOf(home: string): string | null {
  try {
    for (const name of readdirSync(path.join(home, "jars"))) {
      const [, version] = /^spark-core_[\d.]+-(\d+\.\d+.*)\.jar$/.exec(name) ?? [];
      if (version !== undefined) return version;
    }
  } catch {
    // No such folder: no Spark.
  }
  return null;
}
