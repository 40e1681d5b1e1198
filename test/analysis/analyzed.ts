import { readFileSync } from "node:fs";
import path from "node:path";
import { analyze, type Analysis, type Engine } from "../../server/src/analysis/analyze.ts";
import { defaultOptions, type Options } from "../../server/src/analysis/options.ts";
import { createCatalog } from "../../server/src/catalog/catalog.ts";
import { defineRule, type Rule } from "../../server/src/rules/rule.ts";
import { createParser } from "../../server/src/syntax/parser.ts";

const root = path.resolve(import.meta.dirname, "../..");
const wasm = (name: string): Uint8Array => readFileSync(path.join(root, "node_modules", name));

const parser = await createParser({
  runtime: wasm("web-tree-sitter/web-tree-sitter.wasm"),
  grammar: wasm("tree-sitter-python/tree-sitter-python.wasm"),
});
const catalog = createCatalog((name) => readFileSync(path.join(root, "server/data", name), "utf8"));

/** An engine with rules of the test's own. */
export function engineWith(...rules: readonly Rule[]): Engine {
  return { parser, catalog, rules };
}

const metadata = {
  summary: "A rule of the tests",
  category: "driver-memory",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
} as const;

/** Reports every `collect()`; the fix turns it into `take(10)`. */
export const collectRule = defineRule({
  ...metadata,
  id: "no-collect",
  fix: "safe",
  alsoKnownAs: {
    flake8: ["PS001"],
    cylint: ["CY001"],
    sonarqube: ["S7193"],
    catalystops: ["CODE_COLLECT_001"],
    "pyspark-antipattern": ["D001"],
    "databricks-pylint": ["C8917", "no-collecting"],
  },
  calls: {
    names: ["DataFrame.collect"],
    check: ({ nameSite, node, unit }, { report }) => {
      report({
        site: nameSite,
        message: "Collects.",
        fix: {
          title: "Take ten",
          safety: "safe",
          edits: () => [
            { site: nameSite, newText: "take" },
            { site: { unit, start: node.argumentList.start, end: node.argumentList.end }, newText: "(10)" },
          ],
        },
      });
    },
  },
});

/** Reports every `count()`, with a fix for the user to decide on. */
export const countRule = defineRule({
  ...metadata,
  id: "no-count",
  severity: "error",
  calls: {
    names: ["DataFrame.count"],
    check: ({ nameSite }, { report }) => {
      report({
        site: nameSite,
        message: "Counts.",
        fix: { title: "Show", safety: "suggested", edits: () => [{ site: nameSite, newText: "show" }] },
      });
    },
  },
});

/** Reports the first `show()` of a module, in the strict profile only. */
export const showRule = defineRule({
  ...metadata,
  id: "no-show",
  profiles: ["strict"],
  module: (facts, { report }) => {
    const shown = facts.units
      .flatMap((unit) => unit.facts)
      .find((fact) => fact.kind === "call" && fact.name === "DataFrame.show");
    if (shown?.kind === "call") report({ site: shown.nameSite, message: "Shows." });
  },
});

export const testEngine = engineWith(collectRule, countRule, showRule);

/** The line that the tests' programs begin with: a frame by certain evidence. */
export const prelude =
  'from pyspark.sql import SparkSession\nspark = SparkSession.builder.getOrCreate()\ndf = spark.read.parquet("p")\n';

/** Analyses the prelude and the code. */
export function analyzed(code: string, options: Partial<Options> = {}, engine = testEngine): Analysis {
  return analyze(engine, prelude + code, { ...defaultOptions, ...options });
}

/** "rule@text under the caret" for every finding. */
export function described({ findings, text }: Analysis): string[] {
  return findings.map(({ rule, start, end }) => `${rule}@${text.slice(start, end)}`);
}
