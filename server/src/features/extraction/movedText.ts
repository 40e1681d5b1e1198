import { outerSpan } from "../../rules/edits.ts";
import type { Span } from "../../syntax/ast.ts";
import { isExpression, walk, type AstNode } from "../../syntax/walk.ts";
import type { NamesOfCode } from "./freeNames.ts";
import type { SelectedNode } from "./selectedCode.ts";

/** A text with the places in it, from its start, whose line breaks belong to strings. */
interface MovedText {
  readonly text: string;
  readonly strings: readonly Span[];
}

/** The body of a function that gives what an expression gives; `indent` is one step of indentation. */
export function returnedExpression(
  part: SelectedNode,
  shortened: NamesOfCode["shortened"],
  indent: string,
  newline: string,
): string {
  const { node, unit } = part;
  if (!isExpression(node)) return "";
  const before = indentationOf(unit.text, outerSpan(node).start);
  const moved = textOf(part, outerSpan(node), shortened);
  const isBare = node.parens === undefined && breaksOutsideOfBrackets(unit.text, node);
  if (!isBare) return `${indent}return ${indented(moved, before, indent)}`;
  const deeper = indent + indent;
  return `${indent}return (${newline}${deeper}${indented(moved, before, deeper)}${newline}${indent})`;
}

/** One of some statements in a row, as it stands in a function. A last assignment to the result becomes its return. */
export function movedStatement(
  part: SelectedNode,
  shortened: NamesOfCode["shortened"],
  indent: string,
  returns: boolean,
): string {
  const { node, unit } = part;
  const before = indentationOf(unit.text, node.start);
  const value = node.kind === "Assign" || node.kind === "AnnotatedAssign" ? node.value : null;
  if (!returns || value === null) return indent + indented(textOf(part, node, shortened), before, indent);
  return `${indent}return ${indented(textOf(part, outerSpan(value), shortened), before, indent)}`;
}

function textOf({ unit, node }: SelectedNode, span: Span, shortened: NamesOfCode["shortened"]): MovedText {
  let text = "";
  let end = span.start;
  const strings: Span[] = [];
  const cuts = shortened.filter(({ part }) => part.node === node);
  for (const cut of [...cuts].sort((left, right) => left.span.start - right.span.start)) {
    text += unit.text.slice(end, cut.span.start) + cut.name;
    end = cut.span.end;
  }
  const shift = (offset: number): number =>
    cuts
      .filter((cut) => cut.span.end <= offset)
      .reduce((sum, cut) => sum + cut.name.length - (cut.span.end - cut.span.start), offset - span.start);
  walk(node, (each) => {
    if (each.kind === "String" || each.kind === "FormattedString") {
      const written = unit.text.slice(each.start, each.end);
      if (/"""|'''|\\\r?\n/.test(written)) strings.push({ start: shift(each.start), end: shift(each.end) });
    }
    return true;
  });
  return { text: text + unit.text.slice(end, span.end), strings };
}

/** The text with another indentation of its lines but the first; lines that begin inside a string stay. */
function indented({ text, strings }: MovedText, before: string, after: string): string {
  return text.replaceAll(/(?<=\n)([ \t]*)(?=[^\r\n])/g, (blanks, _group, at: number) => {
    if (strings.some(({ start, end }) => start < at && at < end)) return blanks;
    return after + (blanks.startsWith(before) ? blanks.slice(before.length) : "");
  });
}

function indentationOf(text: string, offset: number): string {
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
}

/** Whether an expression goes on in another line without brackets of its own around the line's end. */
function breaksOutsideOfBrackets(text: string, root: AstNode): boolean {
  const inside: Span[] = [];
  walk(root, (node) => {
    if (node.kind === "Call") inside.push(node.argumentList);
    if (isExpression(node) && node.parens) inside.push(node.parens);
    if (/^(?:List|Tuple|Set|Dict|Comprehension|String|FormattedString)$/.test(node.kind)) inside.push(node);
    return true;
  });
  for (let at = text.indexOf("\n", root.start); at >= 0 && at < root.end; at = text.indexOf("\n", at + 1))
    if (!inside.some(({ start, end }) => start < at && at < end)) return true;
  return false;
}
