import type { Expression } from "../syntax/ast.ts";
import { mentions } from "../syntax/walk.ts";
import { matchTest } from "./udfPatterns.ts";
import {
  asArgument,
  asColumn,
  atom,
  asOperand,
  isStrict,
  typeOf,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";

/** `name is not None`, `name is None`: the name and which way. */
export function nullTest(test: Expression): { readonly name: string; readonly isNull: boolean } | null {
  if (test.kind !== "Comparison" || test.first.kind !== "Name" || test.operators.length !== 1) return null;
  const operator = test.operators[0]?.operator;
  const operand = test.operands[0];
  if (operand?.kind !== "Constant" || operand.value !== "None") return null;
  if (operator === "is" || operator === "==") return { name: test.first.id, isNull: true };
  return operator === "is not" || operator === "!=" ? { name: test.first.id, isNull: false } : null;
}

/** `a if test else b`. */
export function translateConditional(
  node: Extract<Expression, { kind: "Conditional" }>,
  context: Context,
  translate: Translate,
): Piece | null {
  const guard = nullTest(node.test);
  if (guard && context.parameters.includes(guard.name)) return guarded(node, guard, context, translate);
  const truth = truthTest(node.test, context, translate);
  const inside =
    truth === null ? context : { ...context, notNull: new Set([...context.notNull, truth.name]) };
  const test =
    truth === null ? (matchTest(node.test, context, translate) ?? translate(node.test, context)) : null;
  const then = translate(node.then, truth?.isNegated === true ? context : inside);
  const otherwise = translate(node.otherwise, truth?.isNegated === true ? inside : context);
  if (!then || !otherwise) return null;
  if (truth) {
    const [present, absent] = truth.isNegated ? [otherwise, then] : [then, otherwise];
    return whenOtherwise(truth.text, present, absent, context);
  }
  if (test?.kind !== "column" || test.type !== "boolean") return null;
  return whenOtherwise(test.text, then, otherwise, context);
}

function guarded(
  node: Extract<Expression, { kind: "Conditional" }>,
  guard: { readonly name: string; readonly isNull: boolean },
  context: Context,
  translate: Translate,
): Piece | null {
  const inside: Context = { ...context, notNull: new Set([...context.notNull, guard.name]) };
  const [present, absent] = guard.isNull ? [node.otherwise, node.then] : [node.then, node.otherwise];
  const value = translate(present, inside);
  const other = translate(absent, context);
  if (!value || !other) return null;
  // Functions and operators give null for null, so that the guard says nothing new; when() and null tests do not.
  if (other.kind === "none" && value.kind === "column" && isStrict(value) && mentions(present, guard.name))
    return value;
  const column = context.spell.column(context.parameters.indexOf(guard.name));
  const isItself = value.kind === "parameter" && context.parameters[value.index] === guard.name;
  if (isItself && other.kind !== "none")
    return atom(`${context.spell.fn("coalesce")}(${column}, ${asColumn(other, context)})`, null, false);
  return whenOtherwise(`${column}.isNotNull()`, value, other, context);
}

/** `if text:` and `if not text:` of a parameter that holds a text: neither None nor empty. */
function truthTest(
  test: Expression,
  context: Context,
  translate: Translate,
): { readonly name: string; readonly isNegated: boolean; readonly text: string } | null {
  const isNegated = test.kind === "Unary" && test.operator === "not";
  const tested = isNegated ? test.operand : test;
  if (tested.kind !== "Name") return null;
  const piece = translate(tested, context);
  if (piece?.kind !== "parameter" || typeOf(piece) !== "string") return null;
  return {
    name: tested.id,
    isNegated,
    text: `${context.spell.fn("length")}(${asArgument(piece, context)}) > 0`,
  };
}

/** `F.when(test, then).otherwise(otherwise)`. */
export function whenOtherwise(test: string, then: Piece, otherwise: Piece, context: Context): Piece {
  const tail = otherwise.kind === "none" ? "" : `.otherwise(${asOperand(otherwise, context)})`;
  const types = [then, otherwise].flatMap((piece) => (piece.kind === "none" ? [] : [typeOf(piece)]));
  const [type = null] = types;
  return atom(
    `${context.spell.fn("when")}(${test}, ${asOperand(then, context)})${tail}`,
    types.every((each) => each === type) ? type : null,
    false,
  );
}
