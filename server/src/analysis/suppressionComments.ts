import type { Span } from "../syntax/ast.ts";
import type { Comment, Unit } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { sqlLineMark } from "../plan/conventions/sqlMagics.ts";
import { commentsIn } from "../plan/conventions/sqlStatementText.ts";
import { mayHoldPeerMark, peerMark } from "./peerMarks.ts";

/**
 * A mark in a comment that suppresses findings: `# shufflewise: ignore[rule, other] reason`, its `-file`, `-start` and
 * `-end` forms, `# noqa: rule`, or the mark of another linter. Offsets are relative to the unit.
 */
export interface Suppression extends Span {
  readonly kind: "line" | "next" | "file" | "start" | "end";
  readonly form: "shufflewise" | "noqa" | "peer";
  /** Null: all rules. The mark of another linter always names some: those that the linter has too. */
  readonly rules: readonly SuppressedName[] | null;
  /** Between the brackets (or behind the colon of noqa, the sign of pylint); null without. */
  readonly list: Span | null;
  /** The comment the mark stands in. */
  readonly comment: Span;
  /** Another linter, which looks for nothing but Spark, reads the mark. */
  readonly isOursAlone?: boolean;
}

export interface SuppressedName extends Span {
  readonly name: string;
}

/** `# shufflewise:` followed by a word that is no directive. */
export interface UnknownDirective extends Span {
  readonly word: string;
}

export interface CommentMarks {
  readonly suppressions: readonly Suppression[];
  readonly unknown: readonly UnknownDirective[];
}

/** The words that may follow `# shufflewise:`. */
export const directives = ["ignore", "ignore-file", "ignore-start", "ignore-end"] as const;

const none: CommentMarks = { suppressions: [], unknown: [] };
const marksOfUnit = sideTable<Unit, CommentMarks>();

/** The marks in a unit's comments, in order. */
export function commentMarks(unit: Unit): CommentMarks {
  if (unit.comments.length === 0) return none;
  let marks = marksOfUnit.get(unit);
  if (!marks) {
    const suppressions: Suppression[] = [];
    const unknown: UnknownDirective[] = [];
    for (const comment of unit.comments.flatMap(speaking)) readComment(comment, suppressions, unknown);
    marks = suppressions.length + unknown.length === 0 ? none : { suppressions, unknown };
    marksOfUnit.set(unit, marks);
  }
  return marks;
}

/** A comment, or in a line of a notebook's SQL the comments of SQL. */
function speaking(comment: Comment): readonly Comment[] {
  if (!comment.text.startsWith(sqlLineMark)) return [comment];
  const from = comment.start + sqlLineMark.length;
  return commentsIn(comment.text.slice(sqlLineMark.length)).map(({ start, end, text }) => ({
    start: from + start,
    end: from + end,
    text,
  }));
}

const directivePattern = /^#\s*shufflewise\s*:\s*([\w-]+)\s*(?:\[([^\]]*)\])?/di;
const noqaPattern = /^#\s*noqa\b(?:\s*:\s*(.*))?/di;

function readComment(comment: Comment, suppressions: Suppression[], unknown: UnknownDirective[]): void {
  if (!/shufflewise|noqa/i.test(comment.text) && !mayHoldPeerMark.test(comment.text)) return;
  // One comment may carry marks of several tools: `# type: ignore  # noqa: E501`.
  for (const { 0: text, index } of comment.text.matchAll(/#[^#]*/g)) {
    const start = comment.start + index;
    const span = { start, end: start + text.trimEnd().length, comment };
    const directive = directivePattern.exec(text);
    if (directive) {
      const kind = kinds[(directive[1] ?? "").toLowerCase()];
      if (kind) {
        const list = group(directive, 2, start);
        suppressions.push({
          ...span,
          kind,
          form: "shufflewise",
          list,
          rules: list && names(directive[2] ?? "", list.start),
        });
      } else unknown.push({ word: directive[1] ?? "", ...(group(directive, 1, start) ?? span) });
      continue;
    }
    const noqa = noqaPattern.exec(text);
    if (noqa) {
      const list = group(noqa, 1, start);
      suppressions.push({
        ...span,
        kind: "line",
        form: "noqa",
        list,
        rules: list && names(noqa[1] ?? "", list.start),
      });
      continue;
    }
    const peer = peerMark(text);
    if (peer) {
      const moved = <T extends Span>(place: T): T => ({
        ...place,
        start: start + place.start,
        end: start + place.end,
      });
      suppressions.push({
        ...moved(peer),
        form: "peer",
        rules: peer.rules.map(moved),
        list: peer.list && moved(peer.list),
        comment,
      });
    }
  }
}

const kinds: Readonly<Record<string, Suppression["kind"]>> = {
  ignore: "line",
  "ignore-file": "file",
  "ignore-start": "start",
  "ignore-end": "end",
};

function group(match: RegExpExecArray, number: number, start: number): Span | null {
  const indices = match.indices?.[number];
  return indices ? { start: start + indices[0], end: start + indices[1] } : null;
}

function names(list: string, start: number): SuppressedName[] {
  return [...list.matchAll(/[^\s,]+/g)].map(({ 0: name, index }) => ({
    name,
    start: start + index,
    end: start + index + name.length,
  }));
}
