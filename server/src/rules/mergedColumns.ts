import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { Expression, Span } from "../syntax/ast.ts";
import type { Comment, Unit } from "../syntax/module.ts";
import { hasComment, indentationAt, newlineOf, outerSpan, replace, sourceOf } from "./edits.ts";
import type { Edit } from "./rule.ts";

/** One step of a run: a column that is added, or renamed. */
export interface ColumnStep {
  readonly call: CallFact;
  /** The column's name in lower case: names of columns do not differ by case. */
  readonly name: string;
  /** What the expression may read, in lower case. */
  readonly reads: ReadonlySet<string>;
  readonly nameNode: Expression;
  readonly valueNode: Expression;
}

/** A line in a dict: an entry with the comment behind it, or comments on lines of their own. */
interface Line {
  readonly text: string;
  readonly comment: string;
}

/** One call of `method` with a dict in the place of a run of steps, which may stand in one chain or in statements in a row. */
export function mergedColumns(
  facts: ModuleFacts,
  run: readonly ColumnStep[],
  method: string,
): readonly Edit[] {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return [];
  if (run.some(({ call, nameNode, valueNode }) => hidesComment(call, nameNode, valueNode))) return [];
  const newline = newlineOf(facts.module.text);
  const lines = run.flatMap((step, index) => linesOf(step, run[index - 1], run[index + 1]));
  const { unit } = first.call;
  const isTall =
    lines.length > run.length ||
    lines.some(({ comment }) => comment !== "") ||
    run.some(
      ({ call }) => call.unit !== unit || isOnLaterLine(unit, first.call.nameSite.start, call.nameSite.start),
    );
  const indentation = indentationAt(unit, first.call.nameSite.start);
  const text = isTall
    ? `${method}({${newline}${lines.map((line) => `${indentation}    ${line.text}${line.comment}${newline}`).join("")}${indentation}})`
    : `${method}({${lines.map(({ text: entry }) => entry.replace(/,$/, "")).join(", ")}})`;

  const edits: Edit[] = [];
  let start = first.call.nameSite.start;
  for (const [index, step] of run.entries()) {
    const next = run[index + 1];
    if (next?.call.unit === step.call.unit) continue;
    // A unit ends with the end of its last line: that of the run's last unit is enough.
    const end = next ? step.call.unit.text.length : step.call.node.end;
    edits.push(replace(step.call.unit, { start, end }, edits.length === 0 ? text : ""));
    start = 0;
  }
  return edits;
}

/** The entry of a step, behind it the comment of its line, before it the comments that stand above it. */
function linesOf(step: ColumnStep, before: ColumnStep | undefined, next: ColumnStep | undefined): Line[] {
  const { unit, node } = step.call;
  const entry = `${sourceOf(unit, step.nameNode)}: ${sourceOf(unit, step.valueNode)},`;
  const above = before ? commentsAbove(step, before) : [];
  const behind = next ? trailingComment(unit, node.end) : undefined;
  return [
    ...above.map(({ text }) => ({ text, comment: "" })),
    { text: entry, comment: behind ? `  ${behind.text}` : "" },
  ];
}

function commentsAbove(step: ColumnStep, before: ColumnStep): Comment[] {
  const { unit } = step.call;
  const isSameUnit = before.call.unit === unit;
  const from = isSameUnit ? (trailingComment(unit, before.call.node.end)?.end ?? before.call.node.end) : 0;
  return unit.comments.filter(({ start, end }) => start >= from && end <= step.call.nameSite.start);
}

/** The comment behind an offset on the same line. */
function trailingComment(unit: Unit, offset: number): Comment | undefined {
  return unit.comments.find(
    ({ start }) => start >= offset && /^[ \t]*$/.test(unit.text.slice(offset, start)),
  );
}

/** Whether a comment stands inside a call's parentheses, but not in its expression. */
function hidesComment({ unit, node }: CallFact, nameNode: Expression, valueNode: Expression): boolean {
  const [name, value] = [outerSpan(nameNode), outerSpan(valueNode)];
  const gaps: Span[] = [
    { start: node.argumentList.start, end: name.start },
    { start: name.end, end: value.start },
    { start: value.end, end: node.end },
  ];
  return gaps.some((gap) => hasComment(unit, gap));
}

function isOnLaterLine(unit: Unit, first: number, second: number): boolean {
  return unit.text.slice(first, second).includes("\n");
}
