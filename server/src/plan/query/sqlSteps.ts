import { readExpression } from "../../sql/expression.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import { documentOffset } from "../../syntax/siteOffset.ts";
import type { Site } from "../../syntax/module.ts";
import { columnParts, type ColumnExpression } from "../column.ts";
import { callEvidence } from "../evidence.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { columnOfSql } from "../schema/expressions/sqlColumns.ts";
import { statedEffects } from "../statedEffect.ts";
import { sparkAlternatives, sparkValue, type Evidence } from "../value.ts";
import { embeddedSqlOfCall } from "./embeddedSql.ts";

/** A query of the program's SQL: a statement's, a view's, or one in parentheses in an expression. */
export interface SqlPlan {
  readonly root: PlanNode;
  readonly call: CallFact;
}

/** A step that SQL text makes, and the call that runs the text. */
export interface SqlStep {
  readonly step: PlanNode;
  readonly call: CallFact;
}

/** An expression in SQL text with all that is inside of it, and the frame that it is computed on where one is known. */
export interface SqlColumn {
  readonly column: ColumnExpression;
  readonly call: CallFact;
  readonly input: PlanNode | null;
}

/** What SQL texts are read with. */
type SqlReader = Parameters<typeof embeddedSqlOfCall>[1];

interface SqlOfModule {
  readonly plans: readonly SqlPlan[];
  readonly steps: readonly SqlStep[];
}

/** The methods that run a statement. */
const runners = ["SparkSession.sql", "SQLContext.sql", "HiveContext.sql"];
/** Those that take expressions as text. */
const takers = ["functions.expr", "DataFrame.filter", "DataFrame.where", "DataFrame.selectExpr"];

const statements = sideTable<ModuleFacts, SqlOfModule>();
const expressions = sideTable<ModuleFacts, readonly SqlColumn[]>();

/** The queries of a module's SQL, each once. */
export const sqlPlansIn = (facts: ModuleFacts): readonly SqlPlan[] => statementsOf(facts).plans;

/** All steps of a module's SQL, each once: those of a view at the statement that makes it. */
export const sqlStepsIn = (facts: ModuleFacts): readonly SqlStep[] => statementsOf(facts).steps;

/** All expressions of a module's SQL: those of statements, and texts such as that of `filter("…")`. */
export function sqlColumnsIn(facts: ModuleFacts, context: SqlReader): readonly SqlColumn[] {
  let found = expressions.get(facts);
  if (found === undefined) {
    const inSteps = sqlStepsIn(facts).flatMap(({ step, call }) =>
      columnsOf(step).map((column) => ({
        column,
        call,
        // Windows beside aggregates look at the groups.
        input: step.operator === "Aggregate" ? step : (step.inputs[0] ?? null),
      })),
    );
    found = [...inSteps, ...textColumns(facts, context)];
    expressions.set(facts, found);
  }
  return found;
}

/** A call of a function or operator in SQL text: its name in lower case, and its arguments by position. */
export interface SqlFunctionCall {
  readonly name: string;
  readonly args: readonly ColumnExpression[];
  readonly site: Site;
  readonly call: CallFact;
  readonly input: SqlColumn["input"];
}

/** The calls of the named functions in a module's SQL. */
export function sqlCallsIn(
  facts: ModuleFacts,
  context: SqlReader,
  names: ReadonlySet<string>,
): readonly SqlFunctionCall[] {
  return functionCalls(facts, context).filter(({ name }) => names.has(name));
}

const functions = sideTable<ModuleFacts, readonly SqlFunctionCall[]>();

function functionCalls(facts: ModuleFacts, context: SqlReader): readonly SqlFunctionCall[] {
  let found = functions.get(facts);
  if (found === undefined) {
    found = sqlColumnsIn(facts, context).flatMap(({ column, call, input }) =>
      columnParts(column).flatMap((part) =>
        part.kind === "call" && part.function.startsWith("sql.")
          ? { name: part.function.slice("sql.".length), args: part.args, site: part.site, call, input }
          : [],
      ),
    );
    functions.set(facts, found);
  }
  return found;
}

/** A place of SQL text where a finding can stand: itself, or the call that runs a text from elsewhere. */
export const placeInSql = ({ module }: ModuleFacts, { nameSite }: CallFact, site: Site): Site =>
  documentOffset(module, site) === undefined ? nameSite : site;

/** Why the call that runs a text is Spark's. */
export const sqlEvidence = (call: CallFact): Evidence =>
  (call.receiver ?? sparkValue(call.result))?.evidence ?? callEvidence(call);

function statementsOf(facts: ModuleFacts): SqlOfModule {
  let found = statements.get(facts);
  if (found === undefined) {
    found = readStatements(callsNamed(facts, runners));
    statements.set(facts, found);
  }
  return found;
}

function readStatements(calls: readonly CallFact[]): SqlOfModule {
  const plans: SqlPlan[] = [];
  const steps: SqlStep[] = [];
  const seen = new Set<PlanNode>();
  for (const call of calls) {
    const roots = rootsOf(call);
    for (const root of roots) {
      if (seen.has(root) || !isSql(root)) continue;
      plans.push({ root, call });
      seen.add(root);
      const waiting = [root];
      for (let step = waiting.pop(); step; step = waiting.pop()) {
        steps.push({ step, call });
        if (step !== root) roots.push(...statedPlans(step));
        for (const input of step.inputs)
          if (isSql(input) && !seen.has(input)) {
            seen.add(input);
            waiting.push(input);
          }
        for (const column of columnsOf(step))
          for (const part of columnParts(column)) if (part.kind === "subquery") roots.push(part.plan);
      }
    }
  }
  return { plans, steps };
}

const isSql = ({ method }: PlanNode): boolean => method.startsWith("SQL.");

/** What a statement queries, whatever it does with the rows. */
const rootsOf = ({ result }: CallFact): PlanNode[] =>
  sparkAlternatives(result).flatMap(({ plan }) => {
    const made = plan?.operator === "SqlQuery" ? plan.inputs : plan ? [plan] : [];
    return [...made, ...made.flatMap(statedPlans)];
  });

/** What a statement, and those that follow it in the same text, read and write. */
const statedPlans = ({ details: { states } }: PlanNode): readonly PlanNode[] =>
  statedEffects(states).flatMap(({ plan }) => plan ?? []);

/** The expressions of a step; of UPDATE, DELETE and MERGE the conditions and values. */
function columnsOf({ columns, details: { query } }: PlanNode): readonly ColumnExpression[] {
  const { change, insert, grouping = [] } = query ?? {};
  if (insert?.where) return [...columns, insert.where];
  if (change) return [...columns, ...change.target, ...change.source, ...change.both];
  return grouping.length === 0 ? columns : [...columns, ...grouping.map(({ column }) => column)];
}

function textColumns(facts: ModuleFacts, context: SqlReader): readonly SqlColumn[] {
  return callsNamed(facts, takers).flatMap((call) =>
    call.args.some(isText)
      ? embeddedSqlOfCall(call, context).flatMap((sql): SqlColumn[] => {
          if (sql.entry !== "expression" || isName.test(sql.text)) return [];
          const root = sql.isRead ? sql.tree.root : null;
          if (root === null) return [];
          return [
            { column: columnOfSql(readExpression(root, sql.text), sql.placeOf), call, input: sql.frame },
          ];
        })
      : [],
  );
}

const isText = ({ value }: CallFact["args"][number]): boolean =>
  value.kind === "string" || value.kind === "union" || value.kind === "sequence";

const isName = /^[\w.`]+$/;
