import type { EmbeddedSql, SqlProblem } from "../plan/query/embeddedSql.ts";

/** Statements of other products, by their first words. */
const foreign =
  /^(OPTIMIZE|VACUUM|RESTORE|CONVERT|GENERATE|FSCK|REORG|COPY|CLONE|APPLY|GRANT|REVOKE|DENY|UNDROP|LIST|PUT|GET|REMOVE|SYNC|CALL|MSCK|COMMENT|USE|DROP|ALTER|SHOW|DESC|DESCRIBE|CREATE\s+(FOREIGN\s+CATALOG|CATALOG|(EXTERNAL\s+)?VOLUME|CONNECTION|SHARE|RECIPIENT|POLICY|SERVER|GROUP|EXTERNAL\s+LOCATION|(STORAGE|SERVICE)\s+CREDENTIAL))\b/i;

/** What other products let follow CREATE, in their own ways. */
const created = /^CREATE\b/i;

/**
 * Whether another parser may take a statement that Spark's refuses: Delta Lake, Iceberg, Hudi and Databricks add
 * statements, and clauses to those that define things. Queries and changes of rows they read as Spark does.
 */
export function mayBeExtension(text: string, { start, fix }: SqlProblem): boolean {
  const statement = text.replace(/^(\s|--[^\n]*(\n|$)|\/\*[^]*?\*\/)+/, "");
  if (foreign.test(statement)) return true;
  if (!created.test(statement)) return false;
  return fix === null && !/\bAS\s+(\(\s*)?(SELECT|WITH)\b/i.test(text.slice(0, start));
}

/** How many statements stand in a text where Spark takes one; null where that is not what is wrong. */
export function severalStatements({ tree }: EmbeddedSql, { start }: SqlProblem): number | null {
  const before = tree.tokens.findLast(({ end, type }) => end <= start && type !== "EOF");
  if (before?.type !== "SEMICOLON") return null;
  const tokens = tree.tokens.filter(({ type }) => type !== "EOF");
  return tokens.filter(
    ({ type }, index) => type !== "SEMICOLON" && (index === 0 || tokens[index - 1]?.type === "SEMICOLON"),
  ).length;
}
