import { atomic, unknownType } from "../../catalog/dataType.ts";
import type { NamePart } from "../../sql/sqlExpression.ts";
import type { SqlStatement } from "../../sql/sqlStatement.ts";
import type { Site } from "../../syntax/module.ts";
import type { Evaluation } from "../evaluation.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { listingOf } from "../query/listings.ts";
import { relationPlan } from "../query/relationPlan.ts";
import { queryStep, type QueryContext } from "../query/queryContext.ts";
import { possibleTable, type TablePlace } from "../query/storedTable.ts";
import { queryPlan } from "../query/queryPlan.ts";
import {
  changePlan,
  definedColumns,
  insertPlan,
  nameText,
  valuesPlan,
  viewPlan,
} from "../query/tableSteps.ts";
import { analysisOf } from "../schema/analysis.ts";
import type { StatedEffect } from "../statedEffect.ts";
import type { Evidence } from "../value.ts";
import { declareVariable, setConfiguration } from "./sessionState.ts";
import { ranScript } from "./sqlScripts.ts";
import { spark } from "./spark.ts";
import { sparkCatalog } from "./tableNames.ts";
import { runSql } from "./sqlCalls.ts";
import {
  bindStored,
  bindTable,
  bindView,
  changeAnyTable,
  changeView,
  dropTable,
  isDropped,
  useCatalog,
  useDatabase,
} from "./views.ts";

/** A statement of a program on its way. */
export interface RunningStatement {
  readonly evaluation: Evaluation;
  readonly context: QueryContext;
  readonly evidence: Evidence;
  /** The argument that the text stands in. */
  readonly whole: Site;
}

/**
 * What a statement gives, and does to views, tables, variables and configurations. Null for what is not followed.
 */
