import { readFileSync } from "node:fs";
import { createCatalog } from "../../server/src/catalog/catalog.ts";

/** The text of a file of server/data. */
export const readData = (name: string): string =>
  readFileSync(new URL(`../../server/data/${name}`, import.meta.url), "utf8");

/** The real catalogue. */
export const catalog = createCatalog(readData);
export const configs = catalog.configs;
