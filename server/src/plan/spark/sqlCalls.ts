import type { Span } from "../../sql/sqlExpression.ts";
import { readStatement } from "../../sql/statement.ts";
import type { Site } from "../../syntax/module.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { aliased, queryStep, statementContext } from "../query/queryContext.ts";
import { queryPlan } from "../query/queryPlan.ts";
import { fieldTextsOf, framesGiven, parameterReader } from "../query/sqlArguments.ts";
import { sqlTextOf } from "../query/sqlText.ts";
import type { StatedEffect } from "../statedEffect.ts";
import type { Evidence, Value } from "../value.ts";
import { sessionOf, setConfiguration } from "./sessionState.ts";
import { spark } from "./spark.ts";
import { bindTable, tableNamed } from "./views.ts";

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
  const session = sessionOf(evaluation);
  const sql = sqlTextOf(value, { entry: "statement", session, whole, fields: fieldTextsOf(method, args) });
  if (sql?.isRead !== true || sql.tree.root === null) return null;
  const frames = framesGiven(args);
  const context = statementContext({
    session,
    text: sql.text,
    siteOf: Object.assign((span: Span) => sql.siteOf(span), sql.placeOf, {
      parameterOf: parameterReader(args, whole.unit, sql.tree),
    }),
    tableNamed: (name) => frames.get(name.toLowerCase()) ?? tableNamed(evaluation, name)?.plan ?? null,
  });
  const statement = readStatement(sql.tree.root, sql.text);
  const bind = (name: string, plan: PlanNode): void =>
    bindTable(evaluation, name, spark("DataFrame", evidence, { plan }));
  /** What changes Spark gives a frame without columns, but for settings. */
  const command = (
    effect: StatedEffect["effect"],
    name: string | null,
    plan: PlanNode | null = null,
    computes = false,
  ): PlanNode =>
    queryStep(context, {
      operator: "LocalRelation",
      method: effect === "conf" ? "SQL.Set" : "SQL.Command",
      inputs: [],
      span: statement.span,
      maxRows: effect === "conf" ? null : 0,
      details: { states: { effect, name, plan, computes } },
    });
  const nameOf = (parts: readonly { readonly text: string }[]): string =>
    parts.map((part) => part.text).join(".");
  switch (statement.kind) {
    case "query":
      return queryPlan(statement.query, context);
    case "createView":
    case "createTable": {
      const name = nameOf(statement.name);
      const effect = statement.kind === "createView" ? "view" : "catalog";
      if (!statement.query) return command(effect, name);
      const plan = queryPlan(statement.query, context);
      const columns =
        statement.kind === "createView"
          ? statement.columns.map((part) => ({ text: part.text, site: context.siteOf(part.span) }))
          : [];
      const isGlobal = statement.kind === "createView" && statement.scope === "global temporary";
      bind(
        isGlobal ? `global_temp.${name}` : name,
        columns.length > 0 ? aliased(context, plan, name, columns, statement.span) : plan,
      );
      return statement.kind === "createView"
        ? command("view", name, plan)
        : command("write", name, plan, true);
    }
    case "insert":
      return command(
        "write",
        nameOf(statement.table),
        statement.query && statement.ctes.length === 0 ? queryPlan(statement.query, context) : null,
        true,
      );
    case "set":
      if (statement.key === null) return null;
      if (statement.value !== null) setConfiguration(evaluation, statement.key, statement.value);
      return command("conf", statement.key);
    case "drop":
      return command(statement.what === "view" ? "view" : "catalog", nameOf(statement.name));
    case "cache": {
      const name = nameOf(statement.name);
      const made = statement.query && queryPlan(statement.query, context);
      if (made) bind(name, made);
      const plan = made ?? context.tableNamed(name);
      return command("cache", name, plan, !statement.lazy);
    }
    case "uncache": {
      const name = nameOf(statement.name);
      return command("unpersist", name, context.tableNamed(name));
    }
    case "clearCache":
      return command("unpersist", null);
    case "use":
      return command("catalog", nameOf(statement.name));
    default:
      return null;
  }
}
