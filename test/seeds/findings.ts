import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Analysis } from "../../server/src/analysis/analyze.ts";
import { analyze } from "../../server/src/analysis/analyze.ts";
import { defaultOptions } from "../../server/src/analysis/options.ts";
import { createEngine } from "../../server/src/host/engine.ts";

const folder = path.join(import.meta.dirname, "fixtures");
const engine = await createEngine();

/** The blocks of code by name, as "A01". */
export const blocks: readonly string[] = readdirSync(folder)
  .map((name) => path.parse(name).name)
  .sort();

/**
 * A block as it is found when it is opened by itself: pages leave out where `spark` and `df` come from, so that only their
 * names speak for them.
 */
export function opened(block: string): Analysis {
  const text = readFileSync(path.join(folder, `${block}.py`), "utf8");
  return analyze(engine, text, { ...defaultOptions, evidence: "names" });
}

/** "3 udf-has-builtin" for each finding. */
export const described = ({ findings, text }: Analysis): readonly string[] =>
  findings.map(({ rule, start }) => `${text.slice(0, start).split("\n").length} ${rule}`);
