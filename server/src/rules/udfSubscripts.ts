import type { Expression } from "../syntax/ast.ts";
import {
  asArgument,
  asColumn,
  atom,
  isStrict,
  noteNulls,
  typeOf,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";

/** `text[:3]`, `text[-2:]`, `text[0]`, `text.split(",")[0]`, `json.loads(text)["key"]`. */
export function translateSubscript(
  node: Extract<Expression, { kind: "Subscript" }>,
  context: Context,
  translate: Translate,
): Piece | null {
  const [index, ...others] = node.indices;
  if (!index || others.length > 0) return null;
  const json = jsonMember(node.object, index, context, translate);
  if (json) return json;
  const object = translate(node.object, context);
  if (!object || object.kind === "none" || object.kind === "literal") return null;
  if (index.kind === "Slice") return sliced(object, index, context);
  const position = wholeNumber(index);
  if (position === null) return null;
  const { fn } = context.spell;
  if (typeOf(object) === "list") {
    noteNulls(object, context);
    // What split() gives has a first and a last part, whatever the text.
    if (position !== 0 && position !== -1)
      context.differences.add("a missing part gives Spark's own error, or null before 4.0");
    const isText = node.object.kind === "Call" ? "string" : null;
    return position < 0
      ? atom(`${fn("element_at")}(${asArgument(object, context)}, ${position})`, isText, isStrict(object))
      : atom(`${asColumn(object, context)}[${position}]`, isText, isStrict(object));
  }
  // Of a list it is the first element, of a text the first letter: a parameter alone does not tell.
  if (object.kind === "parameter" && typeOf(object) === null) return null;
  noteText(object, context);
  context.differences.add("a missing letter gives an empty text instead of an error");
  const start = position < 0 ? position : position + 1;
  return atom(`${fn("substring")}(${asArgument(object, context)}, ${start}, 1)`, "string", isStrict(object));
}

/** The length that stands for all the rest of a text. */
const toTheEnd = 2147483647;

function sliced(
  object: Piece,
  { lower, upper, step }: Extract<Expression, { kind: "Slice" }>,
  context: Context,
): Piece | null {
  const { fn } = context.spell;
  const text = asArgument(object, context);
  if (step) {
    if (lower || upper || wholeNumber(step) !== -1) return null;
    noteNulls(object, context);
    return atom(`${fn("reverse")}(${text})`, typeOf(object) ?? "string", isStrict(object));
  }
  if (typeOf(object) === "list") return null;
  const from = lower ? wholeNumber(lower) : 0;
  const to = upper ? wholeNumber(upper) : null;
  if (from === null || (upper && (to === null || to < 0 || from < 0 || to < from))) return null;
  noteText(object, context);
  const length = to === null ? (from < 0 ? -from : toTheEnd) : to - from;
  const start = from < 0 ? from : from + 1;
  return atom(`${fn("substring")}(${text}, ${start}, ${length})`, "string", isStrict(object));
}

function noteText(object: Piece, context: Context): void {
  noteNulls(object, context);
  if (typeOf(object) !== "string") context.differences.add("for arrays it is slice() or element_at()");
}

function wholeNumber(node: Expression): number | null {
  if (node.kind === "Unary" && node.operator === "-" && node.operand.kind === "Number")
    return node.operand.type === "int" && node.operand.value !== null ? -node.operand.value : null;
  return node.kind === "Number" && node.type === "int" ? node.value : null;
}

/** `json.loads(text)["key"]`. */
function jsonMember(
  object: Expression,
  index: Expression,
  context: Context,
  translate: Translate,
): Piece | null {
  if (object.kind !== "Call" || object.callee.kind !== "Attribute" || object.args.length !== 1) return null;
  const { callee } = object;
  const isLoads = callee.name.id === "loads" && callee.object.kind === "Name" && callee.object.id === "json";
  if (!isLoads || index.kind !== "String" || !/^\w+$/.test(index.value ?? "")) return null;
  const [argument] = object.args;
  const text = argument ? translate(argument.value, context) : null;
  if (!text || text.kind === "none" || text.kind === "literal") return null;
  noteNulls(text, context);
  context.differences.add("the value comes as text, and null where there is none");
  const path = JSON.stringify(`$.${index.value ?? ""}`);
  return atom(
    `${context.spell.fn("get_json_object")}(${asArgument(text, context)}, ${path})`,
    "string",
    isStrict(text),
  );
}
