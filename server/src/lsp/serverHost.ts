import type { Engine } from "../analysis/analyze.ts";
import type { WorkspaceModules } from "../analysis/workspaceModules.ts";
import { findAssets } from "../host/assets.ts";
import { discoverFiles } from "../host/discover.ts";
import { openDataFiles, type DataFiles } from "../host/dataFiles.ts";
import { createEngine } from "../host/engine.ts";
import { openModuleTexts } from "../host/moduleTexts.ts";
import { packageVersion } from "../host/packageVersion.ts";
import { createProjects, type Project } from "../host/projects.ts";
import { readSource } from "../host/readText.ts";
import { installedGrammar } from "../host/sparkJars.ts";
import type { Catalog } from "../catalog/catalog.ts";
import type { InstalledGrammar } from "../catalog/sqlGrammarTables.ts";
import { rules } from "../rules/registry.ts";

/** What the server needs from the machine it runs on. */
export interface ServerHost {
  /** Our own version, and what runs it: "Node 24.21.0". */
  readonly version: string;
  readonly runtime: string;
  /**
   * Makes the engine; rejects when its files are missing. `files` are the data files that it may read, `grammars` those
   * of the installed Sparks.
   */
  readonly createEngine: (
    files: () => DataFiles | null,
    modules: WorkspaceModules,
    grammars: Catalog["installedGrammar"],
  ) => Promise<Engine>;
  /** The grammar of an installed PySpark, by its package's folder. @throws {Error} for jars that cannot be read */
  readonly readGrammar: (pyspark: string) => Promise<InstalledGrammar | null>;
  /** The Python files inside folders; `openText` gives the text of those that the editor holds. */
  readonly openModuleTexts: typeof openModuleTexts;
  /** The data files inside folders, as they are now. */
  readonly openDataFiles: (folders: readonly string[]) => DataFiles;
  /** A rule's page as it is written, or null. */
  readonly rulePage: (id: string) => string | null;
  /** The text of a file of facts. @throws {Error} when there is none of that name */
  readonly data: (name: string) => string;
  /** The text of a file; null when it cannot be read or decoded. */
  readonly readText: (path: string) => string | null;
  /** The files of Python and SQL and the notebooks below a folder, as absolute paths. */
  readonly sourceFiles: (folder: string) => readonly string[];
  /** Whether a Python file below a folder speaks of PySpark. Once it is found, it is not looked for again. */
  readonly usesPyspark: (folder: string) => boolean;
  /** What the project around a file says; what is broken counts as absent. */
  readonly project: (path: string) => Project;
  /** Files of settings or dependencies have changed: the next `project` reads them again. */
  readonly forgetProjects: () => void;
}

/** How many files are read to find one that uses PySpark. */
const mostRead = 500;

/** The host of a server in a Node process of its own. */
export function createServerHost(): ServerHost {
  const assets = findAssets();
  const projects = createProjects(rules);
  const withPyspark = new Set<string>();
  const filesBelow = (folder: string, pattern: RegExp): readonly string[] =>
    discoverFiles([folder], folder)
      .files.map(({ path }) => path)
      .filter((path) => pattern.test(path));

  function usesPyspark(folder: string): boolean {
    if (withPyspark.has(folder)) return true;
    const files = filesBelow(folder, /\.(py|ipynb)$/i).slice(0, mostRead);
    const found = files.some((path) => {
      const source = readSource(path);
      return !("problem" in source) && /\bpyspark\b/.test(source.text);
    });
    if (found) withPyspark.add(folder);
    return found;
  }

  return {
    version: packageVersion(),
    runtime: `Node ${process.versions.node}`,
    createEngine: (files, modules, grammars) => createEngine(assets, files, modules, grammars),
    readGrammar: installedGrammar,
    openModuleTexts,
    openDataFiles,
    rulePage: assets.rulePage,
    data: assets.data,
    readText(path) {
      const source = readSource(path);
      return "problem" in source ? null : source.text;
    },
    sourceFiles: (folder) => filesBelow(folder, /\.(py|sql|ipynb)$/i),
    usesPyspark,
    project: projects.of,
    forgetProjects: projects.forget,
  };
}
