import type { ModuleFacts } from "../plan/facts.ts";
import { closestName } from "../catalog/closestName.ts";
import type { Finding, Range, ResolvedFix, TextEdit } from "./finding.ts";
import { ownFinding } from "./ownFindings.ts";
import { lineAround, nextLineStart } from "./physicalLines.ts";
import type { RuleSet } from "./ruleSet.ts";
import { directives, type Suppression, type UnknownDirective } from "./suppressionComments.ts";
import type { PlacedSuppression, RuleAliases } from "./suppressions.ts";

/** What is wrong with the suppressions themselves: those that suppress nothing, and names that do not exist. */
export function suppressionFindings(
  { module: { text, complete: parsed }, complete }: ModuleFacts,
  suppressions: readonly PlacedSuppression[],
  unknown: readonly (UnknownDirective & { readonly offset: number })[],
  ruleSet: RuleSet,
  aliases: RuleAliases,
): Finding[] {
  const findings: (Finding | null)[] = [];
  for (const each of unknown) findings.push(unknownDirective(each, ruleSet));
  for (const placed of suppressions) {
    findings.push(...unknownNames(placed, ruleSet, aliases));
    // Marks of other linters are their business.
    if (complete && parsed && placed.mark.form !== "peer")
      findings.push(unused(placed, text, ruleSet, aliases));
  }
  return findings.filter((finding) => finding !== null);
}

function unknownDirective(
  { word, start, end, offset }: UnknownDirective & { readonly offset: number },
  ruleSet: RuleSet,
): Finding | null {
  const range = { start: offset + start, end: offset + end };
  const meant = closestName(word, directives);
  return ownFinding(
    ruleSet,
    "unknown-rule",
    range,
    `\`${word}\` has no meaning behind \`shufflewise:\`; ${meant === null ? "write" : "did you mean"} \`${meant ?? "ignore[rule]"}\`${meant === null ? "." : "?"}`,
    meant === null ? null : replacement(`Write \`${meant}\``, range, meant),
  );
}

function unknownNames(
  { mark, offset }: PlacedSuppression,
  ruleSet: RuleSet,
  aliases: RuleAliases,
): (Finding | null)[] {
  // Behind noqa, and in marks of other linters, stand the codes of every tool.
  if (mark.form !== "shufflewise") return [];
  return (mark.rules ?? [])
    .filter(({ name }) => !aliases.has(name.toLowerCase()))
    .map(({ name, start, end }) => {
      const range = { start: offset + start, end: offset + end };
      const meant = closestName(
        name,
        ruleSet.all.map(({ id }) => id),
      );
      return ownFinding(
        ruleSet,
        "unknown-rule",
        range,
        meant === null
          ? `There is no rule \`${name}\`, so this suppresses nothing; \`shufflewise rules\` lists all.`
          : `There is no rule \`${name}\`, so this suppresses nothing. Did you mean \`${meant}\`?`,
        meant === null ? null : replacement(`Write \`${meant}\``, range, meant),
      );
    });
}

function replacement(title: string, range: Range, newText: string): ResolvedFix {
  return { title, safety: "safe", edits: [{ ...range, newText }] };
}

function unused(
  placed: PlacedSuppression,
  text: string,
  ruleSet: RuleSet,
  aliases: RuleAliases,
): Finding | null {
  const { mark, offset, covers, partner, used } = placed;
  const range = { start: offset + mark.start, end: offset + mark.end };
  const report = (message: string, title: string, edits: readonly TextEdit[]): Finding | null =>
    ownFinding(ruleSet, "unused-suppression", range, message, { title, safety: "safe", edits });
  if (mark.kind === "end")
    return partner
      ? null
      : report("This `ignore-end` ends nothing; remove it.", "Remove the comment", [removal(placed, text)]);
  if (mark.kind === "file" && !covers)
    return report(
      "`ignore-file` counts only at the start of a line, outside of functions and classes.",
      "Remove the comment",
      [removal(placed, text)],
    );
  const pair = partner ? [placed, partner] : [placed];
  if (mark.rules === null) {
    if (mark.form === "noqa" || used.size > 0 || ruleSet.restricted) return null;
    return report(
      "Nothing is found here that this comment would suppress; remove it.",
      "Remove the unused suppression",
      pair.map((each) => removal(each, text)),
    );
  }
  // Names of rules that are off, and of other tools behind noqa, say nothing about use.
  const idle = mark.rules.filter(({ name }) => {
    const ids = [...(aliases.get(name.toLowerCase()) ?? [])];
    const counts = mark.form === "noqa" ? ruleSet.active.has(name) : ids.some((id) => ruleSet.active.has(id));
    return counts && !used.has(name);
  });
  if (mark.rules.length === 0 && mark.form === "shufflewise")
    return report(
      "This comment names no rule, so it suppresses nothing.",
      "Remove the comment",
      pair.map((each) => removal(each, text)),
    );
  if (idle.length === 0) return null;
  const list = idle.map(({ name }) => `\`${name}\``).join(", ");
  const kept = mark.rules.filter((each) => !idle.includes(each)).map(({ name }) => name);
  return report(
    `${list} ${idle.length === 1 ? "finds" : "find"} nothing here, so this suppression is not needed; remove it.`,
    `Remove the unused suppression of ${list}`,
    pair.flatMap((each) => (kept.length === 0 ? [removal(each, text)] : shortened(each, kept))),
  );
}

function shortened({ mark, offset }: PlacedSuppression, kept: readonly string[]): TextEdit[] {
  const { list } = mark;
  return list
    ? [{ start: offset + list.start, end: offset + listEnd(mark, list.end), newText: kept.join(", ") }]
    : [];
}

/** Behind noqa the list runs to the end of the mark; the words behind the last name stay. */
function listEnd(mark: Suppression, end: number): number {
  return mark.form === "noqa" ? (mark.rules?.at(-1)?.end ?? end) : end;
}

/** Takes a mark out of its comment, with the whole comment or the whole line when nothing else is there. */
export function removal({ mark, offset, alone }: PlacedSuppression, text: string): TextEdit {
  let start = offset + mark.start;
  let end = offset + mark.end;
  const isFirst = mark.start === mark.comment.start;
  const isLast = text.slice(end, offset + mark.comment.end).trim() === "";
  if (isFirst && isLast && alone) {
    const line = lineAround(text, start);
    return { start: line.start, end: nextLineStart(text, line.end), newText: "" };
  }
  if (isLast) while (start > 0 && /[ \t]/.test(text.charAt(start - 1))) start--;
  else while (/[ \t]/.test(text.charAt(end))) end++;
  return { start, end, newText: "" };
}
