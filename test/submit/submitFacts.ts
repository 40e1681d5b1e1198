import { readFileSync } from "node:fs";
import path from "node:path";
import { createSubmitFacts } from "../../server/src/submit/facts.ts";

/** The facts that the product uses. */
export const facts = createSubmitFacts(read("spark-submit.json"), read("spark-submit-flags.json"));

function read(name: string): string {
  return readFileSync(path.resolve(import.meta.dirname, "../../server/data", name), "utf8");
}
