import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { Expression, Span } from "../syntax/ast.ts";
import type { Comment, Unit } from "../syntax/module.ts";
import { asPrimary, hasComment, indentationAt, newlineOf, outerSpan, replace, sourceOf } from "./edits.ts";
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

/** A line of the call: an entry with the comment behind it, or comments on lines of their own. */
interface Line {
  readonly text: string;
  readonly comment: string;
}

/** The call that takes the place of several steps. */
export interface MergedCall {
  /** Up to its first argument or entry. */
  readonly open: string;
  /** What stands before the steps' own. */
  readonly first: readonly string[];
  /** What a step becomes. */
  readonly entry: (step: ColumnStep) => string;
  readonly close: string;
}

/** One call of a method that takes names and values as a dict. */
export const oneDict = (method: string): MergedCall => ({
  open: `${method}({`,
  first: [],
  entry: ({ call: { unit }, nameNode, valueNode }) =>
    `${sourceOf(unit, nameNode)}: ${sourceOf(unit, valueNode)}`,
  close: "})",
});

/** One `select` of all columns and those that the steps add. */
export const oneSelect: MergedCall = {
  open: "select(",
  first: ['"*"'],
  entry({ call: { unit }, nameNode, valueNode }) {
    return `${asPrimary(unit, valueNode)}.alias(${sourceOf(unit, nameNode)})`;
  },
  close: ")",
};

/** One call in the place of a run of steps, which may stand in one chain or in statements in a row. */
export function mergedColumns(
  facts: ModuleFacts,
  run: readonly ColumnStep[],
  merged: MergedCall,
): readonly Edit[] {
  const [first] = run;
  const last = run.at(-1);
  if (!first || !last) return [];
  if (run.some(({ call, nameNode, valueNode }) => hidesComment(call, nameNode, valueNode))) return [];
  const newline = newlineOf(facts.module.text);
  const own = run.flatMap((step, index) => linesOf(merged, step, run[index - 1], run[index + 1]));
  const lines = [...merged.first.map((text): Line => ({ text: `${text},`, comment: "" })), ...own];
  const { unit } = first.call;
  const isTall =
    own.length > run.length ||
    lines.some(({ comment }) => comment !== "") ||
    run.some(
      ({ call }) => call.unit !== unit || isOnLaterLine(unit, first.call.nameSite.start, call.nameSite.start),
    );
  const indentation = indentationAt(unit, first.call.nameSite.start);
  const text = isTall
    ? `${merged.open}${newline}${lines.map((line) => `${indentation}    ${line.text}${line.comment}${newline}`).join("")}${indentation}${merged.close}`
    : `${merged.open}${lines.map(({ text: entry }) => entry.replace(/,$/, "")).join(", ")}${merged.close}`;

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
function linesOf(
  merged: MergedCall,
  step: ColumnStep,
  before: ColumnStep | undefined,
  next: ColumnStep | undefined,
): Line[] {
  const { unit, node } = step.call;
  const entry = `${merged.entry(step)},`;
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
