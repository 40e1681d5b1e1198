import type { ExecutionContext } from "../plan/facts.ts";
import type { Unit } from "../syntax/module.ts";
import { nodeAt } from "../syntax/walk.ts";
import type { Expression } from "../syntax/ast.ts";

/** Whether a statement is there to see whether it fails: in the body of a `try`, or under `pytest.raises` and the like. */
export function isTrial(unit: Unit, { branches, statement }: ExecutionContext): boolean {
  if (branches.some(({ node, arm }) => node.kind === "Try" && arm === 0 && node.handlers.length > 0))
    return true;
  return nodeAt(unit, statement.start).some(
    (node) => node.kind === "With" && node.items.some(({ context }) => expectsErrors(context)),
  );
}

function expectsErrors(node: Expression): boolean {
  if (node.kind !== "Call") return false;
  const name =
    node.callee.kind === "Attribute"
      ? node.callee.name.id
      : node.callee.kind === "Name"
        ? node.callee.id
        : "";
  return /^(raises|warns|suppress|assertRaises\w*|assertWarns\w*|check_error)$/.test(name);
}
