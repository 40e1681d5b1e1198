import type { Comment } from "./lexer.ts";
import type { Doc, DocGroup } from "./formatDocument.ts";
import { isParted, type PlacedToken } from "./formatSpacing.ts";
import type { SqlTree } from "./parse.ts";
import { tokensBelow, type SqlNode, type SqlToken } from "./tree.ts";

export type KeywordCase = "upper" | "lower" | "preserve";

/** Writes the tokens of a text one after the other, with their comments, and the places where lines may end. */
export interface Writer {
  /** A token of the node's rule; `at` is its place among the node's children. */
  readonly token: (token: SqlToken, node: SqlNode, at: number) => void;
  /** A piece of the source as it is. */
  readonly verbatim: (node: SqlNode) => void;
  readonly line: () => void;
  readonly softLine: () => void;
  /** What is written inside ends its lines together, or not at all. */
  readonly group: (write: () => void) => void;
  readonly indent: (write: () => void) => void;
  /** No group around this place fits on one line. */
  readonly breakLines: () => void;
  readonly root: DocGroup;
}

export function createWriter(tree: SqlTree, keywordCase: KeywordCase): Writer {
  const { text, comments } = tree;
  const root: DocGroup = { kind: "group", broken: false, parts: [] };
  const groups: DocGroup[] = [root];
  let parts: Doc[] = root.parts;
  let previous: PlacedToken | null = null;
  let nextComment = 0;
  /** Behind the last token or comment. */
  let behind = 0;
  let atEnd = false;

  const breakLines = (): void => {
    for (const group of groups) group.broken = true;
  };
  const within = (inner: Doc[], write: () => void): void => {
    const outer = parts;
    parts = inner;
    write();
    parts = outer;
  };
  const comment = ({ start, end }: Comment, before: number): void => {
    const source = text.slice(start, end).trimEnd();
    const endsLine = source.startsWith("--");
    const startsLine = text.slice(behind, start).includes("\n") || endsWithLine(text, behind);
    const ownLine = startsLine && (endsLine || text.slice(end, before).includes("\n"));
    const span = { start, end: start + source.length };
    parts.push({ kind: "comment", text: source, span, ownLine, endsLine: endsLine || ownLine });
    if (ownLine || (endsLine && !atEnd)) breakLines();
    behind = end;
  };
  /** The comments in front of an offset. */
  const commentsBefore = (offset: number): void => {
    for (let each = comments[nextComment]; each && each.start < offset; each = comments[++nextComment])
      comment(each, offset);
  };
  /**
   * Comments behind a token on its line belong to that line. They are written when it goes on, so that they break no
   * group that ends before them.
   */
  const commentsBehind = (): void => {
    for (let each = comments[nextComment]; each; each = comments[nextComment]) {
      if (behind === 0 || !/^[^\S\n]*$/.test(text.slice(behind, each.start)) || endsWithLine(text, behind))
        return;
      nextComment++;
      comment(each, each.end);
    }
  };
  const put = (source: string, start: number, end: number, space: boolean): void => {
    parts.push({ kind: "text", text: source, span: { start, end }, space });
    behind = end;
  };

  return {
    root,
    breakLines,
    token(token, node, at) {
      if (token.missing) return;
      if (token.type === "EOF") atEnd = true;
      commentsBehind();
      commentsBefore(token.start);
      const placed: PlacedToken = { token, rule: node.rule, at };
      const space = previous !== null && isParted(previous, placed, previous.token.end === token.start);
      previous = placed;
      if (token.type === "EOF") return;
      const source = text.slice(token.start, token.end);
      put(isKeyword(token, node) ? cased(source, keywordCase) : source, token.start, token.end, space);
    },
    verbatim(node) {
      commentsBehind();
      commentsBefore(node.start);
      const last = tokensBelow(node).at(-1);
      if (last === undefined) return;
      previous = { token: last, rule: node.rule, at: 0 };
      while ((comments[nextComment]?.start ?? node.end) < node.end) nextComment++;
      put(text.slice(node.start, node.end), node.start, node.end, parts.length > 0);
    },
    line() {
      commentsBehind();
      parts.push({ kind: "line", soft: false });
    },
    softLine() {
      commentsBehind();
      parts.push({ kind: "line", soft: true });
    },
    group(write) {
      commentsBehind();
      const group: DocGroup = { kind: "group", broken: false, parts: [] };
      parts.push(group);
      groups.push(group);
      within(group.parts, write);
      groups.pop();
    },
    indent(write) {
      commentsBehind();
      const inner: Doc[] = [];
      parts.push({ kind: "indent", parts: inner });
      within(inner, write);
    },
  };
}

const endsWithLine = (text: string, offset: number): boolean =>
  offset === 0 || text.charAt(offset - 1) === "\n";

/** Rules in which a keyword is a name, or text that shows in the names of columns. */
const namingRules: ReadonlySet<string> = new Set([
  "nonReserved",
  "strictNonReserved",
  "ansiNonReserved",
  "identifier",
  "strictIdentifier",
  "simpleIdentifier",
  "simpleStrictIdentifier",
  "functionName",
  "datetimeUnit",
  "qualifiedName",
]);
const noKeywords: ReadonlySet<string> = new Set(["IDENTIFIER", "DOLLAR_QUOTED_STRING_BODY"]);
/** Functions with a form of their own are written like others. */
const functionForms: ReadonlySet<string> = new Set([
  "ANY_VALUE",
  "DATEADD",
  "DATEDIFF",
  "DATE_ADD",
  "DATE_DIFF",
  "EXTRACT",
  "FIRST",
  "LAST",
  "OVERLAY",
  "PERCENTILE_CONT",
  "PERCENTILE_DISC",
  "POSITION",
  "STRUCT",
  "SUBSTR",
  "SUBSTRING",
  "TIMEDIFF",
  "TIMESTAMPADD",
  "TIMESTAMPDIFF",
  "TRIM",
]);

/** Before 4.0 the names of types are identifiers for Spark's grammar. */
function isKeyword({ type }: SqlToken, { rule, children }: SqlNode): boolean {
  if (namingRules.has(rule) || noKeywords.has(type)) return false;
  return !(rule === "primaryExpression" && functionForms.has(type) && children.length > 1);
}

const cased = (source: string, keywordCase: KeywordCase): string => {
  if (keywordCase === "preserve" || !/^[A-Za-z_]+$/.test(source)) return source;
  return keywordCase === "upper" ? source.toUpperCase() : source.toLowerCase();
};
