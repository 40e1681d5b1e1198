import { readFileSync } from "node:fs";
import path from "node:path";

export interface Snippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

/** A file of snippets by its name in snippets/, such as "pyspark". */
export function readSnippets(name: string): ReadonlyMap<string, Snippet> {
  const file = path.resolve(import.meta.dirname, "../../snippets", `${name}.json`);
  return new Map(Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, Snippet>));
}
