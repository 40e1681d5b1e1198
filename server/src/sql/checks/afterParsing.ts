import { parameterNodes, type SqlNode } from "../tree.ts";
import type { Checks, CheckContext, Refusal } from "./check.ts";
import { expressionChecks } from "./expressionChecks.ts";
import { intervalChecks } from "./intervalChecks.ts";
import { literalChecks } from "./literalChecks.ts";
import { pipeChecks } from "./pipeChecks.ts";
import { queryChecks } from "./queryChecks.ts";
import type { Span } from "../sqlExpression.ts";
import { statementChecks } from "./statementChecks.ts";
import { typeChecks } from "./typeChecks.ts";

const checks: ReadonlyMap<string, Checks[string]> = new Map(
  Object.entries({
    ...literalChecks,
    ...intervalChecks,
    ...typeChecks,
    ...expressionChecks,
    ...queryChecks,
    ...pipeChecks,
    ...statementChecks,
  }),
);

/**
 * What Spark refuses when it makes a plan of a tree: literals that are out of range, types it does not have, clauses that
 * do not go together. Null when nothing; else the first such thing, outer nodes before inner ones. As asked of Spark
 * 3.5.9, 4.1.4 and 4.3.0; other versions are judged by these and by the conditions they know.
 */
export function refusalAfterParsing(root: SqlNode, text: string, version: string): Refusal | null {
  const parents: SqlNode[] = [];
  const context: CheckContext = { text, version, parents };
  const waiting: (SqlNode | null)[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node === null) {
      parents.pop();
      continue;
    }
    const refusal = checks.get(node.rule)?.(node, context) ?? null;
    // What a parameter stands for is not known yet: Spark judges it with its value.
    if (refusal !== null && !parameterNodes(node).some((each) => isWithin(each, refusal))) return refusal;
    parents.push(node);
    waiting.push(null);
    for (let each = node.children.length - 1; each >= 0; each--) {
      const child = node.children[each];
      if (child?.kind === "node") waiting.push(child);
    }
  }
  return null;
}

const isWithin = (inner: Span, outer: Span): boolean => inner.start >= outer.start && inner.end <= outer.end;
