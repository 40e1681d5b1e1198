import { callEvidence } from "../plan/evidence.ts";
import { callsNamed, type CallFact } from "../plan/facts.ts";
import { isBatchOfStream, planNodes } from "../plan/logicalPlan.ts";
import type { Expression, Statement, TryStatement } from "../syntax/ast.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { batchWrites } from "./writerCalls.ts";

/** A function for `foreachBatch()` that goes on when its write fails: Spark takes the batch for done. */
export const batchErrorSwallowed = defineRule({
  id: "batch-error-swallowed",
  summary: "Failed write of a stream's batch that is only logged",
  category: "streaming",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    const told = new Set<TryStatement>();
    for (const call of callsNamed(facts, batchWrites)) {
      const { plan = null } = call.receiver ?? {};
      // What stands in a loop may be tried again.
      if (!plan || call.context.loops.length > 0 || !planNodes(plan).some(isBatchOfStream)) continue;
      const node = swallowing(call);
      const handler = node?.handlers.find(({ type }) => catchesAll(type));
      if (!node || !handler || told.has(node)) continue;
      told.add(node);
      const end = handler.name?.end ?? handler.type?.end ?? handler.start + "except".length;
      report({
        site: siteIn(call.unit, { start: handler.start, end }),
        message:
          "When the write fails, this goes on as if the batch were written: Spark notes it as done and never gives it again, so its rows are lost. Log the error and `raise` it.",
        evidence: callEvidence(call),
        related: [{ site: call.nameSite, message: "The batch is written here." }],
      });
    }
  },
});

/** The innermost `try` around a call whose handlers keep every error from going on; null where one may let it out. */
function swallowing({ context }: CallFact): TryStatement | null {
  for (const { node, arm } of context.branches.toReversed()) {
    if (node.kind !== "Try" || arm !== 0 || node.handlers.length === 0) continue;
    const all = node.handlers.some(({ type }) => catchesAll(type));
    return all && node.handlers.every(({ body }) => body.every(onlyTells)) ? node : null;
  }
  return null;
}

const catchesAll = (type: Expression | null): boolean =>
  type === null || (type.kind === "Name" && (type.id === "Exception" || type.id === "BaseException"));

/** Whether a statement does nothing with an error but to print or to log it. */
function onlyTells(statement: Statement): boolean {
  if (statement.kind === "Pass") return true;
  if (statement.kind === "Return")
    return (
      statement.value === null || (statement.value.kind === "Constant" && statement.value.value === "None")
    );
  if (statement.kind !== "Expression") return false;
  const { value } = statement;
  if (value.kind !== "Call") return value.kind === "String" || value.kind === "Constant";
  const { callee } = value;
  return callee.kind === "Name"
    ? callee.id === "print"
    : callee.kind === "Attribute" && telling.has(callee.name.id);
}

/** Python's logging and traceback. */
const telling: ReadonlySet<string> = new Set([
  "critical",
  "debug",
  "error",
  "exception",
  "info",
  "log",
  "print_exc",
  "warn",
  "warning",
]);
