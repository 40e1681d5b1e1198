import type { Catalog } from "../catalog/catalog.ts";
import type { SqlFunction } from "../catalog/sqlFunctionCatalog.ts";
import { codeText } from "./schemaTable.ts";

/** How a function of SQL is called: each way as "upper(str)". */
export const sqlFunctionForms = ({ name, signatures, parameters }: SqlFunction): readonly string[] =>
  signatures.length > 0
    ? signatures.map((each) => `${name}${each}`)
    : [`${name}(${parameters.length > 0 ? parameters.join(", ") : ""})`];

/** Our sentence on a function, by what makes it in Python. */
export function sqlFunctionSummary({ api }: Catalog, { python }: SqlFunction): string | null {
  for (const each of python) {
    const summary = api.summary(`functions.${each}`);
    if (summary !== null) return summary;
  }
  return null;
}

/** Markdown: how a function is called, what it does, and since when; null for none of this version. */
export function describeSqlFunction(catalog: Catalog, name: string, version: string): string | null {
  const found = catalog.sqlFunctions.find(name, version);
  if (found === null) return null;
  const { kind, since, deprecated, aliases, deterministic } = found;
  const facts = [
    deprecated === null ? null : `**Deprecated since Spark ${deprecated}.**`,
    kinds[kind],
    deterministic ? null : "Not deterministic: may give another result each time",
    aliases.length === 0 ? null : `Also called ${aliases.map(codeText).join(", ")}`,
    since === null ? null : `Since Spark ${since}`,
  ].filter((line) => line !== null);
  return [
    `\`\`\`sql\n${sqlFunctionForms(found).join("\n")}\n\`\`\``,
    sqlFunctionSummary(catalog, found),
    facts.join("  \n"),
  ]
    .filter((part) => part !== null && part !== "")
    .join("\n\n");
}

const kinds: Readonly<Record<SqlFunction["kind"], string | null>> = {
  scalar: null,
  aggregate: "Aggregate: one value of many rows",
  window: "Window function: needs OVER",
  generator: "Generator: several rows of one",
  table: "Table function: stands in FROM",
};
