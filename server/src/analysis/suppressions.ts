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
  /** Whether `covers` is a line, which a finding shares, or a range, in which a finding begins. */
  readonly covered: "line" | "range";
  /** The names that suppressed a finding, and null when a mark without names did. */
  readonly used: Set<string | null>;
  /** The rules whose findings it suppressed. */
  readonly silenced: Set<string>;
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
  const remaining = findings.filter((finding) => !suppressing(finding, suppressions, module, aliases));
  remaining.push(...suppressionFindings(facts, suppressions, unknown, ruleSet, aliases));
  return remaining;
}

/**
 * The rules that a name in a suppression means: by our id, by the ids of the same check in other tools, or by the name of
 * a tool that looks for them.
 */
export type RuleAliases = ReadonlyMap<string, ReadonlySet<string>>;

const aliasesOfRules = new WeakMap<readonly Rule[], RuleAliases>();

/** The aliases of these rules. */
export function aliasesOf(rules: readonly Rule[]): RuleAliases {
  let aliases = aliasesOfRules.get(rules);
  if (!aliases) {
    const made = new Map<string, Set<string>>();
    const add = (name: string, id: string): void => {
      const ids = made.get(name.toLowerCase());
      if (ids) ids.add(id);
      else made.set(name.toLowerCase(), new Set([id]));
    };
    for (const { id, alsoKnownAs } of rules)
      for (const name of [id, ...Object.entries(alsoKnownAs ?? {}).flat(2)]) add(name, id);
    for (const id of Object.keys(ownFindingKinds)) add(id, id);
    aliases = made;
    aliasesOfRules.set(rules, aliases);
  }
  return aliases;
}

/** The suppressions in a module, each with what it covers. */
export function placeSuppressions(module: Module): {
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
      const covered = mark.kind === "line" || mark.kind === "next" ? ("line" as const) : ("range" as const);
      const used = new Set<string | null>();
      const placed = { mark, offset, alone, covered, partner: null, used, silenced: new Set<string>() };
      if (mark.kind === "end") {
        const opened = open.findLastIndex(
          (each) => each.mark.form === mark.form && (mark.rules === null || sameNames(each.mark, mark)),
        );
        const [begin] = opened < 0 ? [] : open.splice(opened, 1);
        const opener = begin && suppressions[begin.index];
        const end = { ...placed, covers: null, partner: opener ?? null };
        suppressions.push(end);
        if (begin && opener?.covers)
          suppressions[begin.index] = {
            ...opener,
            partner: end,
            covers: { start: opener.covers.start, end: Math.min(start, opener.covers.end) },
          };
        continue;
      }
      if (mark.form === "peer" && mark.kind === "start") {
        const block = peerBlock(line, alone, start, module.text);
        if (alone) open.push({ index: suppressions.length, mark });
        suppressions.push({ ...placed, covers: block ?? line, covered: block ? "range" : "line" });
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
  if (mark.kind !== "next" && (!alone || mark.form !== "shufflewise")) return line;
  let below = line;
  do {
    if (below.end >= text.length) return null;
    below = lineAround(text, nextLineStart(text, below.end));
  } while (/^[ \t]*#/.test(text.slice(below.start, below.end)));
  return below;
}

/**
 * What pylint's `disable` is about when it stands alone, or behind the colon that begins a block: the rest of the block,
 * by its indentation; null for the line alone.
 */
function peerBlock(line: Range, alone: boolean, start: number, text: string): Range | null {
  const before = text.slice(line.start, start);
  const indentation = /^[ \t]*/.exec(before)?.[0].length ?? 0;
  if (!alone && !/:\s*$/.test(before)) return null;
  let end = line.end;
  while (end < text.length) {
    const next = lineAround(text, nextLineStart(text, end));
    const code = /[^ \t]/.exec(text.slice(next.start, next.end));
    if (code && code[0] !== "#" && (alone ? code.index < indentation : code.index <= indentation)) break;
    end = next.end;
  }
  return { start: alone ? start : line.start, end: end + 1 };
}

function sameNames(left: Suppression, right: Suppression): boolean {
  const names = ({ rules }: Suppression): string =>
    (rules ?? [])
      .map(({ name }) => name)
      .sort()
      .join();
  return names(left) === names(right);
}

/** Whether one of the suppressions covers the finding; all that do note it. */
export function suppressing(
  finding: Finding,
  suppressions: readonly PlacedSuppression[],
  module: Module,
  aliases: RuleAliases,
): boolean {
  let lines: readonly Range[] | null = null;
  let suppressed = false;
  for (const { mark, covers, covered, used, silenced } of suppressions) {
    if (!covers) continue;
    const names = mark.rules?.filter(({ name }) => aliases.get(name.toLowerCase())?.has(finding.rule));
    if (names?.length === 0) continue;
    if (covered === "line") {
      lines ??= [finding.start, Math.max(finding.start, finding.end - 1)].map((at) =>
        commentableLines(module, at),
      );
      if (!lines.some(({ start, end }) => start <= covers.start && covers.end <= end)) continue;
    } else if (finding.start < covers.start || finding.start >= covers.end) continue;
    suppressed = true;
    silenced.add(finding.rule);
    if (names) for (const { name } of names) used.add(name);
    else used.add(null);
  }
  return suppressed;
}
