import { sideTable } from "../syntax/sideTable.ts";
import type { Unit } from "../syntax/module.ts";
import type { RunResult } from "./evaluation.ts";
import type { UnitFacts } from "./facts.ts";

/** The object of the newest combination that begins with a result, so that what is derived from it can be kept. */
const factsByResult = sideTable<RunResult, UnitFacts>();

/** What the runs over a unit contribute: its own, and those of what nothing in it calls. */
export function unitFacts(unit: Unit, own: RunResult | undefined, alone: readonly RunResult[]): UnitFacts {
  const parts = own ? [own, ...alone] : alone;
  const key = parts[0];
  if (!key) return { unit, facts: [], frames: [], mentions: [] };
  const known = factsByResult.get(key);
  if (known && samePartsAs(parts, partsOf.get(known))) return known;
  const facts: UnitFacts = {
    unit,
    facts: parts.flatMap((part) => part.facts),
    frames: parts.flatMap((part) => part.frames),
    mentions: parts.flatMap((part) => (part.mentions.size > 0 ? [part.mentions] : [])),
  };
  partsOf.set(facts, parts);
  // An older combination does not come back: whatever ran again has made a result of its own.
  factsByResult.set(key, facts);
  return facts;
}

const partsOf = sideTable<UnitFacts, readonly RunResult[]>();

const samePartsAs = (parts: readonly RunResult[], others: readonly RunResult[] | undefined): boolean =>
  others?.length === parts.length && others.every((part, index) => part === parts[index]);
