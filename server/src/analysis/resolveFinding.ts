import type { ModuleFacts } from "../plan/facts.ts";
import type { Edit, Fix, Severity } from "../rules/rule.ts";
import type { Module, Site } from "../syntax/module.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import type { Finding, Range, ResolvedFix, TextEdit } from "./finding.ts";
import { placedEvidence } from "./placedEvidence.ts";
import type { RuleReport } from "./runRules.ts";

/** The findings of these reports, sorted by place. Reports whose place is gone from the module are dropped. */
export function placedFindings(facts: ModuleFacts, reports: Iterable<RuleReport>): readonly Finding[] {
  const found: Finding[] = [];
  for (const report of reports) {
    const range = documentRange(facts.module, report.report.site);
    if (range) found.push(new PlacedFinding(facts, report, range));
  }
  // The same rule says the same of a place only once.
  return found.sort(byPlace).filter((finding, index) => {
    const before = found[index - 1];
    return before === undefined || byPlace(before, finding) !== 0;
  });
}

/** Sorts findings by place, and those of one place by their rules. */
export function byPlace(left: Finding, right: Finding): number {
  return (
    left.start - right.start ||
    left.end - right.end ||
    (left.rule < right.rule ? -1 : left.rule > right.rule ? 1 : 0)
  );
}

/**
 * What is only asked for where a finding is shown is made then. A class, since every keystroke makes all findings anew,
 * and a literal with getters brings two new functions for each.
 */
class PlacedFinding implements Finding {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly #facts: ModuleFacts;
  readonly #made: RuleReport;
  #fix: Finding["fix"] | undefined;

  constructor(facts: ModuleFacts, made: RuleReport, { start, end }: Range) {
    this.rule = made.active.rule.id;
    this.severity = made.active.severity;
    this.message = made.report.message;
    this.start = start;
    this.end = end;
    this.#facts = facts;
    this.#made = made;
  }

  get fix(): Finding["fix"] {
    const { fix } = this.#made.report;
    return (this.#fix ??= fix ? fixOf(fix, this.#facts) : null);
  }

  get evidence(): Finding["evidence"] {
    return placedEvidence(this.#facts, this.#made.evidence);
  }

  get related(): Finding["related"] {
    return (this.#made.report.related ?? []).flatMap(({ site, message }) => {
      const found = documentRange(this.#facts.module, site);
      return found ? [{ ...found, message }] : [];
    });
  }
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
