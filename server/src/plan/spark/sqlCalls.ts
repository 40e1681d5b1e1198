import { readStatement } from "../../sql/statement.ts";
import type { Site } from "../../syntax/module.ts";
import { frameOf } from "../eitherFrame.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { aliased, queryPlan, queryStep, type QueryContext } from "../query/queryPlan.ts";
import { sitesIn } from "../schema/expressions/resolveSql.ts";
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
  const context: QueryContext = {
    session,
    siteOf: sitesIn({ text, site }),
    tableNamed: (name) => frames.get(name.toLowerCase()) ?? tableNamed(evaluation, name)?.plan ?? null,
    ctes: new Map(),
    depth: 0,
  };
  const statement = readStatement(tree.root, filled);
  const bind = (name: string, plan: PlanNode): void =>
    bindTable(evaluation, name, spark("DataFrame", evidence, { plan }));
  /** What changes the catalogue gives a frame without columns. */
  const command = (): PlanNode =>
    queryStep(context, {
      operator: "LocalRelation",
      method: "SQL.Command",
      inputs: [],
      span: statement.span,
      maxRows: 0,
    });
  const nameOf = (parts: readonly { readonly text: string }[]): string =>
    parts.map((part) => part.text).join(".");
  switch (statement.kind) {
    case "query":
      return queryPlan(statement.query, context);
    case "createView":
    case "createTable": {
      if (!statement.query) return command();
      const plan = queryPlan(statement.query, context);
      const columns =
        statement.kind === "createView"
          ? statement.columns.map((part) => ({ text: part.text, site: context.siteOf(part.span) }))
          : [];
      const name = nameOf(statement.name);
      const isGlobal = statement.kind === "createView" && statement.scope === "global temporary";
      bind(
        isGlobal ? `global_temp.${name}` : name,
        columns.length > 0 ? aliased(context, plan, name, columns, statement.span) : plan,
      );
      return command();
    }
    case "set":
      if (statement.key !== null && statement.value !== null)
        setConfiguration(evaluation, statement.key, statement.value);
      return null;
    case "drop":
    case "cache":
    case "uncache":
    case "clearCache":
    case "use":
      return command();
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
