import { unquoted } from "../names.ts";
import { childOf, childrenOf, hasToken, nodesBelow, type SqlNode } from "../tree.ts";
import {
  isSince,
  named,
  refused,
  sourceOf,
  type Check,
  type CheckContext,
  type Checks,
  type Refusal,
} from "./check.ts";
import { readIntervalText } from "./intervalText.ts";

const words = (node: SqlNode): readonly string[] =>
  node.children.flatMap((child) => (child.kind === "token" ? [child.type] : []));
const key = /^[a-zA-Z_\d\\.:]+\s*$/;
const keyAndValue = /^[a-zA-Z_\d\\.:]+\s*=[^;]*;*\s*$/;

const checkSet: Check = (node, context) => {
  const { text, version } = context;
  const [first, second] = words(node);
  const [, behind] = node.children;
  const rest = text.slice(behind?.start ?? node.end, node.end).trim();
  if (first === "RESET") {
    if (childOf(node, "configKey") !== null || rest === "" || key.test(rest)) return null;
    return refused(
      node,
      named(version, "4.0", "INVALID_RESET_COMMAND_FORMAT", "_LEGACY_ERROR_TEMP_0043"),
      "RESET takes one name of a configuration. Put a name with other characters into backquotes.",
    );
  }
  if (second === "TIME" && words(node)[2] === "ZONE") return checkZone(node, context);
  if (second === "PATH" && isSince(version, "4.2")) return checkPath(node, text);
  const isFree = node.children.every((child) => child.kind === "token" || child.rule === "configValue");
  if (!isFree || second === "ROLE") return null;
  if (childOf(node, "configValue") !== null)
    return key.test(rest.slice(0, rest.lastIndexOf("=")))
      ? null
      : refused(node, "INVALID_PROPERTY_KEY", "Put the name of the configuration into backquotes.");
  if (rest === "" || rest === "-v" || key.test(rest) || keyAndValue.test(rest)) return null;
  return refused(
    node,
    "INVALID_SET_SYNTAX",
    /^var(?:iable)?\s/i.test(rest)
      ? `Spark ${version} has no variables: SET VARIABLE is there since 4.0.`
      : "SET takes a name and a value: SET name = value. Put a name or a value with ; or other characters into backquotes.",
  );
};

const mostOffset = 18n * 3_600_000_000n;

