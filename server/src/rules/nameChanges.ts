import type { Expression, NameExpression } from "../syntax/ast.ts";
import { walk, type AstNode } from "../syntax/walk.ts";

/** Methods of lists, sets and dicts that change them and whose result says nothing. */
const changing: ReadonlySet<string> = new Set([
  "append",
  "extend",
  "insert",
  "add",
  "update",
  "setdefault",
  "remove",
  "discard",
  "clear",
]);

/** The names by which something is changed or bound in some code: the name, and the expression that does it. */
export function changesIn(code: Iterable<AstNode>): ReadonlyMap<NameExpression, Expression> {
  const changes = new Map<NameExpression, Expression>();
  const note = (target: Expression): void => {
    const name = target.kind === "Subscript" ? target.object : target;
    if (name.kind === "Name") changes.set(name, target);
  };
  for (const part of code)
    walk(part, (node) => {
      if (node.kind === "Assign") node.targets.forEach(note);
      if (node.kind === "AugmentedAssign") note(node.target);
      if (node.kind === "Call" && node.callee.kind === "Attribute" && changing.has(node.callee.name.id))
        if (node.callee.object.kind === "Name") changes.set(node.callee.object, node.callee);
      return true;
    });
  return changes;
}
