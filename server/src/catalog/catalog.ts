import { createApiCatalog, type ApiCatalog } from "./apiCatalog.ts";

/** All facts about Spark, each catalogue read and indexed when it is first asked for. */
export interface Catalog {
  readonly api: ApiCatalog;
}

/** `read` gives the text of a file of server/data by its name; the shells do the I/O. */
export function createCatalog(read: (name: string) => string): Catalog {
  let api: ApiCatalog | undefined;
  return {
    get api() {
      api ??= createApiCatalog(read("pyspark-api.json"), read("dataframe-operations.json"));
      return api;
    },
  };
}
