import { readStatement } from "../../sql/statement.ts";
import type { Site } from "../../syntax/module.ts";
import { frameOf } from "../eitherFrame.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { aliased, queryStep, statementContext } from "../query/queryContext.ts";
import { queryPlan } from "../query/queryPlan.ts";
import { sitesIn } from "../schema/expressions/resolveSql.ts";
import type { StatedEffect } from "../statedEffect.ts";
import { sqlParserOf } from "../sqlParser.ts";
import type { Evidence } from "../value.ts";
import { sessionOf, setConfiguration } from "./sessionState.ts";
import { spark } from "./spark.ts";
import { bindTable, tableNamed } from "./views.ts";

/**
 * Runs a statement as `spark.sql` does, as far as plans go: views and tables that it makes are known afterwards,
 * configurations are set. Gives the plan of a query; null for all else, and for text that does not parse.
 */
export function runSql(
  evaluation: Evaluation,
  text: string,
  site: Site,
  args: readonly BoundArgument[],
  evidence: Evidence,
): PlanNode | null {
  const session = sessionOf(evaluation);
  const frames = framesGiven(args);
  if (frames === null) return null;
  const filled = withNames(text, frames);
  if (filled === null) return null;
  const tree = sqlParserOf(session.catalog)(filled, "statement", session.version);
  if (tree.root === null || tree.problems.length > 0) return null;
  const context = statementContext({
    session,
    text: filled,
    siteOf: sitesIn({ text, site }),
    tableNamed: (name) => frames.get(name.toLowerCase()) ?? tableNamed(evaluation, name)?.plan ?? null,
  });
  const statement = readStatement(tree.root, filled);
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

/** The frames that keyword arguments stand for in `{name}`; null when there are other arguments as well. */
function framesGiven(args: readonly BoundArgument[]): ReadonlyMap<string, PlanNode> | null {
  const frames = new Map<string, PlanNode>();
  for (const { name, unpack, value } of args.slice(1)) {
    if (name === "args" || (name === null && unpack === "")) continue;
    const plan = frameOf(value)?.plan;
    if (name === null || !plan) return null;
    frames.set(name.toLowerCase(), plan);
  }
  return frames;
}

/** The text with `{name}` as a name of the same length, so that places stay; null where something else is put in. */
function withNames(text: string, frames: ReadonlyMap<string, PlanNode>): string | null {
  if (frames.size === 0) return text;
  const holes = [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name.toLowerCase());
  return holes.every((name) => frames.has(name)) ? text.replaceAll(/\{(\w+)\}/g, " $1 ") : null;
}
