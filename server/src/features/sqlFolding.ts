import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { embeddedSqlIn } from "../plan/query/embeddedSql.ts";
import { commentSpans } from "../plan/conventions/sqlStatementText.ts";
import { nodesBelow, type SqlToken } from "../sql/tree.ts";
import type { Span } from "../syntax/ast.ts";

/** A part of a file of SQL that may be folded away behind its first line. */
export interface SqlFold extends Range {
  readonly isComment: boolean;
}

/** What folds as a whole, by the names of Spark's grammar. */
const folding: ReadonlySet<string> = new Set([
  "namedQuery",
  "selectClause",
  "fromClause",
  "whereClause",
  "aggregationClause",
  "havingClause",
  "queryOrganization",
  "windowClause",
  "searchedCase",
  "simpleCase",
  "matchedClause",
  "notMatchedClause",
  "notMatchedBySourceClause",
  "setClause",
]);

/** Statements, queries in parentheses, clauses and comments of a file of SQL; none in Python, which editors fold themselves. */
export function sqlFolds(facts: ModuleFacts): readonly SqlFold[] {
  const { module } = facts;
  if (module.language !== "sql") return [];
  const found: SqlFold[] = [];
  const add = (range: Range | null, isComment: boolean): void => {
    if (range && module.text.slice(range.start, range.end).includes("\n"))
      found.push({ ...range, isComment });
  };
  for (const sql of embeddedSqlIn(facts)) {
    if (sql.entry !== "statement") continue;
    const { root, tokens, text } = sql.tree;
    const spans: Span[] = [{ start: 0, end: text.trimEnd().length }, ...parentheses(tokens)];
    if (root) for (const node of nodesBelow(root)) if (folding.has(node.rule)) spans.push(node);
    for (const { start, end } of spans) add(documentRange(module, sql.siteOf({ start, end })), false);
  }
  for (const comment of commentBlocks(module.text)) add(comment, true);
  return found;
}

/** What stands in parentheses. */
function parentheses(tokens: readonly SqlToken[]): readonly Span[] {
  const found: Span[] = [];
  const open: SqlToken[] = [];
  for (const token of tokens) {
    if (token.type === "LEFT_PAREN") open.push(token);
    if (token.type !== "RIGHT_PAREN") continue;
    const left = open.pop();
    if (left) found.push({ start: left.start, end: token.end });
  }
  return found;
}

/** Comments, those with only blanks between them as one. */
function commentBlocks(text: string): readonly Span[] {
  const found: Span[] = [];
  for (const comment of commentSpans(text)) {
    const last = found.at(-1);
    if (last && /^\s*$/.test(text.slice(last.end, comment.start)))
      found[found.length - 1] = { start: last.start, end: comment.end };
    else found.push(comment);
  }
  return found;
}
