import type { FixSafety } from "../rules/rule.ts";
import { analyze, type Analysis, type Engine } from "./analyze.ts";
import type { Finding, ResolvedFix, TextEdit } from "./finding.ts";
import type { Options } from "./options.ts";

export interface FixAllRequest {
  /** "safe": safe fixes alone. "suggested": both kinds. */
  readonly safety: FixSafety;
  /** Only the fixes of this rule. */
  readonly rule?: string;
  /** The document's file; see analyze. */
  readonly path?: string | null;
}

export interface AppliedFix {
  readonly rule: string;
  readonly title: string;
}

export interface FixAllResult {
  readonly text: string;
  /** In the order of application. */
  readonly applied: readonly AppliedFix[];
}

/** Fixes may bring forth findings with fixes of their own, but not for ever. */
const mostRounds = 10;

/**
 * Applies fixes until there is none left that can be: in each round those that do not overlap, then the result is
 * analysed again. A fix after which the text has more syntax errors is left out.
 */
export function fixAll(engine: Engine, text: string, options: Options, request: FixAllRequest): FixAllResult {
  const applied: AppliedFix[] = [];
  const texts = new Set([text]);
  let analysis = analyze(engine, text, options, undefined, undefined, request.path ?? null);
  for (let round = 0; round < mostRounds; round++) {
    const chosen = compatibleFixes(analysis.findings, request);
    const next = applyRound(engine, analysis, chosen);
    // A text we have seen already: fixes undo each other, and the round is not worth having.
    if (next.applied.length === 0 || texts.has(next.analysis.text)) break;
    texts.add(next.analysis.text);
    applied.push(...next.applied);
    analysis = next.analysis;
  }
  return { text: analysis.text, applied };
}

/** The text after edits, which are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, newText } of edits) {
    result += text.slice(at, start) + newText;
    at = end;
  }
  return result + text.slice(at);
}

interface ChosenFix {
  readonly rule: string;
  readonly fix: ResolvedFix;
}

function compatibleFixes(findings: readonly Finding[], { safety, rule }: FixAllRequest): ChosenFix[] {
  const chosen: ChosenFix[] = [];
  const taken: TextEdit[] = [];
  for (const finding of findings) {
    if (rule !== undefined && finding.rule !== rule) continue;
    const fix = finding.fix?.();
    if (!fix || (fix.safety === "suggested" && safety === "safe")) continue;
    if (fix.edits.some((edit) => taken.some((other) => collide(edit, other)))) continue;
    taken.push(...fix.edits);
    chosen.push({ rule: finding.rule, fix });
  }
  // What a misspelt suppression is meant for is not to be fixed: so its spelling comes first, in a round of its own.
  const spellings = chosen.filter((each) => each.rule === "unknown-rule");
  return spellings.length > 0 ? spellings : chosen;
}

function collide(left: TextEdit, right: TextEdit): boolean {
  // Insertions at one place collide too: their order would be chance.
  return left.start <= right.end && right.start <= left.end;
}

interface Round {
  readonly analysis: Analysis;
  readonly applied: readonly AppliedFix[];
}

function applyRound(engine: Engine, before: Analysis, chosen: readonly ChosenFix[]): Round {
  const unchanged: Round = { analysis: before, applied: [] };
  if (chosen.length === 0) return unchanged;
  const together = applyFixes(engine, before, chosen);
  if (syntaxErrors(together) <= syntaxErrors(before))
    return { analysis: together, applied: chosen.map(describe) };
  // One of them breaks the text: take only those that do not break it alone, and, to be sure, not together either.
  const harmless = chosen.filter(
    (each) => syntaxErrors(applyFixes(engine, before, [each])) <= syntaxErrors(before),
  );
  if (harmless.length === 0 || harmless.length === chosen.length) return unchanged;
  const rest = applyFixes(engine, before, harmless);
  return syntaxErrors(rest) <= syntaxErrors(before)
    ? { analysis: rest, applied: harmless.map(describe) }
    : unchanged;
}

function applyFixes(engine: Engine, before: Analysis, chosen: readonly ChosenFix[]): Analysis {
  const edits = chosen.flatMap(({ fix }) => fix.edits).sort((left, right) => left.start - right.start);
  return analyze(engine, applyEdits(before.text, edits), before.options, before);
}

function describe({ rule, fix }: ChosenFix): AppliedFix {
  return { rule, title: fix.title };
}

function syntaxErrors({ facts }: Analysis): number {
  return facts.module.units.reduce((count, unit) => count + unit.errors.length, 0);
}
