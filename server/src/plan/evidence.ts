import type { Identifier, ImportFromStatement, ImportStatement } from "../syntax/ast.ts";
import type { Module, Site, Unit } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import { nodeAt, walk } from "../syntax/walk.ts";
import type { CallFact, ModuleFacts } from "./facts.ts";
import type { Evidence } from "./value.ts";

/** One place that makes us believe that a value is Spark's. */
export type EvidenceStep = Pick<Evidence, "site" | "because">;

/** How many places are told. */
const mostSteps = 8;

/**
 * The chain of places behind a value, nearest first: the call that made it, what that was called on, down to an import,
 * an annotation, a convention or a name. Of a long chain its two ends are told.
 */
export function evidenceSteps(facts: ModuleFacts, evidence: Evidence): readonly EvidenceStep[] {
  const chain = evidenceChain(evidence);
  const near = chain.slice(0, mostSteps / 2);
  const far = chain.slice(Math.max(mostSteps / 2, chain.length - mostSteps / 2));
  const root = chain.at(-1);
  const imported = root?.level === "certain" ? importBehind(facts, root.site) : null;
  return imported ? [...near, ...far, imported] : [...near, ...far];
}

/** A value's evidence and that of what it was made from, down to the first place. */
export function evidenceChain(evidence: Evidence): readonly Evidence[] {
  const chain: Evidence[] = [];
  for (let each: Evidence | undefined = evidence; each; each = each.from) chain.push(each);
  return chain;
}

/** Why a call is Spark's: what it is called on, or that it is one of Spark's functions. */
export const callEvidence = ({ receiver, nameSite }: CallFact): Evidence =>
  receiver?.evidence ?? { level: "certain", site: nameSite, because: "a function of Spark's" };

/** Packages whose names are Spark's, or stand for it. */
const sparkPackages = /^(pyspark|delta|awsglue|dlt|databricks|typedspark|pandera)(\.|$)/;

/** The import that binds the name which the code at a place begins with; null for none of Spark's. */
function importBehind(facts: ModuleFacts, site: Site): EvidenceStep | null {
  const name = nodeAt(site.unit, site.start).findLast((node) => node.kind === "Name");
  if (name?.start !== site.start) return null;
  const own = importsOf(site.unit).get(name.id);
  if (own) return stepOf(site.unit, own);
  const module =
    documentOffset(facts.module, site) === undefined ? homes.get(site.unit)?.module : facts.module;
  for (const unit of module?.units ?? []) {
    const found = importsOf(unit).get(name.id);
    if (found && sparkPackages.test(found.qualified)) return stepOf(unit, found);
  }
  return null;
}

interface Imported {
  readonly qualified: string;
  readonly span: Identifier | ImportStatement | ImportFromStatement;
}

function stepOf(unit: Unit, { qualified, span }: Imported): EvidenceStep | null {
  return sparkPackages.test(qualified)
    ? { site: { unit, start: span.start, end: span.end }, because: `${qualified} is imported` }
    : null;
}

const imports = sideTable<Unit, ReadonlyMap<string, Imported>>();

/** The names that a unit's imports bind, wherever in it they stand. */
function importsOf(unit: Unit): ReadonlyMap<string, Imported> {
  const known = imports.get(unit);
  if (known) return known;
  const found = new Map<string, Imported>();
  if (/\bimport\b/.test(unit.text))
    for (const statement of unit.body)
      walk(statement, (node) => {
        if (node.kind === "Import")
          for (const { module, alias } of node.names) {
            const [root = module] = module.split(".");
            found.set(alias?.id ?? root, { qualified: alias ? module : root, span: node });
          }
        else if (node.kind === "ImportFrom")
          for (const { name, alias } of node.names ?? [])
            found.set((alias ?? name).id, { qualified: `${node.module}.${name.id}`, span: name });
        return true;
      });
  imports.set(unit, found);
  return found;
}

/** The file that a unit is part of. */
interface Home {
  readonly path: string;
  readonly module: Module;
}

const homes = sideTable<Unit, Home>();

/** Notes the file of a module that others import, so that evidence in it can be told. */
export function noteHome(module: Module, path: string): void {
  const home = { path, module };
  for (const unit of module.units) homes.set(unit, home);
}

/** The path of a module that others import, with `/` between the parts; null for other modules. */
export const pathOfModule = ({ units: [unit] }: Module): string | null =>
  (unit && homes.get(unit)?.path) ?? null;

/** A place in another file: its path with `/` between the parts, and the line from 1; null when it is not known. */
export function placeElsewhere(site: Site): { readonly path: string; readonly line: number } | null {
  const home = homes.get(site.unit);
  const offset = home && documentOffset(home.module, site);
  if (!home || offset === undefined) return null;
  return { path: home.path, line: home.module.text.slice(0, offset + site.start).split("\n").length };
}
