import { readFileSync } from "node:fs";
import path from "node:path";
import { createSubmitFacts } from "../../server/src/submit/facts.ts";

/** The facts that the product uses. */
export const facts = createSubmitFacts(
  readFileSync(path.resolve(import.meta.dirname, "../../server/data/spark-submit.json"), "utf8"),
);
