import { createApiCatalog, type ApiCatalog } from "./apiCatalog.ts";
import { createConfigCatalog, type ConfigCatalog } from "./configCatalog.ts";

/** All facts about Spark, each catalogue read and indexed when it is first asked for. */
export interface Catalog {
  readonly api: ApiCatalog;
  readonly configs: ConfigCatalog;
}

/** `read` gives the text of a file of server/data by its name; the shells do the I/O. */
export function createCatalog(read: (name: string) => string): Catalog {
  let api: ApiCatalog | undefined;
  let configs: ConfigCatalog | undefined;
  return {
    get api() {
      api ??= createApiCatalog(read("pyspark-api.json"), read("dataframe-operations.json"));
      return api;
    },
    get configs() {
      configs ??= createConfigCatalog(read("configs.json"), read("config-explanations.json"));
      return configs;
    },
  };
}
