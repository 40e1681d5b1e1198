import type { ModuleFacts } from "../plan/facts.ts";
import type { Edit, Fix } from "../rules/rule.ts";
import type { Module, Site } from "../syntax/module.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import type { Finding, Range, ResolvedFix, TextEdit } from "./finding.ts";
import { placedEvidence } from "./placedEvidence.ts";
import type { RuleReport } from "./runRules.ts";

/** Turns reports of one module into findings; the same rule says the same of a place only once. */
export interface FindingResolver {
  readonly add: (report: RuleReport) => void;
  readonly findings: Finding[];
}

/** A resolver for the reports on these facts. Reports whose place is gone from the module are dropped. */
export function findingResolver(facts: ModuleFacts): FindingResolver {
  const findings: Finding[] = [];
  const seen = new Map<string, Set<number>>();
  const { module } = facts;
  const add = ({ active, report, evidence }: RuleReport): void => {
    const range = documentRange(module, report.site);
    if (!range) return;
    const places = seen.get(active.rule.id) ?? new Set();
    seen.set(active.rule.id, places);
    // Both ends in one number: no document is as long.
    const place = range.start * 2 ** 26 + range.end - range.start;
    if (places.has(place)) return;
    places.add(place);
    findings.push({
      rule: active.rule.id,
      severity: active.severity,
      message: report.message,
      start: range.start,
      end: range.end,
      fix: report.fix ? fixOf(report.fix, facts) : null,
      // Asked for only where a finding is shown, while every keystroke makes all findings anew.
      get evidence() {
        return placedEvidence(facts, evidence);
      },
      get related() {
        return (report.related ?? []).flatMap(({ site, message }) => {
          const found = documentRange(module, site);
          return found ? [{ ...found, message }] : [];
        });
      },
    });
  };
  return { add, findings };
}

/** Edits in document order, or null when they are none, overlap, or change nothing. */
export function orderEdits(edits: readonly TextEdit[], text: string): TextEdit[] | null {
  const ordered: TextEdit[] = [];
  for (const edit of [...edits].sort((left, right) => left.start - right.start || left.end - right.end)) {
    const last = ordered.at(-1);
    if (last && last.start === edit.start && last.end === edit.end && last.newText === edit.newText) continue;
    if (last && edit.start < last.end) return null;
    ordered.push(edit);
  }
  const changes = ordered.some(({ start, end, newText }) => text.slice(start, end) !== newText);
  return changes ? ordered : null;
}

/** Where a site lies in the document; null when its unit is not part of the module. */
export function documentRange(module: Module, site: Site): Range | null {
  const offset = documentOffset(module, site);
  return offset === undefined ? null : { start: offset + site.start, end: offset + site.end };
}

function fixOf(fix: Fix, facts: ModuleFacts): () => ResolvedFix | null {
  let made: ResolvedFix | null | undefined;
  return () => (made === undefined ? (made = resolveFix(fix, facts)) : made);
}

function resolveFix(fix: Fix, facts: ModuleFacts): ResolvedFix | null {
  let edits: readonly Edit[];
  try {
    edits = fix.edits(facts);
  } catch {
    // A fix that fails is no fix: the finding stays and is still true.
    return null;
  }
  const placed: TextEdit[] = [];
  for (const { site, newText } of edits) {
    const range = documentRange(facts.module, site);
    if (!range) return null;
    placed.push({ ...range, newText });
  }
  const ordered = orderEdits(placed, facts.module.text);
  return ordered && { title: fix.title, safety: fix.safety, edits: ordered };
}