function checkZone(node: SqlNode, { text, version }: CheckContext): Refusal | null {
  const interval = childOf(node, "interval");
  if (interval === null)
    return childOf(node, "timezone") !== null
      ? null
      : refused(
          node,
          "_LEGACY_ERROR_TEMP_0045",
          "SET TIME ZONE takes one zone: LOCAL, a name in quotes as 'Europe/Paris', or an interval.",
        );
  const offset = readIntervalText(sourceOf(text, interval).replaceAll(/['"]/g, ""));
  if (offset === null) return null;
  const size = offset.microseconds < 0n ? -offset.microseconds : offset.microseconds;
  if (offset.months === 0n && offset.days === 0n && size <= mostOffset && size % 1_000_000n === 0n)
    return null;
  return refused(
    interval,
    named(
      version,
      "4.0",
      "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE",
      "_LEGACY_ERROR_TEMP_0044",
    ),
    "A time zone is at most 18 hours away, in whole seconds.",
  );
}

function checkPath(node: SqlNode, text: string): Refusal | null {
  for (const element of childrenOf(node, "pathElement")) {
    const name = childOf(element, "multipartIdentifier");
    if (name !== null && childrenOf(name, "errorCapturingIdentifier").length < 2)
      return refused(
        element,
        "INVALID_SQL_PATH_SCHEMA_REFERENCE",
        `Name the catalog too: spark_catalog.${sourceOf(text, name)}.`,
      );
  }
  return null;
}

/** Statements whose rule is the whole statement, told apart by their words. */
const checkStatement: Check = (node, context) => {
  const [first = "", second = ""] = words(node);
  if (first === "SET" || first === "RESET") return checkSet(node, context);
  if (first === "DECLARE") return checkVariable(node);
  if (first === "DESCRIBE" || first === "DESC") return checkDescribe(node) ?? checkPartitions(node, context);
  if (first === "REFRESH") return checkRefresh(node, context);
  if (first === "CREATE") return hasToken(node, "FUNCTION") ? checkFunction(node) : null;
  if (first === "TRUNCATE" || first === "LOAD" || first === "SHOW") return checkPartitions(node, context);
  if (first !== "ALTER") return null;
  if (childOf(node, "collationSpec") !== null && childOf(node, "namespace") !== null)
    return refused(
      node,
      "UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS",
      "Spark takes no collation for a whole database. Give it to each column or table.",
    );
  if (second === "TABLE" && hasToken(node, "CHANGE", "ALTER") && isBareChange(node))
    return refused(
      node,
      "_LEGACY_ERROR_TEMP_0035",
      "Say what to change: its type, its COMMENT or its place (FIRST, AFTER).",
    );
  return hasToken(node, "ADD", "DROP", "RENAME") ? checkPartitions(node, context) : null;
};

function isBareChange(node: SqlNode): boolean {
  const specs = childOf(node, "alterColumnSpecList");
  if (specs !== null)
    return childrenOf(specs, "alterColumnSpec").some((spec) => childOf(spec, "alterColumnAction") === null);
  const last = node.children.at(-1);
  return hasToken(node, "CHANGE") && last?.kind === "node" && last.rule === "multipartIdentifier";
}

function checkVariable(node: SqlNode): Refusal | null {
  if (childOf(node, "dataType") !== null || childOf(node, "variableDefaultExpression") !== null) return null;
  const name = childOf(node, "identifierReference", "identifierReferences", "identifierReferenceList");
  return refused(
    name ?? node,
    "INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED",
    "Give the variable a type or a DEFAULT.",
  );
}

function checkDescribe(node: SqlNode): Refusal | null {
  if (!hasToken(node, "JSON")) return null;
  if (!hasToken(node, "EXTENDED", "FORMATTED"))
    return refused(node, "DESCRIBE_JSON_NOT_EXTENDED", "AS JSON needs DESCRIBE EXTENDED.");
  return childOf(node, "describeColName") === null
    ? null
    : refused(
        node,
        "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON",
        "AS JSON describes whole tables. Leave the column or AS JSON out.",
      );
}

function checkRefresh(node: SqlNode, { text, version }: CheckContext): Refusal | null {
  if (node.children.some((child) => child.kind === "node")) return null;
  const path = text.slice(node.children[1]?.start ?? node.end, node.end).trim();
  if (path !== "" && !/\s/.test(path)) return null;
  return refused(
    node,
    named(version, "4.3", "INVALID_SQL_SYNTAX.INVALID_REFRESH_RESOURCE_PATH", "_LEGACY_ERROR_TEMP_0064"),
    "REFRESH takes TABLE and a name, FUNCTION and a name, or one path, in quotes where it has blanks.",
  );
}

function checkFunction(node: SqlNode): Refusal | null {
  const parameters = childOf(node, "colDefinitionList");
  if (parameters === null) return null;
  for (const { rule } of nodesBelow(parameters)) {
    if (rule === "generationExpression")
      return refused(
        parameters,
        "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_GENERATED_COLUMNS_AS_PARAMETERS",
        "Parameters of a function are not GENERATED. Give them a DEFAULT.",
      );
    if (rule === "columnConstraintDefinition")
      return refused(
        parameters,
        "INVALID_SQL_SYNTAX.CREATE_FUNC_WITH_COLUMN_CONSTRAINTS",
        "Parameters of a function have no constraints. Leave them out.",
      );
  }
  return null;
}

function checkPartitions(node: SqlNode, { text }: CheckContext): Refusal | null {
  for (const spec of nodesBelow(node)) {
    if (spec.rule !== "partitionSpec") continue;
    const bare = childrenOf(spec, "partitionVal").find((value) => !hasToken(value, "EQ"));
    if (bare !== undefined)
      return refused(
        spec,
        "INVALID_SQL_SYNTAX.EMPTY_PARTITION_VALUE",
        `Give ${sourceOf(text, bare)} a value: here one partition is meant.`,
      );
  }
  return null;
}

/** `EXECUTE IMMEDIATE … USING 1 AS a, 2 AS a` */
const checkUsing: Check = (node, { text }) => {
  const seen = new Set<string>();
  for (const { rule, children } of nodesBelow(node)) {
    const name = rule === "namedExpression" ? children.at(-1) : undefined;
    if (name === undefined || children.length < 2) continue;
    const alias = unquoted(sourceOf(text, name));
    if (seen.has(alias))
      return refused(
        node,
        "EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES",
        `Two values are called ${sourceOf(text, name)}. Rename one.`,
      );
    seen.add(alias);
  }
  return null;
};

/** Checks of statements that are no queries. */
export const statementChecks: Checks = {
  setResetStatement: checkSet,
  statement: checkStatement,
  executeImmediateUsing: checkUsing,
};
