import type { Writer } from "./formatWriter.ts";
import type { SqlNode, SqlPart, SqlToken } from "./tree.ts";

/** Writes what one rule of the grammar has read. */
export type Layout = (node: SqlNode, to: Scribe) => void;

export interface Scribe extends Writer {
  /** Writes a part of a node; nothing for one without tokens. */
  readonly part: (part: SqlPart | undefined, node: SqlNode, at?: number) => void;
  /** Writes parts of a node in a row: what is in parentheses and lists may be broken. */
  readonly parts: (node: SqlNode, from?: number, until?: number) => void;
}

export const isToken = (part: SqlPart | undefined, ...types: readonly string[]): part is SqlToken =>
  part?.kind === "token" && types.includes(part.type);
export const isNode = (part: SqlPart | undefined, ...rules: readonly string[]): part is SqlNode =>
  part?.kind === "node" && rules.includes(part.rule);

/** Lists are indented where they are broken. */
export function writePlainly(node: SqlNode, to: Scribe): void {
  const { children } = node;
  const isList = children.some((child) => isToken(child, "COMMA"));
  if (isList && !children.some((child) => isToken(child, "LEFT_PAREN")))
    to.group(() => {
      to.indent(() => {
        to.parts(node);
      });
    });
  else to.parts(node);
}

/** Parts in a row; those in parentheses as a group of their own, a line after each comma. */
export function writeParts(node: SqlNode, to: Scribe, from: number, until: number): void {
  const { children } = node;
  for (let at = from; at < until; at++) {
    const child = children[at];
    if (isToken(child, "LEFT_PAREN")) {
      const close = closeOf(children, at, until);
      if (close > 0) {
        to.group(() => {
          writeParentheses(node, to, at, close);
        });
        at = close;
        continue;
      }
    }
    to.part(child, node, at);
    if (isToken(child, "COMMA")) to.line();
  }
}

/** Where the parenthesis at a place is closed, among the same children; -1 where it is not. */
export function closeOf(children: readonly SqlPart[], open: number, until: number): number {
  let depth = 0;
  for (let at = open; at < until; at++) {
    if (isToken(children[at], "LEFT_PAREN")) depth++;
    else if (isToken(children[at], "RIGHT_PAREN") && --depth === 0) return at;
  }
  return -1;
}

export function writeParentheses(node: SqlNode, to: Scribe, open: number, close: number): void {
  to.part(node.children[open], node, open);
  if (close > open + 1) {
    to.indent(() => {
      to.softLine();
      writeInner(node, to, open + 1, close);
    });
    to.softLine();
  }
  to.part(node.children[close], node, close);
}

/** What is in parentheses: many plain values fill lines; a list stands one below the other. */
function writeInner(node: SqlNode, to: Scribe, from: number, until: number): void {
  const values = node.children.slice(from, until);
  const [list] = values;
  if (values.length === 1 && list?.kind === "node" && /(?:List|Seq)$/.test(list.rule)) {
    to.parts(list);
    return;
  }
  const isFilled =
    node.rule === "predicate" && values.length > 8 && values.every((each) => each.end - each.start <= 24);
  if (!isFilled) {
    to.parts(node, from, until);
    return;
  }
  for (let at = from; at < until; at += 2)
    to.group(() => {
      if (at > from) to.line();
      to.part(node.children[at], node, at);
      if (at + 1 < until) to.part(node.children[at + 1], node, at + 1);
    });
}

/** Parts with a line in front of those that `starts` picks. */
export const linesBefore =
  (starts: (part: SqlPart, at: number, node: SqlNode) => boolean): Layout =>
  (node, to) => {
    let from = 0;
    node.children.forEach((child, at) => {
      if (at === 0 || child.end === child.start || !starts(child, at, node)) return;
      to.parts(node, from, at);
      to.line();
      from = at;
    });
    to.parts(node, from);
  };

/** `WORDS` and, on the same line or indented, the rest. */
export const clause =
  (words: number, write: Layout = (node, to) => to.parts(node, words)): Layout =>
  (node, to) => {
    to.group(() => {
      node.children.slice(0, words).forEach((child, at) => {
        to.part(child, node, at);
      });
      to.indent(() => {
        to.line();
        write(node, to);
      });
    });
  };
