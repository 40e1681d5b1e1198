import { compareVersions } from "../catalog/sparkVersion.ts";
import { refusalAfterParsing } from "./checks/afterParsing.ts";
import type { Comment } from "./lexer.ts";
import type { SqlProblem } from "./parse.ts";
import { operatorReadAsAlias } from "./setOperatorAlias.ts";
import { childOf, childrenOf, nodesBelow, type SqlNode, type SqlToken } from "./tree.ts";

/** What Spark's parser refuses although its grammar takes it; at most the first such thing. */
export function checkTree(
  root: SqlNode,
  text: string,
  tokens: readonly SqlToken[],
  comments: readonly Comment[],
  version: string,
): readonly SqlProblem[] {
  const comment = comments.find(({ unclosed }) => unclosed);
  if (comment !== undefined && tokens[0]?.type !== "SET")
    return [
      {
        condition: "UNCLOSED_BRACKETED_COMMENT",
        start: comment.start,
        end: comment.end,
        message: "This comment has no end. Add */ where it ends.",
        fix: { start: comment.end, end: comment.end, text: " */" },
      },
    ];
  const misread = compareVersions(version, "3.5") < 0 ? operatorReadAsAlias(root) : null;
  if (misread !== null) {
    const { operator, select } = misread;
    const word = text.slice(operator.start, operator.end);
    return [
      {
        condition: "PARSE_SYNTAX_ERROR",
        start: select.start,
        end: select.start + "SELECT".length,
        message: `Before 3.5 Spark takes ${word} for the name of the column before it. Write ${word} DISTINCT.`,
        fix: { start: operator.end, end: operator.end, text: " DISTINCT" },
      },
    ];
  }
  for (const node of nodesBelow(root)) {
    const alias = groupingAlias(node);
    if (alias !== null) {
      const name = text.slice(alias.start, alias.end);
      return [
        {
          condition: "PARSE_SYNTAX_ERROR",
          ...alias,
          message: clauseWord.test(name)
            ? `${name} begins a clause, and the rest of it is missing. Write it, or leave ${name} out.`
            : `GROUP BY takes no names. Leave ${name} out.`,
          fix: { ...alias, text: "" },
        },
      ];
    }
    const name = badName(node, text);
    if (name === null) continue;
    const quoted = `\`${text.slice(name.start, name.end)}\``;
    return [
      {
        condition: "INVALID_IDENTIFIER",
        ...name,
        message: `A name may hold letters, digits and _ only. Write ${quoted}.`,
        fix: { ...name, text: quoted },
      },
    ];
  }
  const refusal = refusalAfterParsing(root, text, version);
  return refusal === null ? [] : [{ fix: null, ...refusal }];
}

/** Words that Spark takes for names where nothing follows them; behind GROUP BY they are meant to begin a clause. */
const clauseWord = /^(?:having|order|sort|cluster|distribute|limit|offset|window)$/i;

/** A name that GROUP BY gives to an expression, as it may in a pipe only. */
function groupingAlias(node: SqlNode): { readonly start: number; readonly end: number } | null {
  const clause = node.rule === "operatorPipeRightSide" ? null : childOf(node, "aggregationClause");
  if (clause === null) return null;
  for (const item of childrenOf(clause, "namedExpression")) {
    const [expression, ...alias] = item.children;
    const last = alias.at(-1);
    if (expression !== undefined && last !== undefined)
      return { start: alias[0]?.start ?? last.start, end: last.end };
  }
  return null;
}

/** A name that must be quoted: with a hyphen, or with letters beyond ASCII. */
function badName(node: SqlNode, text: string): { readonly start: number; readonly end: number } | null {
  if (node.rule === "errorCapturingIdentifier") {
    const extra = node.children[1];
    return extra?.kind === "node" && extra.children.length > 0 ? { start: node.start, end: node.end } : null;
  }
  if (node.rule !== "strictIdentifier" && node.rule !== "simpleStrictIdentifier") return null;
  const [only] = node.children;
  if (node.children.length !== 1 || only?.kind !== "token" || only.type !== "IDENTIFIER") return null;
  return /^\w*$/.test(text.slice(only.start, only.end)) ? null : { start: only.start, end: only.end };
}
