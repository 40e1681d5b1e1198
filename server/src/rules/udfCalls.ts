import type { Expression } from "../syntax/ast.ts";
import { asArgument, asColumn, noteNulls, type ColumnType, type Context, type Piece } from "./udfPiece.ts";

/** Translates an expression of the body; null when Spark has nothing like it. */
type Translate = (node: Expression, context: Context) => Piece | null;

/** A call of one of Python's functions or of a method of str, as Spark's; null when there is none that does the same. */
export function translateCall(
  node: Extract<Expression, { kind: "Call" }>,
  context: Context,
  translate: Translate,
): Piece | null {
  if (node.args.some((argument) => argument.unpack !== "" || argument.name !== null)) return null;
  const args = node.args.map((argument) => translate(argument.value, context));
  const { callee } = node;
  const name =
    callee.kind === "Name"
      ? callee.id
      : callee.kind === "Attribute" && callee.object.kind === "Name" && callee.object.id === "math"
        ? `math.${callee.name.id}`
        : "";
  const [first] = args;
  if (name in conversions && args.length === 1 && first && first.kind !== "none") {
    noteNulls(first, context);
    const type = conversions[name] ?? null;
    context.differences.add("Spark formats and parses numbers in its own way");
    return {
      kind: "column",
      text: `${asColumn(first, context)}.cast("${type ?? "string"}")`,
      isAtom: true,
      type,
    };
  }
  const fn = functions[name];
  if (fn && args.length === 1 && first && first.kind !== "none") {
    noteNulls(first, context);
    if (fn.difference !== undefined) context.differences.add(fn.difference);
    return {
      kind: "column",
      text: `${context.spell.fn(fn.fn)}(${asArgument(first, context)})`,
      isAtom: true,
      type: fn.type,
    };
  }
  return callee.kind === "Attribute"
    ? translateMethod(callee.name.id, translate(callee.object, context), args, context)
    : null;
}

function translateMethod(
  name: string,
  object: Piece | null,
  args: readonly (Piece | null)[],
  context: Context,
): Piece | null {
  if (!object || object.kind === "none" || object.kind === "literal") return null;
  const [first] = args;
  noteNulls(object, context);
  if (columnMethods.has(name) && args.length === 1 && first?.kind === "literal")
    return {
      kind: "column",
      text: `${asColumn(object, context)}.${name}(${first.text})`,
      isAtom: true,
      type: "boolean",
    };
  if (
    name === "replace" &&
    args.length === 2 &&
    args.every((each) => each?.kind === "literal" && each.type === "string")
  ) {
    const [from, to] = args.map((each) => (each?.kind === "literal" ? each.text : ""));
    if (!/^"[\w ,:;-]+"$/.test(from ?? "") || !/^"[\w ,:;-]*"$/.test(to ?? "")) return null;
    const text = `${context.spell.fn("regexp_replace")}(${asArgument(object, context)}, ${from ?? ""}, ${to ?? ""})`;
    return { kind: "column", text, isAtom: true, type: "string" };
  }
  const method = methods[name];
  if (method?.arguments !== args.length) return null;
  if (method.difference !== undefined) context.differences.add(method.difference);
  return {
    kind: "column",
    text: `${context.spell.fn(method.fn)}(${asArgument(object, context)})`,
    isAtom: true,
    type: method.type,
  };
}

interface MethodTranslation {
  readonly fn: string;
  readonly type: ColumnType;
  readonly arguments: number;
  readonly difference?: string;
}

/** Methods of str and the functions that do the same. */
const methods: Readonly<Record<string, MethodTranslation>> = {
  upper: { fn: "upper", type: "string", arguments: 0 },
  lower: { fn: "lower", type: "string", arguments: 0 },
  strip: {
    fn: "trim",
    type: "string",
    arguments: 0,
    difference: "only spaces are trimmed, not tabs and line ends",
  },
  lstrip: {
    fn: "ltrim",
    type: "string",
    arguments: 0,
    difference: "only spaces are trimmed, not tabs and line ends",
  },
  rstrip: {
    fn: "rtrim",
    type: "string",
    arguments: 0,
    difference: "only spaces are trimmed, not tabs and line ends",
  },
  title: { fn: "initcap", type: "string", arguments: 0, difference: "words start after spaces only" },
};

/** Methods of str that Column has by the same name. */
const columnMethods: ReadonlySet<string> = new Set(["startswith", "endswith"]);

/** Functions of Python and of its math module. */
const functions: Readonly<
  Record<string, { readonly fn: string; readonly type: ColumnType; readonly difference?: string }>
> = {
  len: { fn: "length", type: "int", difference: "for arrays and maps it is size()" },
  abs: { fn: "abs", type: null },
  "math.sqrt": { fn: "sqrt", type: "double", difference: "a negative number gives NaN instead of an error" },
  "math.exp": { fn: "exp", type: "double" },
  "math.log": { fn: "log", type: "double", difference: "zero and below give null instead of an error" },
  "math.log10": { fn: "log10", type: "double", difference: "zero and below give null instead of an error" },
  "math.floor": { fn: "floor", type: null },
  "math.ceil": { fn: "ceil", type: null },
  "math.sin": { fn: "sin", type: "double" },
  "math.cos": { fn: "cos", type: "double" },
  "math.radians": { fn: "radians", type: "double" },
  "math.degrees": { fn: "degrees", type: "double" },
};

const conversions: Readonly<Record<string, ColumnType>> = { str: "string", float: "double" };
