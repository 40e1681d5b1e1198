import { unsuppressedFindings, type Analysis, type Engine } from "./analyze.ts";
import type { TextEdit } from "./finding.ts";
import { lineAround, nextLineStart } from "./physicalLines.ts";
import { ruleSetOf, type RuleSet } from "./ruleSet.ts";
import { removal } from "./suppressionFindings.ts";
import {
  aliasesOf,
  placeSuppressions,
  suppressing,
  type PlacedSuppression,
  type RuleAliases,
} from "./suppressions.ts";

/**
 * The edits that make suppressions for other linters ours: their ids become those of our rules that find something
 * there, or that are off now. Ids of checks that are not ours stay, and so do marks that name no ids and speak for more
 * than Spark (`# noqa`, `# NOSONAR`); both go on counting. In document order.
 */
export function convertSuppressions(engine: Engine, analysis: Analysis): TextEdit[] {
  const { facts, options, text } = analysis;
  const { suppressions } = placeSuppressions(facts.module);
  if (!suppressions.some(({ mark }) => mark.form !== "shufflewise")) return [];
  const ruleSet = ruleSetOf(engine, options);
  const aliases = aliasesOf(ruleSet.all);
  for (const finding of unsuppressedFindings(engine, facts, options))
    suppressing(finding, suppressions, facts.module, aliases);
  return suppressions
    .flatMap((placed) => converted(placed, text, ruleSet, aliases))
    .sort((left, right) => left.start - right.start || left.end - right.end);
}

function converted(
  placed: PlacedSuppression,
  text: string,
  ruleSet: RuleSet,
  aliases: RuleAliases,
): TextEdit[] {
  const { mark, offset, alone, covered, covers, partner } = placed;
  const parts = mark.form === "shufflewise" || mark.kind === "end" ? null : partsOf(placed, ruleSet, aliases);
  if (!parts || (mark.kind === "next" && !alone)) return [];
  const { ours, kept, reason } = parts;
  const list = `[${ours.join(", ")}]${reason === "" ? "" : ` ${reason}`}`;
  if (covered === "line" || covers === null) {
    const words = ours.length > 0 || reason === "" ? "" : ` ${reason}`;
    return [rewritten(placed, kept, ours, `ignore${list}`, text, words)];
  }

  // A block: ours begins and ends with comments of their own.
  if (ours.length === 0)
    return [placed, ...(partner ? [partner] : [])].map((each) => rewritten(each, kept, [], "", text));
  const line = lineAround(text, offset + mark.start);
  const indentation = /^[ \t]*/.exec(text.slice(line.start, line.end))?.[0] ?? "";
  const lineBreak = text.startsWith("\r\n", line.end) ? "\r\n" : "\n";
  const begins = `ignore-start${list}`;
  const edits = alone
    ? [rewritten(placed, kept, ours, begins, text)]
    : [
        inserted(line.start, `${indentation}# shufflewise: ${begins}${lineBreak}`),
        rewritten(placed, kept, [], "", text),
      ];
  const ends = `# shufflewise: ignore-end[${ours.join(", ")}]`;
  if (partner) edits.push(rewritten(partner, kept, ours, `ignore-end[${ours.join(", ")}]`, text));
  else {
    const last = lastCode(text, covers.end - 1);
    const at = nextLineStart(text, lineAround(text, last).end);
    if (text.slice(at).trim() !== "") edits.push(inserted(at, `${indentation}${ends}${lineBreak}`));
  }
  return edits;
}

interface Parts {
  /** Our rules instead of the ids. */
  readonly ours: readonly string[];
  /** The ids that stay. */
  readonly kept: readonly string[];
  /** What stands behind the ids. */
  readonly reason: string;
}

/** The names before the ids of pyspark-antipattern behind `# noqa:`. */
const prefix = "pap:";

/** Null for what stays as it is. */
function partsOf(
  { mark, silenced }: PlacedSuppression,
  ruleSet: RuleSet,
  aliases: RuleAliases,
): Parts | null {
  const names = (mark.rules ?? []).map(({ name }) => name);
  const meant = (name: string): ReadonlySet<string> => aliases.get(name.toLowerCase()) ?? none;
  // Bandit looks for more than Spark's, and goes on reading its ids.
  const isTheirs = (name: string): boolean =>
    meant(name).size > 0 && !meant(name).has(name.toLowerCase()) && !/^[BS]\d{3}$/i.test(name);
  if (mark.form === "peer" && mark.list === null && mark.isOursAlone !== true) return null;
  const isCode = (name: string): boolean =>
    name === prefix || /^[A-Z]+\d+$/i.test(name) || meant(name).size > 0;
  const codes = mark.form === "noqa" ? names.slice(0, firstOther(names, isCode)) : names;
  if (!codes.some(isTheirs)) return null;
  const ours = new Set<string>();
  for (const name of codes.filter(isTheirs))
    for (const id of meant(name))
      if (silenced.has(id) || (mark.list !== null && !isTool(name) && !ruleSet.active.has(id))) ours.add(id);
  const rest = codes.filter((name) => !isTheirs(name));
  return {
    ours: [...ours].sort(),
    kept: rest.every((name) => name === prefix) ? [] : rest,
    reason: names.slice(codes.length).join(" "),
  };
}

const none: ReadonlySet<string> = new Set();

/** Whether a name means a tool, all of whose checks are silenced. */
function isTool(name: string): boolean {
  return name === "catalystops";
}

function firstOther(names: readonly string[], isCode: (name: string) => boolean): number {
  const index = names.findIndex((name) => !isCode(name));
  return index < 0 ? names.length : index;
}

/** The mark with the names that it keeps, and ours behind it. */
function rewritten(
  placed: PlacedSuppression,
  kept: readonly string[],
  ours: readonly string[],
  directive: string,
  text: string,
  reason = "",
): TextEdit {
  const { mark, offset } = placed;
  const start = offset + mark.start;
  const end = offset + mark.end;
  if (kept.length === 0 && ours.length === 0) return removal(placed, text);
  const before = text.slice(start, offset + (mark.list?.start ?? mark.start));
  const behind = mark.form === "peer" ? text.slice(offset + (mark.list?.end ?? mark.end), end) : reason;
  const names = kept.join(", ").replace(`${prefix},`, prefix);
  const theirs = kept.length === 0 ? [] : [`${before}${names}${behind}`];
  const own = ours.length === 0 ? [] : [`# shufflewise: ${directive}`];
  return { start, end, newText: [...theirs, ...own].join("  ") };
}

function inserted(at: number, newText: string): TextEdit {
  return { start: at, end: at, newText };
}

/** The last character at or before `offset` that is no blank. */
function lastCode(text: string, offset: number): number {
  let at = Math.min(offset, text.length - 1);
  while (at > 0 && /\s/.test(text.charAt(at))) at--;
  return at;
}
