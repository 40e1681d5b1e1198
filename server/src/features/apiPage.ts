import type { ApiSignature } from "../catalog/apiCatalog.ts";
import { documentationVersion } from "../catalog/sparkVersion.ts";

const documentation = "https://spark.apache.org/docs";

/** Sections of PySpark's reference by the beginning of an import path; the first that fits counts. */
const sections: readonly (readonly [prefix: string, section: string])[] = [
  ["pyspark.sql.streaming.", "pyspark.ss/api/"],
  ["pyspark.sql.", "pyspark.sql/api/"],
  ["pyspark.pandas.", "pyspark.pandas/api/"],
  ["pyspark.ml.", "api/"],
  ["pyspark.streaming.", "api/"],
  ["pyspark.", "api/"],
];

/** The page of PySpark's API reference on it, in that version's edition (3.3 to 4.3 agree on the paths); null where it has none. */
export function apiPage({ name, path, kind, availability }: ApiSignature, version: string): string | null {
  if (availability !== "present") return null;
  const section = sections.find(([prefix]) => path.startsWith(prefix))?.[1];
  if (section === undefined || /^pyspark\.(testing|pipelines|errors|resource)\./.test(path)) return null;
  // Types and machine learning have one page a class.
  const isWholePage = /^pyspark\.(sql\.types|ml)\./.test(path);
  const member = name.slice(name.lastIndexOf(".") + 1);
  const isMember = kind !== "function" && kind !== "constructor";
  const owner = path.replace(/\.Builder$/, ".builder");
  const page = isMember && !isWholePage ? `${owner}.${member}` : owner;
  return `${documentation}/${documentationVersion(version)}/api/python/reference/${section}${page}.html`;
}
