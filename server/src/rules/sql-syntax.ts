import { sqlOfCalls, type EmbeddedSql, type SqlProblem } from "../plan/query/embeddedSql.ts";
import { intervalParameterProblem } from "../plan/query/intervalParameters.ts";
import { sqlEvidence } from "../plan/query/sqlSteps.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import { catalogParser, sqlParserOf } from "../plan/sqlParser.ts";
import { knownVersions } from "../catalog/sparkVersion.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import type { Site } from "../syntax/module.ts";
import { nodeAt } from "../syntax/walk.ts";
import { insert } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";
import { mayBeExtension, severalStatements } from "./sqlStatements.ts";

/** SQL text that Spark's parser refuses. */
export const sqlSyntax = defineRule({
  id: "sql-syntax",
  summary: "SQL text that Spark's parser refuses",
  category: "sql",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const { call, sql } of sqlOfCalls(facts, context)) {
      const problem = problemOf(sql, call, facts);
      if (problem === null) continue;
      const site = siteOf(sql, problem, call, facts);
      if (isBlank(site)) continue;
      const fix = fixOf(sql, problem, call);
      context.report({
        site,
        message: messageFor(sql, problem, call),
        ...(fix && { fix }),
        evidence: sqlEvidence(call),
      });
    }
  },
});

/** `database = "<your database>"`: whoever runs it puts a name of their own there. */
const isBlank = ({ unit, start }: Site): boolean =>
  nodeAt(unit, start).some(
    (node) => node.kind === "String" && node.value !== null && /^<\w[\w -]*>$/.test(node.value),
  );

/** Methods that read a table's name as SQL does; others take paths and queries there too. */
const readsNames =
  /^(SparkSession\.table|DataFrameReader\.table|DataFrameWriter\.(saveAsTable|insertInto)|DataFrame\.create\w*TempView)$/;

/** What Spark certainly refuses; null where a parser of Delta Lake, Iceberg or Databricks may take it. */
function problemOf(sql: EmbeddedSql, call: CallFact, facts: ModuleFacts): SqlProblem | null {
  // Plain names and types need no parser.
  if (sql.entry !== "statement" && /^[A-Za-z_]\w*$/.test(sql.text)) return null;
  const [problem] = sql.certainProblems;
  if (problem === undefined) return intervalParameterProblem(sql, call);
  switch (sql.entry) {
    case "statement":
      return mayBeExtension(sql.text, problem) || onlyOlderRefuse(sql, facts) ? null : problem;
    case "tableName":
      return readsNames.test(call.name) ? problem : null;
    case "tableSchema":
    case "dataType":
      // Functions for JSON take a schema in JSON too.
      return problem.condition === "PARSE_SYNTAX_ERROR" && !isSchemaOtherwise(sql) ? problem : null;
    case "expression":
      return problem;
  }
}

/** PySpark takes columns as they stand in `struct<…>` too, and functions for JSON a schema in JSON. */
const isSchemaOtherwise = ({ text, session }: EmbeddedSql): boolean =>
  /^\s*[[{]/.test(text) ||
  sqlParserOf(session)(`struct<${text}>`, "dataType", session.version).problems.length === 0;

/** On Databricks, what Spark takes later is taken earlier. */
const onlyOlderRefuse = ({ text, entry, session }: EmbeddedSql, { module }: ModuleFacts): boolean =>
  module.text.startsWith("# Databricks notebook source") &&
  catalogParser(session.catalog)(text, entry, knownVersions.at(-1) ?? session.version).problems.length === 0;

/** The token, or the last one where the text ends too early; the argument where that stands in another file. */
function siteOf(
  sql: EmbeddedSql,
  problem: SqlProblem,
  { unit, node }: CallFact,
  { module }: ModuleFacts,
): Site {
  const last = sql.tree.tokens.findLast(({ type, end }) => type !== "EOF" && end <= problem.start);
  const span = problem.end > problem.start ? problem : (last ?? problem);
  const site = sql.siteOf(span);
  if (documentOffset(module, site) !== undefined) return site;
  const { start, end } = node.args[0]?.value ?? node;
  return { unit, start, end };
}

function messageFor(sql: EmbeddedSql, problem: SqlProblem, call: CallFact): string {
  const count = severalStatements(sql, problem);
  if (count !== null)
    return `This text holds ${count} statements, and \`${methodOf(call)}\` takes one: Spark refuses it. Call it once for each.`;
  const field = missingPrefix(sql, problem);
  if (field !== null)
    return `\`{${field}}\` is not filled in: the text has no \`f\` in front, so Spark reads the braces and refuses them.`;
  return `Spark's parser refuses this SQL: ${asStatement(problem.message)}`;
}

/** Questions are for places where an edit is offered beside them. */
const asStatement = (message: string): string =>
  message
    .replace(/Did you mean (.+)\?$/, "Perhaps $1 is meant.")
    .replace(/Is (.+) missing\?$/, "Perhaps $1 is missing.");

const methodOf = ({ name }: CallFact): string =>
  name.replace(/^SparkSession\./, "spark.").replace(/^functions\./, "F.");

/** The name in braces at which the parser stops, in a text that is no f-string. */
function missingPrefix({ text, exactSiteOf }: EmbeddedSql, { start }: SqlProblem): string | null {
  const field = /^\{([A-Za-z_]\w*)\}/.exec(text.slice(start))?.[1];
  return field !== undefined && exactSiteOf({ start, end: start + field.length + 2 }) !== null ? field : null;
}

function fixOf(sql: EmbeddedSql, problem: SqlProblem, call: CallFact): Fix | null {
  const field = missingPrefix(sql, problem);
  if (field !== null) {
    const place = sql.siteOf(problem);
    const node = call.args.find(
      (each) => place.unit === call.unit && each.node.start <= place.start && place.end <= each.node.end,
    )?.node;
    if (node?.kind !== "String" || node.parts.length !== 1 || node.parts[0]?.prefix !== "") return null;
    return {
      title: `Make it an f-string, with \`${field}\` filled in`,
      safety: "suggested",
      edits: () => [insert(call.unit, node.start, "f")],
    };
  }
  if (problem.fix === null || severalStatements(sql, problem) !== null) return null;
  const { start, end, text } = problem.fix;
  const site = sql.exactSiteOf({ start, end });
  const newText = sql.spelt(text, { start, end });
  if (site === null || newText === null) return null;
  const [old, fresh] = [sql.text.slice(start, end).trim(), text.trim()];
  const title =
    old === ""
      ? `Add ${asCode(fresh)}`
      : fresh === ""
        ? `Leave ${asCode(old)} out`
        : `Write ${asCode(fresh)}`;
  return { title, safety: "suggested", edits: () => [{ site, newText }] };
}

/** Marked as code; a backtick itself cannot be. */
const asCode = (text: string): string => (text.includes("`") ? `"${text}"` : `\`${text}\``);
