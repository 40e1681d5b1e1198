import { evidenceSteps, placeElsewhere } from "../plan/evidence.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import type { Evidence } from "../plan/value.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import type { FindingEvidence } from "./finding.ts";

/** The places behind several pieces of evidence, each once; those that are gone are left out. */
export function placedEvidence(facts: ModuleFacts, evidence: readonly Evidence[]): FindingEvidence[] {
  const found = new Map<string, FindingEvidence>();
  for (const each of evidence)
    for (const { site, because } of evidenceSteps(facts, each)) {
      const offset = documentOffset(facts.module, site);
      const elsewhere = offset === undefined ? placeElsewhere(site) : null;
      if (offset === undefined && !elsewhere) continue;
      const [start, end] = offset === undefined ? [0, 0] : [offset + site.start, offset + site.end];
      const file = elsewhere ? `${elsewhere.path}:${elsewhere.line}` : "";
      found.set(`${start} ${file} ${because}`, {
        start,
        end,
        level: each.level,
        because,
        elsewhere,
      });
    }
  return [...found.values()];
}
