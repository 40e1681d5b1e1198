import type { Expression, Span } from "../../syntax/ast.ts";
import { namesBoundBy, targetNames } from "../../syntax/boundNames.ts";
import { childrenOf, isExpression, walk, type AstNode } from "../../syntax/walk.ts";
import type { Refusal, SelectedCode, SelectedNode } from "./selectedCode.ts";

/** A name that moved code reads and does not bind itself. An attribute of `self` counts as the name of the attribute. */
export interface FreeName {
  /** What it is called in the function. */
  readonly name: string;
  /** What the call hands over, as it is written: `orders`, `self.orders`. */
  readonly argument: string;
  readonly node: Expression;
}

/** What a piece of code needs of its surroundings, and what it leaves behind. */
export interface NamesOfCode {
  /** In order of appearance. */
  readonly free: readonly FreeName[];
  /** Where names of the function stand for something longer (`self.orders`). */
  readonly shortened: readonly { readonly part: SelectedNode; readonly span: Span; readonly name: string }[];
  /** Names that the code binds for the code behind it, in order. */
  readonly bound: readonly string[];
}

/** Collects the names; refuses code that would mean something else in a function of its own. */
export function namesOfCode({ parts, around }: SelectedCode): NamesOfCode | Refusal {
  const free = new Map<string, FreeName>();
  const shortened: NamesOfCode["shortened"][number][] = [];
  const bound: string[] = [];
  const receiver = receiverName(around);
  for (const part of parts) {
    const obstacle = obstacleIn(part.node);
    if (obstacle !== null) return { refusal: obstacle };
    for (const { node, member } of readsIn(part.node, new Set(bound), receiver)) {
      if (member === "call") return { refusal: `It calls a method of \`${receiver ?? ""}\`.` };
      const name = node.kind === "Attribute" ? node.name.id : node.kind === "Name" ? node.id : "";
      const argument = member === "attribute" ? `${receiver ?? ""}.${name}` : name;
      const known = free.get(name);
      if (known && known.argument !== argument)
        return { refusal: `It reads both \`${known.argument}\` and \`${argument}\`.` };
      if (!known) free.set(name, { name, argument, node });
      if (member === "attribute") shortened.push({ part, span: node, name });
    }
    bound.push(...boundBy(part.node));
  }
  return { free: [...free.values()], shortened, bound: [...new Set(bound)] };
}

/** What the code of a method calls its instance. */
function receiverName(around: readonly AstNode[]): string | null {
  const method = around.findIndex(
    (node, index) => node.kind === "Function" && around[index - 1]?.kind === "Class",
  );
  const node = around[method];
  const [first] = node?.kind === "Function" ? node.parameters : [];
  return first?.name.id ?? null;
}

/** Statements that may move are assignments to names, and expressions. */
function obstacleIn(part: AstNode): string | null {
  if (!isExpression(part)) {
    const isSimple =
      part.kind === "Expression" ||
      (part.kind === "Assign" && part.targets.every(isName)) ||
      (part.kind === "AnnotatedAssign" && part.value !== null && isName(part.target));
    if (!isSimple) return "Only assignments to names, and calls, move into a function.";
  }
  let obstacle: string | null = null;
  walk(part, (node) => {
    if (node.kind === "Yield" || node.kind === "Await")
      obstacle ??= `\`${node.kind.toLowerCase()}\` belongs to the function around it.`;
    if (node.kind === "NamedExpression") obstacle ??= "It binds a name inside an expression.";
    if (node.kind === "ErrorExpression") obstacle ??= "It is not complete yet.";
    if (node.kind === "Name" && node.id === "super")
      obstacle ??= "`super()` belongs to the method around it.";
    return obstacle === null;
  });
  return obstacle;
}

const isName = ({ kind }: AstNode): boolean => kind === "Name";

function boundBy(part: AstNode): readonly string[] {
  const targets =
    part.kind === "Assign" ? part.targets : part.kind === "AnnotatedAssign" ? [part.target] : [];
  return targets.flatMap(targetNames).map(({ id }) => id);
}

interface Read {
  readonly node: Expression;
  /** How the name belongs to the instance: one of its attributes, one of its methods; else null. */
  readonly member: "attribute" | "call" | null;
}

/** The reads of names that neither `bound` nor a lambda or comprehension inside the code binds. */
function readsIn(root: AstNode, bound: ReadonlySet<string>, receiver: string | null): readonly Read[] {
  const reads: Read[] = [];
  const visit = (node: AstNode, inner: ReadonlySet<string>, isCalled: boolean): void => {
    if (node.kind === "Name") {
      if (!inner.has(node.id)) reads.push({ node, member: null });
      return;
    }
    if (node.kind === "Attribute" && node.object.kind === "Name" && node.object.id === receiver && receiver) {
      reads.push({ node, member: isCalled ? "call" : "attribute" });
      return;
    }
    const binds = node.kind === "Lambda" || node.kind === "Comprehension";
    const names = binds ? new Set([...inner, ...namesBoundBy(node).map(({ id }) => id)]) : inner;
    const children = node.kind === "Assign" ? [node.value] : childrenOf(node);
    for (const child of children) visit(child, names, node.kind === "Call" && child === node.callee);
  };
  if (root.kind === "AnnotatedAssign") {
    if (root.value) visit(root.value, bound, false);
  } else visit(root, bound, false);
  return reads;
}
