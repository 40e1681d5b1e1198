import type { Engine } from "../analysis/analyze.ts";
import { createWorkspaceModules, type WorkspaceModules } from "../analysis/workspaceModules.ts";
import { createCatalog, type Catalog } from "../catalog/catalog.ts";
import type { DataFiles } from "../plan/dataFiles/dataFiles.ts";
import { createParser } from "../syntax/parser.ts";
import { findAssets, type Assets } from "./assets.ts";
import { openDataFiles } from "./dataFiles.ts";
import { openModuleTexts } from "./moduleTexts.ts";

/**
 * Makes the engine of this process from the files beside it; `files` are the data files that it may read, `modules` the
 * Python modules of the workspace, `grammars` those of the installed Sparks. Rejects when files of its own are missing or damaged.
 */
export async function createEngine(
  assets: Assets = findAssets(),
  files: () => DataFiles | null = () => null,
  modules?: WorkspaceModules,
  grammars?: Catalog["installedGrammar"],
): Promise<Engine> {
  const parser = await createParser({ runtime: assets.runtime(), grammar: assets.grammar() });
  return { parser, catalog: createCatalog(assets.data, grammars), files, ...(modules && { modules }) };
}

/** The engine of a command that may read the data files and modules in these folders. */
export function createEngineIn(folders: readonly string[]): Promise<Engine> {
  const files = openDataFiles(folders);
  const modules = createWorkspaceModules(openModuleTexts(() => folders));
  return createEngine(findAssets(), () => files, modules);
}
