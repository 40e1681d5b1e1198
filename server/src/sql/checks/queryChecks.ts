import { literalValue } from "./tableSample.ts";
import { childOf, childrenOf, hasToken, tokenOf, type SqlNode } from "../tree.ts";
import { unquoted } from "../names.ts";
import { checkInlineTable } from "./inlineTable.ts";
import { isSince, named, refused, sourceOf, type Check, type Checks, type Refusal } from "./check.ts";
import { checkSample } from "./tableSample.ts";

/** Two queries of one name in a WITH; a limit of recursion without recursion. */
const checkCtes: Check = (node, { text, version }) => {
  const seen = new Set<string>();
  for (const query of childrenOf(node, "namedQuery")) {
    if (hasToken(query, "RECURSION") && !hasToken(node, "RECURSIVE"))
      return refused(
        node,
        "_LEGACY_ERROR_TEMP_0035",
        "MAX RECURSION LEVEL is for recursive queries. Write WITH RECURSIVE.",
      );
    const name = childOf(query, "errorCapturingIdentifier");
    if (name === null) continue;
    const key = unquoted(sourceOf(text, name)).toLowerCase();
    if (seen.has(key))
      return refused(
        node,
        named(version, "4.0", "DUPLICATED_CTE_NAMES", "_LEGACY_ERROR_TEMP_0038"),
        `Two queries of this WITH are called ${sourceOf(text, name)}. Rename one.`,
      );
    seen.add(key);
  }
  return null;
};

/** Clauses at the end of a query that do not go together. */
const checkOrganization: Check = (node, { parents, version }) => {
  const has = (word: string): boolean => hasToken(node, word);
  const [order, sort, distribute, cluster] = ["ORDER", "SORT", "DISTRIBUTE", "CLUSTER"].map(has);
  const groups = [order, sort === true || distribute === true, cluster].filter(
    (each) => each === true,
  ).length;
  if (groups > 1)
    return refused(
      node,
      "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES",
      "Of ORDER BY, CLUSTER BY and DISTRIBUTE BY or SORT BY a query has only one. Leave the others out.",
    );
  if (parents.at(-1)?.rule !== "operatorPipeRightSide" || !isSince(version, "4.0")) return null;
  const clauses = groups + [has("LIMIT"), has("OFFSET")].filter(Boolean).length;
  const isPaging = groups === 0 && has("LIMIT") && has("OFFSET");
  return clauses < 2 || isPaging
    ? null
    : refused(
        node,
        "MULTIPLE_QUERY_RESULT_CLAUSES_WITH_PIPE_OPERATORS",
        "One step of a pipe has one of these clauses. Put |> before the next one.",
      );
};

/** Joins that cannot be: NATURAL and LATERAL, NATURAL and CROSS, LATERAL and USING, LATERAL and most outer ones. */
const checkJoin: Check = (node, { text, version }) => {
  const type = childOf(node, "joinType");
  const word = type === null ? "" : sourceOf(text, type).trim().toUpperCase();
  const isNatural = hasToken(node, "NATURAL");
  const isLateral = hasToken(node, "LATERAL");
  if (isNatural && (isLateral || word === "CROSS"))
    return refused(
      node,
      "INCOMPATIBLE_JOIN_TYPES",
      `A join is not both NATURAL and ${isLateral ? "LATERAL" : "CROSS"}. Leave NATURAL out.`,
    );
  if (isLateral) {
    const criteria = childOf(childOf(node, "joinPostfix") ?? node, "joinCriteria");
    if (criteria !== null && hasToken(criteria, "USING"))
      return refused(
        node,
        "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING",
        "A LATERAL join has no USING. Write ON with a condition.",
      );
    if (!["", "INNER", "CROSS", "LEFT", "LEFT OUTER"].includes(word.replace(/\s+/g, " ")))
      return refused(
        node,
        "INVALID_LATERAL_JOIN_TYPE",
        `A LATERAL join is INNER, CROSS or LEFT, not ${word}.`,
      );
  }
  const nearest = childOf(childOf(node, "joinPostfix") ?? node, "nearestByClause");
  const count = nearest === null ? null : tokenOf(nearest, "INTEGER_VALUE");
  return count === null || isWithin(Number(sourceOf(text, count)), 1, mostNearest) || !isSince(version, "4.3")
    ? null
    : refused(
        nearest ?? node,
        "NEAREST_BY_JOIN.NUM_RESULTS_OUT_OF_RANGE",
        `A join by nearness gives 1 to ${mostNearest} rows for each.`,
      );
};

const mostNearest = 100_000;
const isWithin = (value: number, least: number, most: number): boolean => value >= least && value <= most;

/** PIVOT with UNPIVOT or with LATERAL VIEW. */
const checkFrom: Check = (node) => {
  const isPivot = childOf(node, "pivotClause") !== null;
  const isUnpivot = childOf(node, "unpivotClause") !== null;
  if (isPivot && isUnpivot) return pivotBoth(node);
  if (!(isPivot || isUnpivot) || childOf(node, "lateralView") === null) return null;
  return refused(
    node,
    `NOT_ALLOWED_IN_FROM.LATERAL_WITH_${isPivot ? "PIVOT" : "UNPIVOT"}`,
    `LATERAL VIEW and ${isPivot ? "PIVOT" : "UNPIVOT"} do not stand in one FROM. Put one into a subquery.`,
  );
};

const pivotBoth = (node: SqlNode): Refusal =>
  refused(
    node,
    "NOT_ALLOWED_IN_FROM.UNPIVOT_WITH_PIVOT",
    "PIVOT and UNPIVOT do not stand together. Put one into a subquery.",
  );

/** A function with a database before its name, in FROM. */
const checkTableFunction: Check = (node, { text, version }) => {
  const name = childOf(node, "functionName");
  if (name === null || isSince(version, "4.2") || hasToken(name, "IDENTIFIER_KW")) return null;
  return !/[`\w]\s*\.\s*[`\w]/.test(sourceOf(text, name))
    ? null
    : refused(
        node,
        "INVALID_SQL_SYNTAX.INVALID_TABLE_VALUED_FUNC_NAME",
        "Before Spark 4.2 a function in FROM has one name. Leave what is before the point out.",
      );
};

const checkTransform: Check = (node) => {
  const quantifier = childOf(node, "setQuantifier");
  return quantifier === null || !hasToken(node, "TRANSFORM")
    ? null
    : refused(
        quantifier,
        "UNSUPPORTED_FEATURE.TRANSFORM_DISTINCT_ALL",
        "TRANSFORM takes neither DISTINCT nor ALL. Leave it out.",
      );
};

const checkRowFormat: Check = (node, { text, version }) => {
  const at = node.children.findIndex((child) => child.kind === "token" && child.type === "LINES");
  const value = node.children[at + 3];
  if (at < 0 || value === undefined || literalValue(value, text) === "\n") return null;
  return refused(
    value,
    named(
      version,
      "4.3",
      "INVALID_SQL_SYNTAX.UNSUPPORTED_ROW_FORMAT_LINES_TERMINATED_BY",
      "_LEGACY_ERROR_TEMP_0064",
    ),
    "Lines end with '\\n' only.",
  );
};

/** Checks of queries. */
export const queryChecks: Checks = {
  ctes: checkCtes,
  queryOrganization: checkOrganization,
  joinRelation: checkJoin,
  fromClause: checkFrom,
  functionTable: checkTableFunction,
  tableFunctionCall: checkTableFunction,
  transformClause: checkTransform,
  rowFormat: checkRowFormat,
  sample: checkSample,
  inlineTable: checkInlineTable,
};
