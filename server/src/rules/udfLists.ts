import type { Expression } from "../syntax/ast.ts";
import {
  asArgument,
  atom,
  isStrict,
  noteNulls,
  typeOf,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";

type Comprehension = Extract<Expression, { kind: "Comprehension" }>;

/** `[f(x) for x in xs if test]`: filter() and transform(). */
export function translateComprehension(
  node: Comprehension,
  context: Context,
  translate: Translate,
): Piece | null {
  const list = node.form === "list" || node.form === "generator" ? loopOf(node, context, translate) : null;
  if (!list) return null;
  const { clause, name, inside, base } = list;
  const { fn } = context.spell;
  let text = base.text;
  for (const condition of clause.conditions) {
    const test = translate(condition, inside);
    if (test?.kind !== "column" || test.type !== "boolean") return null;
    text = `${fn("filter")}(${text}, lambda ${name}: ${test.text})`;
  }
  const element = translate(node.element, inside);
  if (element?.kind !== "column") return null;
  if (element.text !== name) text = `${fn("transform")}(${text}, lambda ${name}: ${element.text})`;
  return text === base.text ? null : atom(text, "list", base.isStrict);
}

/** `any(test for x in xs)` and `all(…)`: exists() and forall(). */
export function translateQuantifier(
  name: "any" | "all",
  node: Comprehension,
  context: Context,
  translate: Translate,
): Piece | null {
  const list = loopOf(node, context, translate);
  if (!list || list.clause.conditions.length > 0) return null;
  const test = translate(node.element, list.inside);
  if (test?.kind !== "column" || test.type !== "boolean") return null;
  const fn = context.spell.fn(name === "any" ? "exists" : "forall");
  return atom(`${fn}(${list.base.text}, lambda ${list.name}: ${test.text})`, "boolean", list.base.isStrict);
}

/** `", ".join(words)`. */
export function joinedList(separator: string, list: Piece, context: Context): Piece | null {
  if (list.kind === "none" || list.kind === "literal") return null;
  const type = typeOf(list);
  if (type !== null && type !== "list") return null;
  noteNulls(list, context);
  context.differences.add("nulls in the list are left out");
  return atom(
    `${context.spell.fn("array_join")}(${asArgument(list, context)}, ${separator})`,
    "string",
    isStrict(list),
  );
}

/** `vector.toArray().tolist()`: only vectors of pyspark.ml have both. */
export function listOfVector(node: Expression, context: Context, translate: Translate): Piece | null {
  const array = methodWithoutArguments(node, "tolist");
  const vector = array && methodWithoutArguments(array, "toArray");
  const piece = vector && translate(vector, context);
  // Of a null, vector_to_array raises as Python does (3.5, 4.3).
  if (piece?.kind !== "parameter" || piece.type !== null) return null;
  return atom(`${context.spell.mlFn("vector_to_array")}(${asArgument(piece, context)})`, "list");
}

/** What a method is called on without arguments. */
const methodWithoutArguments = (node: Expression, name: string): Expression | null =>
  node.kind === "Call" &&
  node.args.length === 0 &&
  node.callee.kind === "Attribute" &&
  node.callee.name.id === name
    ? node.callee.object
    : null;

function loopOf(node: Comprehension, context: Context, translate: Translate) {
  const [clause, ...others] = node.clauses;
  if (!clause || others.length > 0 || clause.isAsync || clause.target.kind !== "Name") return null;
  const list = translate(clause.iterable, context);
  if (!list || list.kind === "none" || list.kind === "literal") return null;
  // A text is a list of its letters to Python.
  const type = typeOf(list);
  if (type !== null && type !== "list") return null;
  noteNulls(list, context);
  const name = clause.target.id;
  const inside: Context = { ...context, elements: new Set([...context.elements, name]) };
  return { clause, name, inside, base: { text: asArgument(list, context), isStrict: isStrict(list) } };
}
