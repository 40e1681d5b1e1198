import fs from "node:fs";
import path from "node:path";
import { createCatalog, type Catalog } from "../../server/src/catalog/catalog.ts";
import { defaultVersion } from "../../server/src/catalog/sparkVersion.ts";
import { analyzeModule } from "../../server/src/plan/analyzeModule.ts";
import type { DataFiles } from "../../server/src/plan/dataFiles/dataFiles.ts";
import { allFacts, type Fact, type ModuleFacts } from "../../server/src/plan/facts.ts";
import type { EvidenceLevel } from "../../server/src/plan/value.ts";
import { parseModule } from "../../server/src/syntax/parseModule.ts";
import { createParser, type PythonParser } from "../../server/src/syntax/parser.ts";
import { documentOffset } from "../../server/src/syntax/siteOffset.ts";

const root = path.resolve(import.meta.dirname, "../..");
const bytes = (file: string): Uint8Array =>
  new Uint8Array(fs.readFileSync(path.join(root, "node_modules", file)));

export const parser: PythonParser = await createParser({
  runtime: bytes("web-tree-sitter/web-tree-sitter.wasm"),
  grammar: bytes("tree-sitter-python/tree-sitter-python.wasm"),
});

export const catalog: Catalog = createCatalog((name) =>
  fs.readFileSync(path.join(root, "server/data", name), "utf8"),
);

/** Parses and evaluates a text, with the previous version's results where one is given. */
export function evaluated(
  text: string,
  previous?: ModuleFacts,
  evidence: EvidenceLevel = "structural",
  sparkVersion: string = defaultVersion,
  files: DataFiles | null = null,
): ModuleFacts {
  const module = parseModule(parser, text, previous ? { previous: previous.module } : {});
  return analyzeModule(module, catalog, { evidence, sparkVersion, files }, previous);
}

/** One line for each fact, as tests compare them: line number, what, and what matters of it. */
export function described(facts: ModuleFacts): string[] {
  return [...allFacts(facts)].map((fact) => `${lineOf(facts, fact)} ${describe(fact)}`);
}

function lineOf(facts: ModuleFacts, fact: Fact): number {
  const start =
    fact.kind === "call"
      ? fact.nameSite.start
      : fact.kind === "config"
        ? fact.keySite.start
        : fact.kind === "udf"
          ? fact.udf.site.start
          : fact.node.start;
  const offset = (documentOffset(facts.module, fact) ?? Number.NaN) + start;
  return facts.module.text.slice(0, offset).split("\n").length;
}

function describe(fact: Fact): string {
  switch (fact.kind) {
    case "call": {
      const rows = fact.receiver?.plan
        ? ` rows=${fact.receiver.plan.maxRows ?? (fact.receiver.plan.outside ? "unbounded" : "unknown")}`
        : "";
      const loops =
        fact.context.loops.length > 0
          ? ` loops=${fact.context.loops.map((loop) => loop.times ?? "?").join(",")}`
          : "";
      return `${fact.name}${rows}${loops}`;
    }
    case "config":
      return `config ${fact.key}=${fact.value ?? "?"} ${fact.where}`;
    case "operation":
      return fact.operation;
    case "udf":
      return `udf ${fact.udf.name ?? "?"} ${fact.udf.form}`;
  }
}
