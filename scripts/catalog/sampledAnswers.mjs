import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { cache, root } from "../prepare/paths.mjs";

/**
 * Writes a sample of what each Spark has answered in each mode, out of the answers that .cache/catalog keeps.
 * @param {string} answers the file of a Spark's answers @param {string} target the file in test/catalog/data
 * @param {(dump: any, mode: string) => readonly string[]} sample lines of JSON
 */
export function writeSamples(answers, target, sample) {
  const folder = path.join(cache, "catalog");
  const tables = readdirSync(folder)
    .sort()
    .flatMap((patch) => {
      const file = path.join(folder, patch, answers);
      if (!existsSync(file)) return [];
      const dump = JSON.parse(readFileSync(file, "utf8"));
      const version = patch.split(".").slice(0, 2).join(".");
      return ["ansi", "legacy"].map(
        (mode) => `${JSON.stringify(`${version} ${mode}`)}:[\n${sample(dump, mode).join(",\n")}\n]`,
      );
    });
  writeFileSync(path.join(root, "test/catalog/data", target), `{${tables.join(",\n")}}\n`);
}
