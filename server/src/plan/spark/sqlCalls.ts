import { withIdentifiers } from "../../sql/identifierClauses.ts";
import type { Span } from "../../sql/sqlExpression.ts";
import { readStatement } from "../../sql/statement.ts";
import type { Site } from "../../syntax/module.ts";
import { eitherPlan } from "../eitherFrame.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { statementContext } from "../query/queryContext.ts";
import { fieldTextsOf, framesGiven, parameterReader } from "../query/sqlArguments.ts";
import { sqlTextOf } from "../query/sqlText.ts";
import type { Evidence, Value } from "../value.ts";
import { sessionOf } from "./sessionState.ts";
import { ranStatement } from "./sqlStatements.ts";
import { tableNamed } from "./views.ts";

/** A text of SQL as a call gives it. */
export interface GivenSql {
  readonly value: Value;
  /** The argument. */
  readonly whole: Site;
  /** "SparkSession.sql" */
  readonly method: string;
  readonly args: readonly BoundArgument[];
}

/**
 * Runs a statement as `spark.sql` does, as far as plans go: views and tables that it makes are known afterwards,
 * configurations are set. Gives the plan of a query; null for all else, and for text that does not parse.
 */
export function runSql(
  evaluation: Evaluation,
  { value, whole, method, args }: GivenSql,
  evidence: Evidence,
): PlanNode | null {
  if (value.kind === "union") return eitherQuery(evaluation, { value, whole, method, args }, evidence);
  const session = sessionOf(evaluation);
  const sql = sqlTextOf(value, { entry: "statement", session, whole, fields: fieldTextsOf(method, args) });
  if (sql?.isRead !== true || sql.tree.root === null) return null;
  const frames = framesGiven(args);
  const parameterOf = parameterReader(method, args, whole.unit, sql.tree);
  const root = withIdentifiers(sql.tree.root, sql.text, {
    isUnknown: (span) => sql.placeOf.unknownIn?.(span) === true,
    ofParameter(name, span) {
      const given = parameterOf(name, span);
      const isText = given !== null && given !== "unbound" && given.kind === "literal";
      return isText && typeof given.value === "string" ? given.value : null;
    },
  });
  const context = statementContext({
    session,
    text: sql.text,
    siteOf: Object.assign((span: Span) => sql.siteOf(span), sql.placeOf, {
      parameterOf,
    }),
    tableNamed: (name) => frames.get(name.toLowerCase()) ?? tableNamed(evaluation, name)?.plan ?? null,
  });
  return ranStatement(readStatement(root, sql.text), { evaluation, context, evidence, whole });
}

/** More texts than these are not followed. */
const mostTexts = 8;

/** One of several queries, where paths have met; null where one of them does more than to query. */
function eitherQuery(evaluation: Evaluation, given: GivenSql, evidence: Evidence): PlanNode | null {
  const texts = given.value.kind === "union" ? given.value.values : [];
  if (texts.length > mostTexts || !texts.every(isQuery)) return null;
  const plans = texts.map((value) => runSql(evaluation, { ...given, value }, evidence));
  const [first, ...others] = plans.flatMap((plan) => plan ?? []);
  return first === undefined || plans.includes(null) ? null : eitherPlan(first, others);
}

const isQuery = (value: Value): boolean =>
  value.kind === "string" && /^[\s(]*(?:select|values|table)\b/i.test(value.value ?? "");
