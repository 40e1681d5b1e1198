import type { ModuleFacts } from "../plan/facts.ts";
import type { Expression } from "../syntax/ast.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { isExpression, nodeAt, type AstNode } from "../syntax/walk.ts";
import { frameNameAt, type FrameName } from "./frameHover.ts";
import { framesOfValue, heldAt } from "./heldValues.ts";

/**
 * The frame that an offset is about: the one whose name it is in, else that of the innermost expression around it,
 * such as the step among whose arguments it is, else what the statement works on. Null where no frame is known.
 */
export function frameAround(facts: ModuleFacts, offset: number): FrameName | null {
  const named = frameNameAt(facts, offset);
  if (named) return named;
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const around = nodeAt(placed.unit, offset - placed.offset).toReversed();
  const found = (nodes: readonly AstNode[]): FrameName | null => {
    for (const node of nodes) {
      const place = isExpression(node) ? nameOf(node) : null;
      const at = place && frameNameAt(facts, placed.offset + place.start);
      if (at) return at;
    }
    return null;
  };
  return (
    found(around.filter((node) => isExpression(node) && holdsFrame(facts, node))) ??
    found(around.flatMap((node) => workedOn(node)))
  );
}

const holdsFrame = (facts: ModuleFacts, node: Expression): boolean =>
  framesOfValue(heldAt(facts, node)).some(({ type }) => type === "DataFrame");

/** Where an expression is named: its method, its function, its attribute. */
function nameOf(node: Expression): { readonly start: number } | null {
  switch (node.kind) {
    case "Call":
      return nameOf(node.callee);
    case "Attribute":
      return node.name;
    case "Subscript":
      return nameOf(node.object);
    case "Name":
      return node;
    default:
      return null;
  }
}

/** What a statement binds, gives or calls something on, the outermost first: `df.write.mode("append")` and its parts. */
function workedOn(node: AstNode): readonly AstNode[] {
  switch (node.kind) {
    case "Assign":
      return [...node.targets, ...chainOf(node.value)];
    case "AnnotatedAssign":
      return [node.target, ...(node.value ? chainOf(node.value) : [])];
    case "Return":
      return node.value ? chainOf(node.value) : [];
    case "Expression":
      return chainOf(node.value);
    default:
      return isExpression(node) ? chainOf(node) : [];
  }
}

function chainOf(last: Expression): readonly Expression[] {
  const chain = [last];
  for (const node of chain)
    if (node.kind === "Call") chain.push(node.callee);
    else if (node.kind === "Attribute" || node.kind === "Subscript") chain.push(node.object);
  return chain;
}
