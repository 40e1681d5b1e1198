import type { ModuleFacts } from "../plan/facts.ts";
import type { Statement } from "../syntax/ast.ts";
import { namesBoundBy } from "../syntax/boundNames.ts";
import type { Unit } from "../syntax/module.ts";
import { childrenOf, type AstNode } from "../syntax/walk.ts";
import { insert, replace, siteIn } from "./edits.ts";
import { defineRule, type Edit, type Fix } from "./rule.ts";

const functionsModule = "pyspark.sql.functions";

/** `from pyspark.sql.functions import *`: sum, max, filter and a dozen more of Python's own functions are gone. */
export const functionsStarImport = defineRule({
  id: "functions-star-import",
  summary: "All of Spark's functions imported with a star",
  category: "columns",
  severity: "info",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["strict"],
  module(facts, { report, catalog }) {
    if (!facts.imports.star.includes(functionsModule)) return;
    const { functionNames } = catalog.api;
    for (const { unit } of facts.units)
      for (const statement of unit.body) {
        if (!isStarImport(statement)) continue;
        const fix = fixOf(facts, unit, statement, functionNames);
        report({
          site: siteIn(unit, statement),
          message:
            "The star binds over 500 names, and with them Python's own `sum`, `max`, `min`, `round`, `abs` and `filter` become Spark's. Import the module: `from pyspark.sql import functions as F`.",
          evidence: { level: "certain", site: siteIn(unit, statement), because: "an import of PySpark" },
          ...(fix && { fix }),
        });
      }
  },
});

function isStarImport(statement: Statement): boolean {
  return (
    statement.kind === "ImportFrom" &&
    statement.module === functionsModule &&
    statement.level === 0 &&
    statement.names === null
  );
}

/** Every use gets its `F.`; not where the module binds one of the names again, or the name F. */
function fixOf(
  facts: ModuleFacts,
  unit: Unit,
  statement: Statement,
  functionNames: readonly string[],
): Fix | null {
  const alias = [...facts.imports.names].find(([, name]) => name === functionsModule)?.[0];
  const wanted = alias ?? "F";
  return {
    title: `Import the functions as \`${wanted}\`, and name them by it`,
    safety: "suggested",
    edits(current): readonly Edit[] {
      const names = new Set(functionNames.filter((name) => !current.imports.names.has(name)));
      const uses = usesOf(current, names);
      if (uses === null || (alias === undefined && current.imports.names.has("F"))) return [];
      const line = alias === undefined ? "from pyspark.sql import functions as F" : "";
      return [
        replace(unit, statement, line === "" ? "pass" : line),
        ...uses.map(({ unit: place, offset }) => insert(place, offset, `${wanted}.`)),
      ];
    },
  };
}

/** What imports bind is known already. */
const isImport = ({ kind }: AstNode): boolean => kind === "Import" || kind === "ImportFrom";

/** Where the names are read; null where one of them, or `F`, is bound in the module itself. */
function usesOf(
  facts: ModuleFacts,
  names: ReadonlySet<string>,
): readonly { readonly unit: Unit; readonly offset: number }[] | null {
  const uses: { readonly unit: Unit; readonly offset: number }[] = [];
  for (const { unit } of facts.units) {
    const waiting: AstNode[] = [...unit.body];
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      if (!isImport(node) && namesBoundBy(node).some(({ id }) => names.has(id) || id === "F")) return null;
      if (node.kind === "Name" && names.has(node.id)) uses.push({ unit, offset: node.start });
      waiting.push(...childrenOf(node));
    }
  }
  return uses;
}
