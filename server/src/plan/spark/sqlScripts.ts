import { unknownType } from "../../catalog/dataType.ts";
import type { SqlScript, SqlStatement } from "../../sql/sqlStatement.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { queryStep, type QueryContext } from "../query/queryContext.ts";
import { queryPlan } from "../query/queryPlan.ts";
import { nameText, valuesPlan } from "../query/tableSteps.ts";
import { analysisOf } from "../schema/analysis.ts";
import { statedEffects, type StatedEffect } from "../statedEffect.ts";
import { declareVariable, keepVariables, sessionOf, setConfiguration } from "./sessionState.ts";
import type { RunningStatement } from "./sqlStatements.ts";
import { bindTable, bindView, dropTable, useDatabase } from "./views.ts";

type Run = (statement: SqlStatement, running: RunningStatement) => PlanNode | null;

/**
 * What a script gives and does. Each part is looked at as if it ran; what parts do that may not run is not known
 * afterwards, and where a handler catches mistakes none are told.
 */
export function ranScript(script: SqlScript, running: RunningStatement, run: Run): PlanNode {
  const { evaluation, context } = running;
  const variables = running.context.session.variables ?? new Map();
  for (const label of script.labels) declareVariable(evaluation, label.text, unknownType);
  const plans: PlanNode[] = [];
  const effects: StatedEffect[] = [];
  let result: PlanNode | null = null;
  let isTold = !script.catches;
  for (const part of script.parts) {
    const inner = { ...running, context: contextNow(running) };
    if (part.kind === "statement") {
      const plan = part.certain || isPlain(part.statement) ? run(part.statement, inner) : null;
      if (!part.certain) leaveOpen(part.statement, running);
      if (plan) plans.push(plan);
      if (part.certain) effects.push(...statedEffects(plan?.details.states));
      if (part.statement.kind === "query") result = part.certain ? plan : null;
      else if (part.statement.kind === "execute") result = null;
      continue;
    }
    const made =
      part.kind === "values" ? valuesPlan(part.values, inner.context) : queryPlan(part.query, inner.context);
    plans.push(made);
    if (part.kind === "values") continue;
    if (part.row) declareVariable(evaluation, part.row.text, unknownType);
    const { schema } = analysisOf(made);
    if (schema.kind === "closed")
      for (const { name, dataType } of schema.attributes) declareVariable(evaluation, name, dataType);
    else isTold = false;
  }
  keepVariables(evaluation, variables);
  const [first = nothing, ...others] = effects;
  const kept = isTold ? plans.filter((each) => each !== result) : [];
  return queryStep(context, {
    operator: "Unknown",
    method: "SQL.Script",
    inputs: [...(result ? [result] : []), ...kept],
    span: script.span,
    maxRows: null,
    details: { states: { ...first, others } },
    query:
      result && !script.catches
        ? {}
        : { reason: "what a script gives depends on which of its statements run" },
  });
}

const nothing: StatedEffect = { effect: "catalog", name: null, plan: null, computes: false };

const contextNow = ({ evaluation, context }: RunningStatement): QueryContext => ({
  ...context,
  session: sessionOf(evaluation),
});

/** Statements that change nothing that others see. */
const isPlain = ({ kind }: SqlStatement): boolean =>
  kind === "query" || kind === "insert" || kind === "inserts" || kind === "change" || kind === "declare";

/** What a statement that may not run would change is not known afterwards. */
function leaveOpen(statement: SqlStatement, { evaluation }: RunningStatement): void {
  switch (statement.kind) {
    case "createView":
    case "createTable":
    case "alterTable":
    case "drop":
    case "cache":
      dropTable(evaluation, nameText(statement.name));
      if (statement.kind === "alterTable" && statement.change.kind === "renameTable")
        bindTable(evaluation, nameText(statement.change.to), null);
      if (statement.kind === "createView") bindView(evaluation, nameText(statement.name), null);
      return;
    case "use":
      useDatabase(evaluation, null);
      return;
    case "set":
      if (statement.key !== null) setConfiguration(evaluation, statement.key, null);
      return;
    default:
  }
}
