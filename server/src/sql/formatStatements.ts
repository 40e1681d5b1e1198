import { clause, isNode, isToken, linesBefore, type Layout } from "./formatScribe.ts";

/** A line before what a statement is followed by: its query, and the clauses of a table. */
const writeStatement: Layout = (node, to) => {
  const [first, second] = node.children;
  const isRaw =
    isToken(first, "ADD", "LIST", "REFRESH", "SET", "RESET") ||
    isNode(first, "unsupportedHiveNativeCommands");
  if (isRaw && !isToken(second, "VARIABLE", "VAR", "TABLE", "FUNCTION")) {
    to.verbatim(node);
    return;
  }
  linesBefore((child, at) => {
    if (isNode(child, "query", "createTableClauses", "dmlStatementNoWith")) return true;
    return isToken(child, "AS") && isNode(node.children[at - 1], "createTableClauses");
  })(node, to);
};

const tableClauses: ReadonlySet<string> = new Set(["OPTIONS", "PARTITIONED", "TBLPROPERTIES"]);
const tableLists: ReadonlySet<string> = new Set([
  "expressionPropertyList",
  "propertyList",
  "partitionFieldList",
]);
const changeWords: ReadonlySet<string> = new Set(["USING", "ON"]);
const changeClauses = [
  "setClause",
  "whereClause",
  "matchedClause",
  "notMatchedClause",
  "notMatchedBySourceClause",
  "query",
  "multiInsertQueryBody",
];

const writeBlock: Layout = (node, to) => {
  to.breakLines();
  to.indent(() => {
    node.children.forEach((child, at) => {
      if (child.kind === "node") to.line();
      to.part(child, node, at);
    });
  });
  to.line();
};

/** How statements that are no queries are written. */
export const statementLayouts: Readonly<Record<string, Layout>> = {
  setClause: clause(1),
  statement: writeStatement,
  setResetStatement: (node, to) => {
    to.verbatim(node);
  },
  dmlStatementNoWith: linesBefore(
    (child) => (child.kind === "token" && changeWords.has(child.type)) || isNode(child, ...changeClauses),
  ),
  createTableClauses: linesBefore((child) =>
    child.kind === "token" ? tableClauses.has(child.type) : !tableLists.has(child.rule),
  ),
  compoundBody: writeBlock,
};
