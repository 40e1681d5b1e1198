import { childOf, childrenOf, hasToken, nodesBelow, tokenOf } from "../tree.ts";
import { isSince, named, refused, sourceOf, type Check, type Checks } from "./check.ts";

/** `LIKE ALL ()` and, since 4.3, `IN ()`. */
const checkPredicate: Check = (node, { text, version }) => {
  const at = node.children.findIndex((child) => child.kind === "token" && child.type === "LEFT_PAREN");
  const next = node.children[at + 1];
  if (at < 0 || next?.kind !== "token" || next.type !== "RIGHT_PAREN") return null;
  const quantifier = tokenOf(node, "ALL", "ANY", "SOME");
  if (quantifier !== null)
    return refused(
      node,
      named(version, "4.3", "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN", "_LEGACY_ERROR_TEMP_0064"),
      `Write at least one pattern between the brackets of ${sourceOf(text, quantifier)}.`,
    );
  return tokenOf(node, "IN") === null
    ? null
    : refused(
        node,
        "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE",
        "Write at least one value between the brackets of IN.",
      );
};

/** `x ! IN (…)`: since 4.0 NOT is written as a word there. */
const checkNot: Check = (node, { text, version }) => {
  const bang = tokenOf(node, "BANG");
  if (bang === null || !isSince(version, "4.0")) return null;
  const space = /\s/.test(text.charAt(bang.end)) ? "" : " ";
  return {
    ...refused(
      node,
      "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT",
      "Since 4.0 ! does not stand for NOT here. Write NOT.",
    ),
    fix: { start: bang.start, end: bang.end, text: `NOT${space}` },
  };
};

/** `dateadd('day', …)`: the unit is a word. */
const checkPrimary: Check = (node, { text }) => {
  const [first, , unit] = node.children;
  if (first?.kind !== "token" || unit?.kind !== "node" || unit.rule !== "stringLit") return null;
  if (!unitFunctions.has(first.type)) return null;
  const word = sourceOf(text, unit).slice(1, -1);
  return {
    ...refused(
      node,
      "INVALID_PARAMETER_VALUE.DATETIME_UNIT",
      `The unit of ${sourceOf(text, first)} is a word without quotes. Write ${word}.`,
    ),
    fix: { start: unit.start, end: unit.end, text: word },
  };
};

const unitFunctions = new Set([
  "DATEADD",
  "DATE_ADD",
  "TIMESTAMPADD",
  "DATEDIFF",
  "DATE_DIFF",
  "TIMEDIFF",
  "TIMESTAMPDIFF",
]);

/** `ROLLUP (a, ())` */
const checkGrouping: Check = (node) => {
  if (!hasToken(node, "ROLLUP", "CUBE")) return null;
  for (const element of childrenOf(node, "groupingElement", "groupingSet"))
    for (const set of nodesBelow(element)) {
      if (set.rule !== "groupingSet" || set.children.length !== 2) continue;
      return refused(
        node,
        "_LEGACY_ERROR_TEMP_0051",
        "ROLLUP and CUBE take no empty brackets: they have the total of all rows anyway. Leave () out.",
      );
    }
  return null;
};

/** Checks of expressions. */
export const expressionChecks: Checks = {
  predicate: checkPredicate,
  errorCapturingNot: checkNot,
  primaryExpression: checkPrimary,
  groupingAnalytics: checkGrouping,
};

/** A window function in an expression, or one that asks for its grouping: what `|> AGGREGATE` does not take. */
export function unfitForPipeAggregate(node: Parameters<Check>[0], text: string): boolean {
  for (const each of nodesBelow(node)) {
    if (each.rule === "windowSpec") return true;
    const name = each.rule === "functionName" ? sourceOf(text, each).toLowerCase() : "";
    if (name === "grouping" || name === "grouping_id") return true;
    if (each.rule === "groupingAnalytics") return true;
  }
  return childOf(node, "groupingAnalytics") !== null;
}
