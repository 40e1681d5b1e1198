import { sideTable } from "../syntax/sideTable.ts";
import type { Unit } from "../syntax/module.ts";
import type { RunResult } from "./evaluation.ts";
import type { UnitFacts } from "./facts.ts";

/** One object for each combination of results, so that what is derived from it can be kept. */
const factsByResult = sideTable<RunResult, UnitFacts[]>();

/** What the runs over a unit contribute: its own, and those of what nothing in it calls. */
export function unitFacts(unit: Unit, own: RunResult | undefined, alone: readonly RunResult[]): UnitFacts {
  const parts = own ? [own, ...alone] : alone;
  const key = parts[0];
  if (!key) return { unit, facts: [], frames: [], mentions: [] };
  const known = factsByResult.get(key) ?? [];
  const found = known.find(
    (facts) =>
      partsOf.get(facts)?.length === parts.length &&
      partsOf.get(facts)?.every((part, index) => part === parts[index]),
  );
  if (found) return found;
  const facts: UnitFacts = {
    unit,
    facts: parts.flatMap((part) => part.facts),
    frames: parts.flatMap((part) => part.frames),
    mentions: parts.flatMap((part) => (part.mentions.size > 0 ? [part.mentions] : [])),
  };
  partsOf.set(facts, parts);
  factsByResult.set(key, [...known.slice(-3), facts]);
  return facts;
}

const partsOf = sideTable<UnitFacts, readonly RunResult[]>();
