import type { Engine } from "../analysis/analyze.ts";
import { createCatalog } from "../catalog/catalog.ts";
import { createParser } from "../syntax/parser.ts";
import { findAssets, type Assets } from "./assets.ts";

/** Makes the engine of this process from the files beside it. Rejects when they are missing or damaged. */
export async function createEngine(assets: Assets = findAssets()): Promise<Engine> {
  const parser = await createParser({ runtime: assets.runtime(), grammar: assets.grammar() });
  return { parser, catalog: createCatalog(assets.data) };
}
