import type { ModuleFacts } from "../plan/facts.ts";
import type { Rule } from "../rules/rule.ts";
import type { Module } from "../syntax/module.ts";
import type { Finding, Range } from "./finding.ts";
import { ownFindingKinds } from "./ownFindings.ts";
import { commentableLines, lineAround, nextLineStart } from "./physicalLines.ts";
import type { RuleSet } from "./ruleSet.ts";
import { commentMarks, type Suppression, type UnknownDirective } from "./suppressionComments.ts";
import { suppressionFindings } from "./suppressionFindings.ts";

/** A suppression in one version of a document. */
export interface PlacedSuppression {
  readonly mark: Suppression;
  /** The document offset of the mark's unit. */
  readonly offset: number;
  /** Nothing but blanks stands before it on its line. */
  readonly alone: boolean;
  /** Findings that begin (or, for one line, begin or end) here are suppressed; null for marks that suppress nothing. */
  readonly covers: Range | null;
  /** The `ignore-end` of an `ignore-start`, and the other way round. */
  readonly partner: PlacedSuppression | null;
  /** The names that suppressed a finding, and null when a mark without names did. */
  readonly used: Set<string | null>;
}

/** The findings that no comment suppresses, and those about the comments themselves. */
export function applySuppressions(
  facts: ModuleFacts,
  findings: readonly Finding[],
  ruleSet: RuleSet,
): Finding[] {
  const { module } = facts;
  const { suppressions, unknown } = placeSuppressions(module);
  if (suppressions.length === 0 && unknown.length === 0) return [...findings];
  const aliases = aliasesOf(ruleSet.all);
  const remaining = findings.filter((finding) => !isSuppressed(finding, suppressions, module, aliases));
  remaining.push(...suppressionFindings(facts, suppressions, unknown, ruleSet, aliases));
  return remaining;
}

/** The rules that a name in a suppression means: by our id, or by the ids of the same check in other tools. */
export type RuleAliases = ReadonlyMap<string, ReadonlySet<string>>;

const aliasesOfRules = new WeakMap<readonly Rule[], RuleAliases>();

function aliasesOf(rules: readonly Rule[]): RuleAliases {
  let aliases = aliasesOfRules.get(rules);
  if (!aliases) {
    const made = new Map<string, Set<string>>();
    const add = (name: string, id: string): void => {
      const ids = made.get(name.toLowerCase());
      if (ids) ids.add(id);
      else made.set(name.toLowerCase(), new Set([id]));
    };
    for (const { id, alsoKnownAs } of rules)
      for (const name of [id, ...Object.values(alsoKnownAs ?? {}).flat()]) add(name, id);
    for (const id of Object.keys(ownFindingKinds)) add(id, id);
    aliases = made;
    aliasesOfRules.set(rules, aliases);
  }
  return aliases;
}

function placeSuppressions(module: Module): {
  readonly suppressions: readonly PlacedSuppression[];
  readonly unknown: readonly (UnknownDirective & { readonly offset: number })[];
} {
  const suppressions: PlacedSuppression[] = [];
  const unknown: (UnknownDirective & { readonly offset: number })[] = [];
  const open: { readonly index: number; readonly mark: Suppression }[] = [];
  for (const [index, unit] of module.units.entries()) {
    const offset = module.offsets[index] ?? 0;
    const marks = commentMarks(unit);
    for (const each of marks.unknown) unknown.push({ ...each, offset });
    for (const mark of marks.suppressions) {
      const start = offset + mark.comment.start;
      const line = lineAround(module.text, start);
      const alone = module.text.slice(line.start, start).trim() === "";
      const placed = { mark, offset, alone, partner: null, used: new Set<string | null>() };
      if (mark.kind === "end") {
        const opened = open.findLastIndex((each) => mark.rules === null || sameNames(each.mark, mark));
        const [begin] = opened < 0 ? [] : open.splice(opened, 1);
        const opener = begin && suppressions[begin.index];
        const end = { ...placed, covers: null, partner: opener ?? null };
        suppressions.push(end);
        if (begin && opener?.covers)
          suppressions[begin.index] = {
            ...opener,
            partner: end,
            covers: { start: opener.covers.start, end: start },
          };
        continue;
      }
      if (mark.kind === "start") open.push({ index: suppressions.length, mark });
      suppressions.push({ ...placed, covers: coverage(mark, line, alone, start, module.text) });
    }
  }
  return { suppressions, unknown };
}

function coverage(mark: Suppression, line: Range, alone: boolean, start: number, text: string): Range | null {
  if (mark.kind === "file") return line.start === start ? { start: 0, end: text.length + 1 } : null;
  if (mark.kind === "start") return { start, end: text.length + 1 };
  if (!alone || mark.form === "noqa") return line;
  let below = line;
  do {
    if (below.end >= text.length) return null;
    below = lineAround(text, nextLineStart(text, below.end));
  } while (/^[ \t]*#/.test(text.slice(below.start, below.end)));
  return below;
}

function sameNames(left: Suppression, right: Suppression): boolean {
  const names = ({ rules }: Suppression): string =>
    (rules ?? [])
      .map(({ name }) => name)
      .sort()
      .join();
  return names(left) === names(right);
}

function isSuppressed(
  finding: Finding,
  suppressions: readonly PlacedSuppression[],
  module: Module,
  aliases: RuleAliases,
): boolean {
  let lines: readonly Range[] | null = null;
  let suppressed = false;
  for (const { mark, covers, used } of suppressions) {
    if (!covers) continue;
    const names = mark.rules?.filter(({ name }) => aliases.get(name.toLowerCase())?.has(finding.rule));
    if (names?.length === 0) continue;
    if (mark.kind === "line") {
      lines ??= [finding.start, Math.max(finding.start, finding.end - 1)].map((at) =>
        commentableLines(module, at),
      );
      if (!lines.some(({ start, end }) => start <= covers.start && covers.end <= end)) continue;
    } else if (finding.start < covers.start || finding.start >= covers.end) continue;
    suppressed = true;
    if (names) for (const { name } of names) used.add(name);
    else used.add(null);
  }
  return suppressed;
}
