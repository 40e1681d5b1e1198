import type { Catalog } from "../catalog/catalog.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { Identifier } from "../syntax/ast.ts";
import { namesBoundBy } from "../syntax/boundNames.ts";
import type { Unit } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { nodeAt, walk } from "../syntax/walk.ts";
import { newImport, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A function or type of PySpark by its bare name that nothing in the module binds: Python raises NameError. */
export const nameNotImported = defineRule({
  id: "name-not-imported",
  summary: "Name of PySpark's that is not imported",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  module(facts, { report, catalog }) {
    if (!facts.usesSpark || facts.module.language === "sql") return;
    const asked = new Set<string>();
    const isInOrder = !fileConventions(facts.module, facts.imports).isNotebook;
    for (const [index, { unit }] of facts.units.entries())
      for (const use of candidatesOf(unit, catalog)) {
        const { id } = use.name;
        if (asked.has(id)) continue;
        if (facts.imports.names.has(id)) {
          if (!isInOrder || !runsAtOnce(unit, use) || firstBinding(facts, id) <= index) continue;
          asked.add(id);
          const early = siteIn(unit, use.name);
          report({
            site: early,
            message: `\`${id}\` is imported only further below: Python raises NameError here. Move the import up.`,
            evidence: { level: "certain", site: early, because: "a name that PySpark's modules have" },
          });
          continue;
        }
        const line = importOf(use, facts.imports.star, catalog);
        if (line === null) continue;
        asked.add(id);
        if (mayBeBound(id, facts)) continue;
        const site = siteIn(unit, use.name);
        report({
          site,
          message: `Nothing here binds \`${id}\`: Python raises NameError. Import it: \`${line}\`.`,
          evidence: { level: "certain", site, because: "a name that PySpark's modules have" },
          fix: {
            title: `Add \`${line}\``,
            safety: "suggested",
            edits: (current) => [newImport(current, line)],
          },
        });
      }
  },
});

/** Whether a use runs where it stands, once and for certain: in a plain statement of the module, in no function. */
function runsAtOnce(unit: Unit, { name }: Use): boolean {
  const [statement, ...others] = unit.body;
  return (
    others.length === 0 &&
    (statement?.kind === "Assign" || statement?.kind === "Expression") &&
    !nodeAt(unit, name.start).some((node) => /^(Lambda|Conditional|Boolean|Comprehension)$/.test(node.kind))
  );
}

/** The first of the module's statements that binds a name in whatever scope, or may bind any. */
function firstBinding({ units }: ModuleFacts, name: string): number {
  const index = units.findIndex(({ unit }) => {
    const { names, isOpen } = bindingsOf(unit);
    return isOpen || names.has(name);
  });
  return index < 0 ? 0 : index;
}

/** `name(…)`, or `name.member` and what follows. */
interface Use {
  readonly name: Identifier;
  readonly member: string | null;
}

const kept = sideTable<Unit, readonly Use[]>();

/** The first use of each name that may be PySpark's: every keystroke looks at those of the whole module. */
function candidatesOf(unit: Unit, catalog: Catalog): readonly Use[] {
  let uses = kept.get(unit);
  if (!uses) {
    const found = new Map<string, Use>();
    for (const use of usesIn(unit))
      if (!found.has(use.name.id) && importOf(use, [], catalog) !== null) found.set(use.name.id, use);
    uses = [...found.values()];
    kept.set(unit, uses);
  }
  return uses;
}

function usesIn(unit: Unit): readonly Use[] {
  const uses: Use[] = [];
  for (const statement of unit.body)
    walk(statement, (node) => {
      if (node.kind === "Call" && node.callee.kind === "Name") uses.push({ name: node.callee, member: null });
      else if (node.kind === "Attribute" && node.object.kind === "Name")
        uses.push({ name: node.object, member: node.name.id });
      return true;
    });
  return uses;
}

/** The import that the use lacks; null for what is no name of PySpark's, or one that a star brings. */
function importOf({ name: { id }, member }: Use, stars: readonly string[], { api }: Catalog): string | null {
  const line = (module: string, names: string): string | null =>
    stars.includes(module) ? null : `from ${module} import ${names}`;
  if (id === "F" && member !== null && functionsOf(api).has(member))
    return "from pyspark.sql import functions as F";
  if (id === "T" && member !== null && isType(member)) return "from pyspark.sql import types as T";
  if (id === "Window" && member !== null && /^(partition|order|rows|range)/.test(member))
    return line("pyspark.sql", "Window");
  if (id === "SparkSession" && member === "builder") return line("pyspark.sql", "SparkSession");
  if (member !== null) return null;
  if (isType(id)) return line("pyspark.sql.types", id);
  return functionsOf(api).has(id) && !pythonsOwn.has(id) ? line("pyspark.sql.functions", id) : null;
}

const functionSets = sideTable<Catalog["api"], ReadonlySet<string>>();

function functionsOf(api: Catalog["api"]): ReadonlySet<string> {
  let names = functionSets.get(api);
  if (!names) {
    names = new Set(api.functionNames);
    functionSets.set(api, names);
  }
  return names;
}

const isType = (name: string): boolean =>
  /^(Struct|String|Integer|Long|Double|Float|Boolean|Date|Timestamp|Decimal|Array|Map|Binary|Short|Byte)Type$/.test(
    name,
  ) || name === "StructField";

/** Names of Spark's functions that Python has without an import. */
const pythonsOwn: ReadonlySet<string> = new Set(
  "abs ascii bin chr filter hash hex len max min ord pow range round slice sum".split(" "),
);

/** Whether anything in the module binds the name, in whatever scope, or more may come from elsewhere. */
const mayBeBound = (name: string, { units, imports, module }: ModuleFacts): boolean =>
  imports.star.some((each) => !each.startsWith("pyspark")) ||
  /%run\b/.test(module.text) ||
  units.some(({ unit }) => {
    const { names, isOpen } = bindingsOf(unit);
    return isOpen || names.has(name);
  });

interface Bindings {
  readonly names: ReadonlySet<string>;
  /** Whether it may bind names that nobody can see. */
  readonly isOpen: boolean;
}

const keptBindings = sideTable<Unit, Bindings>();

function bindingsOf(unit: Unit): Bindings {
  let bindings = keptBindings.get(unit);
  if (!bindings) {
    const names = new Set<string>();
    // What is no Python may bind anything, and `exec` and `globals()` make names out of texts.
    let isOpen = unit.errors.length > 0 || makesNames(unit);
    for (const statement of unit.body)
      walk(statement, (node) => {
        isOpen ||= node.kind === "ImportFrom" && node.names === null && !node.module.startsWith("pyspark");
        for (const { id } of namesBoundBy(node)) names.add(id);
        return true;
      });
    bindings = { names, isOpen };
    keptBindings.set(unit, bindings);
  }
  return bindings;
}

/** `"spark" in locals()` only asks for a name. */
function lookupsIn(unit: Unit): ReadonlySet<Identifier> {
  const found = new Set<Identifier>();
  for (const statement of unit.body)
    walk(statement, (node) => {
      if (node.kind === "Comparison")
        for (const [index, operand] of node.operands.entries())
          if (/^(not )?in$/.test(node.operators[index]?.operator ?? "") && operand.kind === "Call")
            if (operand.callee.kind === "Name") found.add(operand.callee);
      return true;
    });
  return found;
}

function makesNames(unit: Unit): boolean {
  const makers = usesIn(unit).filter(
    ({ name, member }) => member === null && /^(exec|globals|locals|setattr)$/.test(name.id),
  );
  if (makers.length === 0) return false;
  const lookups = lookupsIn(unit);
  return makers.some(({ name }) => !lookups.has(name));
}
