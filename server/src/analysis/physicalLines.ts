import type { Module, Unit } from "../syntax/module.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { walk } from "../syntax/walk.ts";
import type { Range } from "./finding.ts";
import { sideTable } from "../syntax/sideTable.ts";

/** The line around an offset, without its line break. */
export function lineAround(text: string, offset: number): Range {
  let start = offset;
  while (start > 0 && !isBreak(text.charCodeAt(start - 1))) start--;
  let end = offset;
  while (end < text.length && !isBreak(text.charCodeAt(end))) end++;
  return { start, end };
}

/** The first character behind the line break at `end`, or the text's end. */
export function nextLineStart(text: string, end: number): number {
  if (end >= text.length) return text.length;
  return text.startsWith("\r\n", end) ? end + 2 : end + 1;
}

/**
 * The lines around an offset between which no comment can stand, since their breaks are inside a string or behind a
 * backslash; most often just the offset's line.
 */
export function commentableLines(module: Module, offset: number): Range {
  const { text } = module;
  let { start, end } = lineAround(text, offset);
  while (start > 0 && !endsFreely(module, breakBefore(text, start)))
    start = lineAround(text, breakBefore(text, start)).start;
  while (end < text.length && !endsFreely(module, end)) end = lineAround(text, nextLineStart(text, end)).end;
  return { start, end };
}

function isBreak(code: number): boolean {
  return code === 10 || code === 13;
}

function breakBefore(text: string, lineStart: number): number {
  return text.startsWith("\r\n", lineStart - 2) ? lineStart - 2 : lineStart - 1;
}

function endsFreely(module: Module, lineEnd: number): boolean {
  const placed = unitAt(module, lineEnd);
  if (!placed) return true;
  const inUnit = lineEnd - placed.offset;
  const inComment = placed.unit.comments.some(({ start, end }) => start < inUnit && inUnit <= end);
  if (inComment) return true;
  if (module.text.charAt(lineEnd - 1) === "\\") return false;
  return !longStrings(placed.unit).some(({ start, end }) => start <= inUnit && inUnit < end);
}

const longStringsOfUnit = sideTable<Unit, readonly Range[]>();

/** The texts of triple-quoted strings in a unit, between their quotes. */
function longStrings(unit: Unit): readonly Range[] {
  let strings = longStringsOfUnit.get(unit);
  if (!strings) {
    const found: Range[] = [];
    if (/"""|'''/.test(unit.text))
      for (const statement of unit.body)
        walk(statement, (node) => {
          if (node.kind === "String" || node.kind === "FormattedString")
            for (const part of node.parts)
              if (part.kind === "Text" && part.quote.length === 3)
                found.push({ start: part.start, end: part.end });
          return true;
        });
    strings = found;
    longStringsOfUnit.set(unit, strings);
  }
  return strings;
}
