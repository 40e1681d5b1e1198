import type { Expression } from "../syntax/ast.ts";
import { nullTest } from "./udfConditions.ts";
import {
  asArgument,
  asColumn,
  asOperand,
  atom,
  isStrict,
  noteNulls,
  operation,
  typeOf,
  wrapped,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";
import { matchTest } from "./udfPatterns.ts";
import { percentFormatted } from "./udfTexts.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** `a + b` and the like. */
export function translateBinary(node: Node<"Binary">, context: Context, translate: Translate): Piece | null {
  if (node.operator === "%" && node.left.kind === "String") return percentFormatted(node, context, translate);
  const days = addedDays(node, context, translate);
  if (days) return days;
  const left = translate(node.left, context);
  const right = translate(node.right, context);
  if (!left || !right || left.kind === "none" || right.kind === "none") return null;
  if (left.kind === "literal" && right.kind === "literal") return null;
  noteNulls(left, context);
  noteNulls(right, context);
  const types = [typeOf(left), typeOf(right)];
  if (types.includes("string")) {
    if (node.operator !== "+") return null;
    const text = `${context.spell.fn("concat")}(${asArgument(left, context)}, ${asArgument(right, context)})`;
    return atom(text, "string", isStrict(left, right));
  }
  if (types.some((type) => type === "list" || type === "date" || type === "timestamp" || type === "boolean"))
    return null;
  if (!["+", "-", "*", "/", "%"].includes(node.operator)) return null;
  // Of a text it may be the repetition.
  if (node.operator === "*" && context.returns === "string" && types.includes(null)) return null;
  if (types[0] === null && types[1] === null && left.kind === "parameter" && right.kind === "parameter")
    if (node.operator === "+") return null;
  context.differences.add("numbers overflow and divide as Spark's types do");
  return operation(
    `${asOperand(left, context)} ${node.operator} ${asOperand(right, context)}`,
    null,
    isStrict(left, right),
  );
}

/** `day + timedelta(days=n)`. */
function addedDays(node: Node<"Binary">, context: Context, translate: Translate): Piece | null {
  const { right, operator } = node;
  if (right.kind !== "Call" || (operator !== "+" && operator !== "-")) return null;
  const { callee, args } = right;
  const name = callee.kind === "Attribute" ? callee.name.id : callee.kind === "Name" ? callee.id : "";
  const [days] = args;
  if (name !== "timedelta" || !days || args.length > 1 || (days.name !== null && days.name.id !== "days"))
    return null;
  const day = translate(node.left, context);
  if (!day || day.kind === "none" || day.kind === "literal" || days.value.kind !== "Number") return null;
  noteNulls(day, context);
  if (typeOf(day) !== "date") context.differences.add("a timestamp loses its time of day");
  const fn = context.spell.fn(operator === "+" ? "date_add" : "date_sub");
  const number = context.source.slice(days.value.start, days.value.end);
  return atom(`${fn}(${asArgument(day, context)}, ${number})`, "date", isStrict(day));
}

const mirrored: Readonly<Record<string, string>> = { "<": ">", "<=": ">=", ">": "<", ">=": "<=" };

/** A comparison, or a chain of two. */
export function translateComparison(
  node: Node<"Comparison">,
  context: Context,
  translate: Translate,
): Piece | null {
  const [second, third, ...more] = node.operands;
  const [operator, next] = node.operators;
  if (!operator || !second || more.length > 0) return null;
  const left = compared(node.first, operator.operator, second, context, translate);
  if (!third || !next) return left;
  const right = compared(second, next.operator, third, context, translate);
  if (left?.kind !== "column" || right?.kind !== "column") return null;
  return operation(`${wrapped(left)} & ${wrapped(right)}`, "boolean", false);
}

function compared(
  first: Expression,
  operator: string,
  second: Expression,
  context: Context,
  translate: Translate,
): Piece | null {
  if (operator === "in" || operator === "not in") {
    const found = membership(first, second, context, translate);
    if (found?.kind !== "column" || operator === "in") return found;
    return operation(`~${wrapped(found)}`, "boolean", found.isStrict);
  }
  const found = second.kind === "Constant" ? matchTest(first, context, translate) : null;
  if (found?.kind === "column") {
    if (second.kind !== "Constant" || second.value !== "None") return null;
    if (operator === "is not") return found;
    return operator === "is" ? operation(`~${wrapped(found)}`, "boolean", found.isStrict) : null;
  }
  const left = capturedValue(first, context) ?? translate(first, context);
  const right = capturedValue(second, context) ?? translate(second, context);
  if (!left || !right || left.kind === "none") return null;
  if (right.kind === "none") {
    if (operator === "is" || operator === "==")
      return atom(`${asColumn(left, context)}.isNull()`, "boolean", false);
    return operator === "is not" || operator === "!="
      ? atom(`${asColumn(left, context)}.isNotNull()`, "boolean", false)
      : null;
  }
  if (!["==", "!=", "<", "<=", ">", ">="].includes(operator)) return null;
  if (left.kind === "literal" && right.kind === "literal") return null;
  if (operator === "==" || operator === "!=") noteTruth([left, right], context);
  else {
    noteNulls(left, context);
    noteNulls(right, context);
    noteNaN(left, operator, right, context);
  }
  // A literal in front of the Column is Python's own, which lets the Column compare the other way round.
  const text =
    left.kind === "literal"
      ? `${asColumn(right, context)} ${mirrored[operator] ?? operator} ${left.text}`
      : `${asColumn(left, context)} ${operator} ${asOperand(right, context)}`;
  return operation(text, "boolean", isStrict(left, right));
}

/** A number or text of the driver, by the name that the UDF reads it by. */
function capturedValue(node: Expression, { captured, parameters, differences }: Context): Piece | null {
  if (node.kind !== "Name" || parameters.includes(node.id)) return null;
  const type = captured.get(node.id);
  if (type === undefined) return null;
  differences.add(`\`${node.id}\` is read when the step is made`);
  return { kind: "literal", text: node.id, type };
}

/** Python says no to every comparison with NaN; Spark takes NaN for the greatest number, equal to itself. */
function noteNaN(left: Piece, operator: string, right: Piece, context: Context): void {
  const types = [typeOf(left), typeOf(right)];
  if (types.some((type) => type === "string" || type === "date" || type === "timestamp")) return;
  const isWhole = (piece: Piece): boolean => piece.kind === "literal" || typeOf(piece) === "int";
  if (isWhole(left) && isWhole(right)) return;
  const isBelowLiteral =
    (right.kind === "literal" && operator.startsWith("<")) ||
    (left.kind === "literal" && operator.startsWith(">"));
  if (!isBelowLiteral) context.differences.add("NaN counts as greater than any number");
}

function noteTruth(pieces: readonly Piece[], context: Context): void {
  const noted = new Set<string>();
  for (const piece of pieces) noteNulls(piece, { ...context, differences: noted });
  if (noted.size > 0) context.differences.add("a null gives null instead of a truth value");
}

/** `x in ("a", "b")`, `"a" in x`. */
function membership(
  first: Expression,
  second: Expression,
  context: Context,
  translate: Translate,
): Piece | null {
  if (second.kind === "Tuple" || second.kind === "List" || second.kind === "Set") {
    const value = translate(first, context);
    const items = second.elements.map((element) => translate(element, context));
    if (!value || value.kind === "none" || value.kind === "literal" || items.length === 0) return null;
    const type = items[0]?.kind === "literal" ? items[0].type : null;
    if (type === null || !items.every((item) => item?.kind === "literal" && item.type === type)) return null;
    noteTruth([value], context);
    const texts = items.map((item) => (item ? asOperand(item, context) : ""));
    return atom(`${asColumn(value, context)}.isin(${texts.join(", ")})`, "boolean", isStrict(value));
  }
  const part = translate(first, context);
  const whole = translate(second, context);
  if (part?.kind !== "literal" || !whole || whole.kind === "none" || whole.kind === "literal") return null;
  noteNulls(whole, context);
  const type = typeOf(whole);
  if (type === "list") {
    context.differences.add("a null in the list gives null where nothing is found");
    const text = `${context.spell.fn("array_contains")}(${asArgument(whole, context)}, ${part.text})`;
    return atom(text, "boolean", isStrict(whole));
  }
  if (part.type !== "string") return null;
  if (type !== "string") context.differences.add("for arrays it is array_contains()");
  return atom(`${asColumn(whole, context)}.contains(${part.text})`, "boolean", isStrict(whole));
}

/** `a and b`, `a or b` of conditions, and `a or default`. */
export function translateBoolean(
  node: Node<"Boolean">,
  context: Context,
  translate: Translate,
): Piece | null {
  const left = translate(node.left, context);
  if (node.operator === "or" && left && typeOf(left) !== "boolean")
    return withDefault(left, translate(node.right, context), context);
  // What a null test on the left has sorted out, the right side does not see.
  const guard = nullTest(node.left);
  const guarded = guard !== null && guard.isNull === (node.operator === "or");
  const inside = guarded ? { ...context, notNull: new Set([...context.notNull, guard.name]) } : context;
  const right = translate(node.right, inside);
  if (left?.kind !== "column" || right?.kind !== "column") return null;
  if (left.type !== "boolean" || right.type !== "boolean") return null;
  const operator = node.operator === "and" ? "&" : "|";
  return operation(`${wrapped(left)} ${operator} ${wrapped(right)}`, "boolean", false);
}

/** `x or "default"`: Python takes the default for None, for an empty text and for zero. */
function withDefault(value: Piece, other: Piece | null, context: Context): Piece | null {
  if (value.kind === "none" || value.kind === "literal" || other?.kind !== "literal") return null;
  const { fn } = context.spell;
  const type = typeOf(value) ?? other.type;
  if (type !== other.type || (type !== "string" && type !== "int" && type !== "double")) return null;
  const test =
    type === "string"
      ? `${fn("length")}(${asArgument(value, context)}) > 0`
      : `${asColumn(value, context)} != 0`;
  return atom(
    `${fn("when")}(${test}, ${asColumn(value, context)}).otherwise(${other.text})`,
    typeOf(value) === null && type !== "string" ? null : type,
    false,
  );
}

/** `not a`, and negative numbers. */
export function translateUnary(node: Node<"Unary">, context: Context, translate: Translate): Piece | null {
  const operand = translate(node.operand, context);
  if (node.operator === "not" && operand?.kind === "column" && operand.type === "boolean")
    return operation(`~${wrapped(operand)}`, "boolean", operand.isStrict);
  if (node.operator === "-" && operand?.kind === "literal" && operand.type !== "string")
    return { ...operand, text: `-${operand.text}` };
  return null;
}