export function ranStatement(statement: SqlStatement, running: RunningStatement): PlanNode | null {
  const { evaluation, context, evidence } = running;
  if (changesUnnamed(statement, context)) changeAnyTable(evaluation);
  const frame = (plan: PlanNode) => spark("DataFrame", evidence, { plan });
  const { span } = statement;
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
      span,
      maxRows: effect === "conf" ? null : 0,
      details: { states: { effect, name, plan, computes } },
    });
  switch (statement.kind) {
    case "query":
      return queryPlan(statement.query, context);
    case "createView": {
      const name = nameText(statement.name);
      const plan = viewPlan(context, statement);
      if (plan === null) return command("view", name);
      if (statement.scope === "existing") changeView(evaluation, name, frame(plan));
      else if (statement.scope === "temporary") bindView(evaluation, name, frame(plan));
      else if (statement.scope === "global temporary")
        bindView(evaluation, `global_temp.${name.replace(/^global_temp\./i, "")}`, frame(plan));
      else if (statement.changes) bindTable(evaluation, name, null);
      else if (!statement.ifNotExists || isDropped(evaluation, name))
        bindTable(evaluation, name, frame(plan));
      else {
        // A view that is certainly there stays; one of before the program may have other columns.
        const known = context.tableNamed(name);
        if (known === null || isPossible(known)) bindTable(evaluation, name, frame(possibleTable(plan)));
      }
      return command("view", name, plan);
    }
    case "createTable":
      return createdTable(statement, running, command);
    case "insert": {
      const plan = insertPlan(context, statement);
      return command("write", nameText(statement.table), plan, true);
    }
    case "inserts": {
      const { from, inserts } = statement;
      const shared = { ...context, piped: relationPlan(from, context) };
      const [first, ...others] = inserts.map((each): StatedEffect => ({
        effect: "write",
        name: nameText(each.table),
        plan: insertPlan(shared, each),
        computes: true,
      }));
      if (first === undefined) return command("write", null);
      return { ...command("write", null), details: { states: { ...first, others } } };
    }
    case "script":
      return ranScript(statement, running, ranStatement);
    case "change":
      return {
        ...changePlan(context, statement),
        details: {
          ...changePlan(context, statement).details,
          states: { effect: "write", name: nameText(statement.table), plan: null, computes: true },
        },
      };
    case "alterTable":
      return alteredTable(statement, running, command);
    case "set":
      if (statement.key === null)
        return listing(/-v/.test(context.text.slice(span.start, span.end)) ? "set -v" : "set", span, context);
      if (statement.value !== null) setConfiguration(evaluation, statement.key, statement.value);
      return command("conf", statement.key);
    case "drop": {
      const name = nameText(statement.name);
      if (statement.what === "variable") declareVariable(evaluation, name, null);
      if (statement.what !== "view" && statement.what !== "table") return command("catalog", name);
      dropTable(evaluation, name);
      return command(statement.what === "view" ? "view" : "catalog", name);
    }
    case "cache": {
      const name = nameText(statement.name);
      const made = statement.query && queryPlan(statement.query, context);
      if (made) bindView(evaluation, name, frame(made));
      return command("cache", name, made ?? context.tableNamed(name), !statement.lazy);
    }
    case "uncache": {
      const name = nameText(statement.name);
      return command("unpersist", name, context.tableNamed(name));
    }
    case "clearCache":
      return command("unpersist", null);
    case "use": {
      const name = isUntold(statement.name, context) ? null : nameText(statement.name);
      if (name !== null && isCatalog(name, context)) useCatalog(evaluation, name);
      else useDatabase(evaluation, name);
      return command("catalog", nameText(statement.name));
    }
    case "declare": {
      const { value, dataType } = statement;
      const start = value && valuesPlan([value], context);
      const schema = start && analysisOf(start).schema;
      const found =
        schema?.kind === "closed" || schema?.kind === "open" ? schema.attributes[0]?.dataType : undefined;
      const type = dataType ?? (value ? (found ?? unknownType) : atomic("void"));
      for (const name of statement.names) declareVariable(evaluation, nameText(name.slice(-1)), type);
      const declared = command("catalog", nameText(statement.names[0]?.slice(-1) ?? []));
      return start ? { ...declared, inputs: [start] } : declared;
    }
    case "execute":
      return executed(statement, running, command);
    case "explain":
      return listing("explain", span, context);
    case "reset":
      return command("catalog", statement.key);
    default: {
      const words = context.text.slice(span.start, span.end);
      const catalog = /^\s*set\s+catalog\s+(?:([\w`]+|(["'])([^"']+)\2)\s*;?\s*$)?/i.exec(words);
      if (catalog)
        useCatalog(evaluation, isUntold([{ span }], context) ? null : (catalog[1] ?? catalog[3] ?? null));
      const listed = listingOf(words);
      if (listed !== null) return listing(listed, span, context);
      return /^\s*(?:alter|analyze|comment|create|grant|load|msck|refresh|repair|revoke|truncate|set\s+(?:var|variable|catalog|path))\b/i.test(
        words,
      )
        ? command("catalog", null)
        : null;
    }
  }
}

type Command = (
  effect: StatedEffect["effect"],
  name: string | null,
  plan?: PlanNode | null,
  computes?: boolean,
) => PlanNode;

/** What SHOW and DESCRIBE give has the same columns always. */
const listing = (what: string, span: SqlStatement["span"], context: QueryContext): PlanNode =>
  queryStep(context, {
    operator: "LocalRelation",
    method: "SQL.Listing",
    inputs: [],
    span,
    details: { format: what, states: { effect: "catalog", name: null, plan: null, computes: false } },
    maxRows: null,
  });

function createdTable(
  statement: Extract<SqlStatement, { kind: "createTable" }>,
  { evaluation, context, evidence }: RunningStatement,
  command: Command,
): PlanNode {
  const { query, columns, partitions, like, span, replaces, ifNotExists } = statement;
  const name = nameText(statement.name);
  const plan = query && queryPlan(query, context);
  const from = plan ?? (like && context.tableNamed(nameText(like)));
  const isKnown = from !== null || (columns !== null && columns.length > 0);
  const known = replaces ? null : context.tableNamed(name);
  // A table that is certainly there stays: Spark refuses to make it again.
  if (known === null || isPossible(known))
    if (isKnown)
      bindStored(
        evaluation,
        name,
        {
          ...(from ? { from } : columns ? { defined: definedColumns(context, columns) } : {}),
          partitions: partitions.map(({ text }) => text),
          ...(ifNotExists && !isDropped(evaluation, name) && { perhaps: true }),
        },
        { ...placeOf(context, span), evidence },
      );
    else bindTable(evaluation, name, null);
  return plan ? command("write", name, plan, true) : command("catalog", name);
}

const isPossible = ({ details }: PlanNode): boolean => details.query?.table?.perhaps === true;

const placeOf = ({ siteOf, session }: QueryContext, span: SqlStatement["span"]): TablePlace => ({
  site: siteOf(span),
  nameSite: siteOf(span),
  session,
});

function alteredTable(
  { name: parts, change, span }: Extract<SqlStatement, { kind: "alterTable" }>,
  { evaluation, context, evidence }: RunningStatement,
  command: Command,
): PlanNode {
  const name = nameText(parts);
  const table = context.tableNamed(name);
  if (table?.method === "SQL.StoredTable")
    if (change.kind === "renameTable") {
      bindTable(evaluation, name, null);
      bindTable(evaluation, nameText(change.to), spark("DataFrame", evidence, { plan: table }));
    } else if (change.kind !== "other")
      bindStored(evaluation, name, { from: table, change }, { ...placeOf(context, span), evidence });
  return command("catalog", name);
}

/** Whether a statement makes, changes or drops a table whose name the text does not tell. */
function changesUnnamed(statement: SqlStatement, context: QueryContext): boolean {
  const isChange =
    statement.kind === "alterTable" ||
    (statement.kind === "drop" && statement.what === "table") ||
    (statement.kind === "createTable" && statement.replaces);
  return isChange && isUntold(statement.name, context);
}

/** Whether `USE name` means a catalog: Spark's own, or one that the program sets. */
const isCatalog = (name: string, { session }: QueryContext): boolean =>
  name.toLowerCase() === sparkCatalog || session.conf.has(`spark.sql.catalog.${name}`);

/** Whether the program does not tell a part of a name. */
const isUntold = (name: readonly Pick<NamePart, "span">[], { siteOf }: QueryContext): boolean =>
  name.some(({ span }) => siteOf.unknownIn?.(span) === true);

/** `EXECUTE IMMEDIATE 'text'`: the statement of the text, or, with INTO, none of its columns. */
function executed(
  { sql, hasTargets }: Extract<SqlStatement, { kind: "execute" }>,
  { evaluation, evidence, whole }: RunningStatement,
  command: Command,
): PlanNode | null {
  if (hasTargets) return command("catalog", null);
  if (sql?.kind !== "literal" || typeof sql.value !== "string") return null;
  const value = { kind: "string", value: sql.value, constant: true } as const;
  return runSql(evaluation, { value, whole, method: "EXECUTE IMMEDIATE", args: [] }, evidence);
}
