import type { Analysis } from "../analysis/analyze.ts";
import { ownFindingKinds } from "../analysis/ownFindings.ts";
import { commentMarks, directives } from "../analysis/suppressionComments.ts";
import { rules } from "../rules/registry.ts";
import type { Comment } from "../syntax/module.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { noCompletion, type Completion, type CompletionChoice } from "./completionItem.ts";
import type { HoverText } from "./hoverText.ts";
import { ruleSummary, shortRulePage } from "./rulePage.ts";

/** On a rule's id in a suppression comment: what the rule is about. */
export function suppressionHover(
  analysis: Analysis,
  offset: number,
  pageOf: (id: string) => string | null,
): HoverText | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  for (const { rules: names } of commentMarks(placed.unit).suppressions)
    for (const { name, ...span } of names ?? []) {
      const [start, end] = [placed.offset + span.start, placed.offset + span.end];
      if (offset < start || offset > end) continue;
      const rule = ruleNamed(name);
      const page = rule === null ? null : pageOf(rule);
      const summary = rule === null ? null : ruleSummary(rule);
      if (rule === null || summary === null) return null;
      return { start, end, markdown: page === null ? `**${rule}**: ${summary}.` : shortRulePage(rule, page) };
    }
  return null;
}

/** In `# shufflewise: …`: the directives; between its brackets and behind `# noqa:`: the rules not yet named. */
export function suppressionCompletion(analysis: Analysis, offset: number): Completion {
  const { text } = analysis.facts.module;
  const placed = unitAt(analysis.facts.module, offset);
  const comment = placed?.unit.comments.find((each) => within(each, offset - placed.offset));
  if (placed === undefined || comment === undefined) return noCompletion;
  const start = placed.offset + comment.start;
  const before = text.slice(start, offset);
  const directive = /#\s*shufflewise\s*:\s*([\w-]*)$/.exec(before);
  if (directive !== null) {
    const from = offset - (directive[1] ?? "").length;
    const range = { start: from, end: wordEnd(text, offset) };
    return complete(
      directives.map((word) => ({
        ...range,
        kind: "directive",
        text: word,
        detail: directiveDetails[word],
        isLikely: word === "ignore",
      })),
    );
  }
  const list = /#\s*(?:shufflewise\s*:\s*ignore[\w-]*\s*\[|noqa\s*:)([^\]#]*)$/i.exec(before);
  if (list === null) return noCompletion;
  const typed = /[\w-]*$/.exec(before)?.[0] ?? "";
  const named = new Set(listedNames(list[1] ?? "", text.slice(offset, start + comment.text.length), typed));
  const range = { start: offset - typed.length, end: wordEnd(text, offset) };
  const near = new Set(nearbyRules(analysis, offset));
  return complete(
    [...rules.map(({ id }) => id), ...Object.keys(ownFindingKinds)]
      .filter((id) => !named.has(id))
      .map((id) => ({
        ...range,
        kind: "rule",
        text: id,
        detail: ruleSummary(id) ?? "",
        isLikely: near.has(id),
      })),
  );
}

function complete(choices: readonly Omit<CompletionChoice, "documentation" | "isDeprecated">[]): Completion {
  return {
    choices: choices.map((choice) => ({ ...choice, documentation: null, isDeprecated: false })),
    complete: true,
  };
}

const directiveDetails: Readonly<Record<(typeof directives)[number], string>> = {
  ignore: "findings on this line, or on the line below a comment of its own",
  "ignore-file": "findings in the whole file",
  "ignore-start": "findings from here to ignore-end",
  "ignore-end": "the end of what ignore-start began",
};

function within({ start, text }: Comment, offset: number): boolean {
  return start < offset && offset <= start + text.length;
}

/** The names already in the list, without the one under the cursor. */
function listedNames(before: string, after: string, typed: string): string[] {
  const rest = after.replace(/^[\w-]*/, "").split(/[\]#]/)[0] ?? "";
  return `${before.slice(0, before.length - typed.length)} ${rest}`
    .split(/[\s,]+/)
    .filter((name) => name !== "");
}

function wordEnd(text: string, offset: number): number {
  let end = offset;
  while (/[\w-]/.test(text.charAt(end))) end++;
  return end;
}

function nearbyRules({ facts, findings }: Analysis, offset: number): string[] {
  const { text } = facts.module;
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  let end = start;
  for (let lines = 0; lines < 2 && end >= 0; lines++) end = text.indexOf("\n", end === start ? end : end + 1);
  const limit = end < 0 ? text.length : end;
  return findings.filter((each) => each.start >= start && each.start <= limit).map(({ rule }) => rule);
}

/** Our id of a rule named by its id or by another tool's id of the same check. */
function ruleNamed(name: string): string | null {
  const wanted = name.toLowerCase();
  if (ruleSummary(wanted) !== null) return wanted;
  const known = rules.find(({ alsoKnownAs }) =>
    Object.values(alsoKnownAs ?? {}).some((ids) => ids.some((id) => id.toLowerCase() === wanted)),
  );
  return known?.id ?? null;
}
