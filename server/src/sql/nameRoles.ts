/** What a name may stand for at a place of SQL. */
export type SqlNameRole =
  | "column"
  | "function"
  | "table"
  | "tableFunction"
  | "namespace"
  | "catalog"
  | "type"
  | "hint"
  | "window"
  | "configuration"
  | "option"
  | "provider"
  | "collation"
  | "parameter"
  | "argument"
  | "variable"
  | "label"
  /** A name that is made up here: of a column, a table's alias, a view. */
  | "new";

/** Rules that read a name and do not tell what it names: the rule around them does. */
export const nameRules: ReadonlySet<string> = new Set(
  (
    "identifier strictIdentifier simpleIdentifier simpleStrictIdentifier quotedIdentifier backQuotedIdentifier " +
    "errorCapturingIdentifier errorCapturingIdentifierExtra multipartIdentifier multipartIdentifierList qualifiedName " +
    "qualifiedNameList identifierReference identifierList identifierSeq identifierComment identifierCommentList " +
    "orderedIdentifier orderedIdentifierList catalogIdentifierReference temporalTableIdentifier tableIdentifier " +
    "temporalTableIdentifierReference functionIdentifier functionName multipartIdentifierProperty " +
    "multipartIdentifierPropertyList identifierReferenceList jsonPathIdentifier simpleQuotedIdentifier"
  ).split(" "),
);

/** Rules that read one word as a name: they are told, not looked into, so that not every word counts as expected. */
export const wordRules: readonly string[] = [
  "identifier",
  "strictIdentifier",
  "simpleIdentifier",
  "simpleStrictIdentifier",
  "functionName",
  "configKey",
  "backQuotedIdentifier",
];

/** What a name stands for, by the rule around it; a list where the way to the name tells: "rule" or "rule/name rule". */
const roles: Readonly<Record<string, SqlNameRole>> = {
  "primaryExpression/functionName": "function",
  primaryExpression: "column",
  "tableFunctionCall/functionName": "tableFunction",
  "functionTable/functionName": "tableFunction",
  "lateralView/qualifiedName": "function",
  lateralView: "new",
  relationPrimary: "table",
  streamRelationPrimary: "table",
  queryPrimary: "table",
  "insertInto/identifierReference": "table",
  "insertInto/multipartIdentifier": "table",
  insertInto: "column",
  "dmlStatementNoWith/identifierReference": "table",
  "dmlStatementNoWith/multipartIdentifier": "table",
  functionTableSubqueryArgument: "table",
  functionTableReferenceArgument: "table",
  createTableHeader: "new",
  replaceTableHeader: "table",
  createPipelineDatasetHeader: "new",
  createPipelineFlowHeader: "new",
  namedExpression: "new",
  tableAlias: "new",
  namedQuery: "new",
  namedWindow: "new",
  unpivotAlias: "new",
  unpivotNameColumn: "new",
  unpivotValueColumn: "new",
  "operatorPipeRightSide/errorCapturingIdentifier": "new",
  operatorPipeRightSide: "column",
  operatorPipeSetAssignmentSeq: "column",
  "pivotClause/errorCapturingIdentifier": "new",
  pivotValue: "new",
  colType: "new",
  complexColType: "new",
  colDefinition: "new",
  qualifiedColTypeWithPosition: "new",
  columnDefinition: "new",
  createOrReplaceTableColType: "new",
  jsonTableColumn: "new",
  beginLabel: "new",
  endLabel: "label",
  iterateStatement: "label",
  leaveStatement: "label",
  windowSpec: "window",
  windowRef: "window",
  primitiveType: "type",
  dataType: "type",
  hintStatement: "hint",
  exceptClause: "column",
  joinCriteria: "column",
  asofJoinCriteria: "column",
  pivotColumn: "column",
  unpivotColumn: "column",
  assignment: "column",
  notMatchedAction: "column",
  notMatchedClause: "column",
  bucketSpec: "column",
  skewSpec: "column",
  clusterBySpec: "column",
  partitionVal: "column",
  partitionField: "column",
  "transform/qualifiedName": "column",
  transform: "function",
  transformArgument: "column",
  describeColName: "column",
  colPosition: "column",
  alterColumnSpec: "column",
  columnComment: "column",
  uniqueConstraint: "column",
  foreignKeyConstraint: "column",
  referenceSpec: "table",
  configKey: "configuration",
  setResetStatement: "variable",
  setVariableStatement: "variable",
  setStatementInsideSqlScript: "variable",
  executeImmediate: "variable",
  propertyKey: "option",
  property: "option",
  tableProvider: "provider",
  collateClause: "collation",
  collationSpec: "collation",
  namedParameterMarker: "parameter",
  parameterMarker: "parameter",
  namedArgumentExpression: "argument",
  functionTableNamedArgumentExpression: "argument",
  describeFuncName: "function",
};

/** Words before a name that tell what it is, in statements whose rule does not: `DROP TABLE`, `USE`. */
const rolesByWord: Readonly<Record<string, SqlNameRole>> = {
  DATABASE: "namespace",
  DATABASES: "namespace",
  SCHEMA: "namespace",
  SCHEMAS: "namespace",
  NAMESPACE: "namespace",
  NAMESPACES: "namespace",
  USE: "namespace",
  IN: "namespace",
  CATALOG: "catalog",
  FUNCTION: "function",
  FUNCTIONS: "function",
  VARIABLE: "variable",
  VAR: "variable",
  COLUMN: "column",
  COLUMNS: "column",
  FOR: "column",
  COLLATION: "collation",
  DECLARE: "new",
};
const filling = new Set(["IF", "NOT", "EXISTS", "OR", "REPLACE", "EXTENDED", "FORMATTED", "RECURSIVE"]);
/** Rules that read whole statements. */
const statementRules = new Set([
  "statement",
  "unsupportedHiveNativeCommands",
  "singleMultipartIdentifier",
  "singleTableIdentifier",
]);

/** The role of a name within a rule; null when the rule tells none. `inner` is the rule that reads the name for it. */
export function nameRoleIn(rule: string, inner: string, wordsBefore: readonly string[]): SqlNameRole | null {
  const found = roles[`${rule}/${inner}`] ?? roles[rule];
  if (found !== undefined) return found;
  if (!statementRules.has(rule)) return null;
  const word = wordsBefore.findLast((each) => !filling.has(each)) ?? "";
  if (wordsBefore[0] === "CREATE" && rolesByWord[word] !== "catalog") return "new";
  return rolesByWord[word] ?? "table";
}
