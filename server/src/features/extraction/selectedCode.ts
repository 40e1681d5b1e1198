import type { ModuleFacts } from "../../plan/facts.ts";
import { sparkValue } from "../../plan/value.ts";
import { outerSpan } from "../../rules/edits.ts";
import type { Expression, Span, Statement } from "../../syntax/ast.ts";
import type { Unit } from "../../syntax/module.ts";
import { unitAt } from "../../syntax/siteOffset.ts";
import { childrenOf, isExpression, nodeAt, type AstNode } from "../../syntax/walk.ts";
import { callFactIn, heldAt } from "../heldValues.ts";

/** A node of the code that is selected. */
export interface SelectedNode<Node extends AstNode = AstNode> {
  readonly unit: Unit;
  /** The document offset at which the unit starts. */
  readonly offset: number;
  readonly node: Node;
}

/** Code that may become a function of its own: an expression, or statements in a row. */
export interface SelectedCode {
  readonly parts: readonly [SelectedNode, ...SelectedNode[]];
  /** The statements and expressions around the first part, outermost first. */
  readonly around: readonly AstNode[];
}

/** Why selected code cannot be moved, for people. */
export interface Refusal {
  readonly refusal: string;
}

/**
 * What a selection (document offsets) means: an expression, or statements in a row. An empty one means the chain of
 * DataFrame steps at the cursor. Null where there is nothing of Spark's to move.
 */
export function selectedCode(facts: ModuleFacts, start: number, end: number): SelectedCode | Refusal | null {
  const selected = facts.module.text.slice(start, end);
  if (selected.trim() === "") return chainAt(facts, start);
  const from = start + selected.length - selected.trimStart().length;
  const to = start + selected.trimEnd().length;
  const placed = unitAt(facts.module, from);
  if (placed === undefined) return null;
  const { unit, offset } = placed;
  const nodes = nodeAt(unit, from - offset);
  const isSelected = (span: Span): boolean => span.start === from - offset && span.end === to - offset;
  const exact = nodes.findIndex(
    (node) => isExpression(node) && (isSelected(node) || isSelected(outerSpan(node))),
  );
  const node = nodes[exact];
  if (node) return { parts: [{ unit, offset, node }], around: nodes.slice(0, exact) };
  return selectedStatements(facts, nodes, from, to) ?? (chainAt(facts, from) && halfChain);
}

const halfChain: Refusal = {
  refusal: "The selection is half a chain. Select it from its first name to its last parenthesis.",
};

/** The statements that make up a selection, comments between them aside. */
function selectedStatements(
  { module }: ModuleFacts,
  nodes: readonly AstNode[],
  from: number,
  to: number,
): SelectedCode | null {
  const own = unitAt(module, from);
  if (own === undefined) return null;
  for (let depth = nodes.length; depth >= 0; depth--) {
    const parent = nodes[depth - 1];
    const candidates = parent
      ? childrenOf(parent).flatMap((node) => (isExpression(node) ? [] : [{ ...own, node }]))
      : module.units.flatMap((unit, index) =>
          unit.body.map((node) => ({ unit, offset: module.offsets[index] ?? 0, node })),
        );
    const parts = candidates.filter(
      ({ offset, node }) => offset + node.start >= from && offset + node.end <= to,
    );
    const [first, ...others] = parts;
    if (!first) continue;
    let end = from;
    const gaps = parts.map(({ offset, node }) => {
      const gap = module.text.slice(end, offset + node.start);
      end = offset + node.end;
      return gap;
    });
    if (![...gaps, module.text.slice(end, to)].every(isBlank)) return null;
    const around = nodes.slice(0, depth);
    const value = others.length === 0 ? valueOf(first.node) : null;
    return value
      ? { parts: [{ ...first, node: value }], around: [...around, first.node] }
      : { parts: [first, ...others], around };
  }
  return null;
}

const isBlank = (text: string): boolean => /^(?:\s|#[^\n]*)*$/.test(text);

/** The expression that a statement is about. */
function valueOf(node: Statement): Expression | null {
  switch (node.kind) {
    case "Assign":
    case "AnnotatedAssign":
    case "Return":
    case "Expression":
      return node.value;
    default:
      return null;
  }
}

/** How many calls a chain needs to be worth a function of its own where nobody has selected it. */
const fewestSteps = 2;

/** The innermost chain of DataFrame steps around an offset, else that of its statement. */
function chainAt(facts: ModuleFacts, at: number): SelectedCode | null {
  const placed = unitAt(facts.module, at);
  if (placed === undefined) return null;
  const { unit, offset } = placed;
  const nodes = nodeAt(unit, at - offset);
  const innermost = nodes.findLastIndex((node) => !isExpression(node));
  const statement = nodes[innermost];
  if (!statement || isExpression(statement)) return null;
  const outside = nodes.slice(0, innermost + 1);
  const value = valueOf(statement);
  // From the statement's target, and from the end of a chain that is shown or written, the way leads down to a frame.
  const inside = [nodes.slice(innermost + 1), value ? spineOf(value) : []];
  for (const path of inside) {
    const top = longestFrame(facts, path);
    const node = path[top];
    if (!node || !isExpression(node)) continue;
    const steps = spineOf(node).filter(({ kind }) => kind === "Call").length;
    if (steps < fewestSteps) return null;
    return { parts: [{ unit, offset, node }], around: [...outside, ...path.slice(0, top)] };
  }
  return null;
}

/** The last call that gives a frame of the innermost chain of a path that leads inwards; -1 where there is none. */
function longestFrame(facts: ModuleFacts, path: readonly AstNode[]): number {
  let top = path.findLastIndex((node) => node.kind === "Call" && isFrame(facts, node));
  for (let up = top - 1; up >= 0 && isSpine(path[up], path[up + 1]); up--)
    if (path[up]?.kind === "Call" && isFrame(facts, path[up])) top = up;
  return top;
}

/** An expression, what it is called on, and so on to its first name. */
function spineOf(node: Expression): readonly Expression[] {
  const spine = [node];
  for (const each of spine)
    if (each.kind === "Call") spine.push(each.callee);
    else if (each.kind === "Attribute") spine.push(each.object);
  return spine;
}

const isSpine = (node: AstNode | undefined, below: AstNode | undefined): boolean =>
  (node?.kind === "Call" && node.callee === below) || (node?.kind === "Attribute" && node.object === below);

/** What an expression gives, where it is an object of Spark's; null where it may be one of several. */
export function sparkResult(facts: ModuleFacts, node: AstNode | undefined): string | null {
  if (!node || !isExpression(node)) return null;
  const value =
    heldAt(facts, node) ?? (node.kind === "Call" ? (callFactIn(facts, node)?.result ?? null) : null);
  return value === null ? null : (sparkValue(value)?.type ?? null);
}

const isFrame = (facts: ModuleFacts, node: AstNode | undefined): boolean =>
  sparkResult(facts, node) === "DataFrame";
