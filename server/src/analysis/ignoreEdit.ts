import { sqlLineMark } from "../plan/conventions/sqlMagics.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import type { Analysis } from "./analyze.ts";
import type { Finding, TextEdit } from "./finding.ts";
import { commentableLines, lineAround } from "./physicalLines.ts";
import { commentMarks } from "./suppressionComments.ts";

/**
 * The edit that suppresses a finding by a comment at the end of its line, or where a string or a backslash forbids
 * that, at the next line's end that allows it. A suppression that is there already gets the rule's name added.
 */
export function ignoreEdit(analysis: Analysis, finding: Finding, reason: string): TextEdit {
  const { module } = analysis.facts;
  const line = lineAround(module.text, commentableLines(module, finding.start).end);
  const placed = unitAt(module, line.start);
  // A line may end in a later unit than it starts: `a = 1; b = 2  # comment`.
  for (let index = placed?.index ?? 0; (module.offsets[index] ?? Infinity) <= line.end; index++) {
    const unit = module.units[index];
    const offset = module.offsets[index] ?? 0;
    if (!unit) break;
    for (const { kind, form, rules, list, start } of commentMarks(unit).suppressions) {
      const isHere = offset + start >= line.start && offset + start < line.end;
      if (!isHere || kind !== "line" || form !== "shufflewise" || !rules || !list) continue;
      const last = rules.at(-1);
      const at = offset + (last?.end ?? list.start);
      return { start: at, end: at, newText: last ? `, ${finding.rule}` : finding.rule };
    }
  }
  let end = line.end;
  while (end > line.start && /[ \t]/.test(module.text.charAt(end - 1))) end--;
  const words = reason.trim().replaceAll(/\s+/g, " ");
  const isSql = module.language === "sql" || module.text.startsWith(sqlLineMark, line.start);
  const comment = isSql ? "--" : "#";
  const mark = `${comment} shufflewise: ignore[${finding.rule}]${words === "" ? "" : ` ${words}`}`;
  return { start: end, end, newText: `${end === line.start ? "" : "  "}${mark}` };
}
