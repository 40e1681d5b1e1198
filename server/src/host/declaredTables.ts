import fs from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import {
  declaredTables,
  mayDeclareTables,
  type DeclaredTable,
} from "../plan/declaredTables/declaredTables.ts";
import { skippedFolders } from "./discover.ts";
import { slashed } from "./moduleTexts.ts";

/** Bounds of a look through a workspace: folders, files that are read, and bytes of one. */
const mostFolders = 5000;
const mostFiles = 500;
const largestFile = 256 * 1024;
/** How often the aliases of one file may be put in their places: a small file may unfold into a huge one. */
const mostAliases = 50;

/** Whether a file of this path may declare tables. */
export const isDeclaringName = (file: string): boolean => /\.ya?ml$/i.test(file);

/** The tables that YAML files in some folders declare. Files that cannot be read, or are no YAML, are left out. */
export function readDeclaredTables(folders: readonly string[]): readonly DeclaredTable[] {
  return folders.flatMap((folder) =>
    yamlFiles(folder).flatMap((file) => tablesIn(file, slashed(path.relative(folder, file)))),
  );
}

function tablesIn(file: string, shown: string): readonly DeclaredTable[] {
  try {
    if (fs.statSync(file).size > largestFile) return [];
    const text = fs.readFileSync(file, "utf8");
    if (!mayDeclareTables(text)) return [];
    const document: unknown = parse(text, { maxAliasCount: mostAliases, logLevel: "silent" });
    return declaredTables(document, shown);
  } catch {
    return [];
  }
}

/** The YAML files of a folder, those near its top first. Links are not followed. */
function yamlFiles(root: string): string[] {
  const files: string[] = [];
  const folders = [root];
  for (const folder of folders) {
    let entries: fs.Dirent[];
    try {
      entries = fs.readdirSync(folder, { withFileTypes: true });
    } catch {
      continue;
    }
    for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (folders.length < mostFolders && !skippedFolders.has(name) && !dbtOutput.has(name))
          folders.push(path.join(folder, name));
      } else if (entry.isFile() && isDeclaringName(name) && files.length < mostFiles)
        files.push(path.join(folder, name));
    }
  }
  return files;
}

/** What dbt itself writes and installs. */
const dbtOutput: ReadonlySet<string> = new Set(["target", "dbt_packages", "dbt_modules"]);
