import type { Expression } from "../syntax/ast.ts";
import { dateMethod, parsedTime, timeOfSeconds } from "./udfDates.ts";
import {
  columnMethods,
  functions,
  textMethods,
  textTests,
  type FunctionTranslation,
} from "./udfFunctions.ts";
import { joinedList, listOfVector, translateQuantifier } from "./udfLists.ts";
import { matchTest, substituted } from "./udfPatterns.ts";
import {
  asArgument,
  asColumn,
  atom,
  isStrict,
  noteNulls,
  operation,
  typeOf,
  type ColumnType,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";
import { formatCall } from "./udfTexts.ts";

type Call = Extract<Expression, { kind: "Call" }>;

/** A call of one of Python's functions or of a method, as Spark's; null when there is none that does the same. */
export function translateCall(node: Call, context: Context, translate: Translate): Piece | null {
  if (node.args.some((argument) => argument.unpack !== "" || argument.name !== null)) return null;
  const nodes = node.args.map(({ value }) => value);
  const name = calledName(node.callee, context);
  const [only] = nodes;
  if ((name === "any" || name === "all") && only?.kind === "Comprehension" && nodes.length === 1)
    return translateQuantifier(name, only, context, translate);
  const digest = digestOf(node, context, translate);
  if (digest) return digest;
  const list = listOfVector(node, context, translate);
  if (list) return list;
  const { callee } = node;
  if (callee.kind === "Attribute" && callee.name.id === "format" && callee.object.kind === "String")
    return callee.object.value === null ? null : formatCall(callee.object.value, nodes, context, translate);
  if (callee.kind === "Attribute" && callee.name.id === "get" && callee.object.kind === "Dict")
    return looked(callee.object, nodes, context, translate);
  if (name === "re.sub") return substituted(nodes, context, translate);
  if (name === "bool" && only && nodes.length === 1) return matchTest(only, context, translate);
  const args = nodes.map((each) => translate(each, context));
  if (/^(datetime\.)?datetime\.strptime$/.test(name)) return parsedTime(args, context);
  if (/^(datetime\.)?datetime\.(utc)?fromtimestamp$/.test(name)) return timeOfSeconds(args, context);
  const [first] = args;
  if (args.length === 1 && first && first.kind !== "none" && first.kind !== "literal") {
    const type = name === "str" ? "string" : name === "float" ? "double" : null;
    // `float(v[0])` is how people take a number out of a vector; a letter of a text is hardly one.
    if (
      (type === "double" || name === "int") &&
      only?.kind === "Subscript" &&
      isElement(only, context, translate)
    )
      return null;
    if (type) return converted(first, type, context);
    if (name === "int") return wholeNumber(first, context);
    const fn = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (fn) return applied(fn, first, context);
  }
  return callee.kind === "Attribute" ? translateMethod(callee, args, context, translate) : null;
}

/** `value[0]` of something that nothing shows to be a text or a list. */
function isElement(
  { object, indices }: Extract<Expression, { kind: "Subscript" }>,
  context: Context,
  translate: Translate,
): boolean {
  const whole = indices[0]?.kind === "Slice" ? null : translate(object, context);
  return whole !== null && typeOf(whole) === null;
}

/** What is called, where it is a name that the body does not bind: "len", "math.sqrt", "re.sub". */
function calledName(callee: Expression, context: Context): string {
  if (callee.kind === "Name") return context.parameters.includes(callee.id) ? "" : callee.id;
  if (callee.kind !== "Attribute") return "";
  const owner = calledName(callee.object, context);
  return owner === "" || context.elements.has(owner) ? "" : `${owner}.${callee.name.id}`;
}

function converted(piece: Piece, type: ColumnType & string, context: Context): Piece {
  noteNulls(piece, context);
  context.differences.add(
    typeOf(piece) === "timestamp"
      ? "times are written without zeros at their end"
      : "Spark formats and parses numbers in its own way",
  );
  return atom(`${asColumn(piece, context)}.cast("${type}")`, type, isStrict(piece));
}

/** `int(x)` of a number or a text; Python's integers are as long as they need. */
function wholeNumber(piece: Piece, context: Context): Piece | null {
  const type = typeOf(piece);
  if (type !== null && type !== "string" && type !== "double") return null;
  noteNulls(piece, context);
  context.differences.add("Spark parses texts, and cuts what is too large, in its own way");
  const width = context.returns === "int" ? "int" : "bigint";
  return atom(
    `${asColumn(piece, context)}.cast("${width}")`,
    width === "int" ? "int" : null,
    isStrict(piece),
  );
}

function applied(fn: FunctionTranslation, piece: Piece, context: Context): Piece | null {
  const type = typeOf(piece);
  if (fn.fn === "length" && type === "list") {
    noteNulls(piece, context);
    return atom(`${context.spell.fn("size")}(${asArgument(piece, context)})`, "int", false);
  }
  if (fn.takes !== undefined && type !== null && type !== fn.takes) return null;
  noteNulls(piece, context);
  if (fn.otherwise !== undefined && type !== fn.takes) context.differences.add(fn.otherwise);
  if (fn.difference !== undefined) context.differences.add(fn.difference);
  const text = `${context.spell.fn(fn.fn)}(${asArgument(piece, context)}${fn.rest ?? ""})`;
  return atom(text, fn.type ?? (fn.fn === "abs" ? type : null), isStrict(piece));
}

function translateMethod(
  callee: Extract<Expression, { kind: "Attribute" }>,
  args: readonly (Piece | null)[],
  context: Context,
  translate: Translate,
): Piece | null {
  const name = callee.name.id;
  const object = translate(callee.object, context);
  const [first] = args;
  if (object?.kind === "literal" && name === "join" && args.length === 1)
    return first && object.type === "string" ? joinedList(object.text, first, context) : null;
  if (!object || object.kind === "none" || object.kind === "literal") return null;
  const time = dateMethod(name, object, args, context);
  if (time) return time;
  const type = typeOf(object);
  if (type !== null && type !== "string") return null;
  const text = textMethod(name, object, args, context);
  if (text) noteNulls(object, context);
  return text;
}

/** Texts that a regular expression reads as they are. */
const plainText = /^"[\w ,:;@=-]+"$/;

function textMethod(
  name: string,
  object: Piece,
  args: readonly (Piece | null)[],
  context: Context,
): Piece | null {
  const { fn } = context.spell;
  const strict = isStrict(object);
  const texts = args.map((each) => (each?.kind === "literal" && each.type === "string" ? each.text : null));
  const [first = null, second = null] = texts;
  if (columnMethods.has(name))
    return args.length === 1 && first !== null
      ? atom(`${asColumn(object, context)}.${name}(${first})`, "boolean", strict)
      : null;
  const test = Object.hasOwn(textTests, name) ? textTests[name] : undefined;
  if (test && args.length === 0) {
    context.differences.add(test.difference);
    return atom(`${asColumn(object, context)}.rlike(${JSON.stringify(test.pattern)})`, "boolean", strict);
  }
  switch (name) {
    case "replace":
      return args.length === 2 &&
        first !== null &&
        second !== null &&
        plainText.test(first) &&
        /^"[\w ,:;@=-]*"$/.test(second)
        ? atom(
            `${fn("regexp_replace")}(${asArgument(object, context)}, ${first}, ${second})`,
            "string",
            strict,
          )
        : null;
    case "split":
      return args.length === 1 && first !== null && plainText.test(first)
        ? atom(`${fn("split")}(${asArgument(object, context)}, ${first})`, "list", strict)
        : null;
    case "find":
      return args.length === 1 && first !== null && first !== '""'
        ? operation(`${fn("instr")}(${asArgument(object, context)}, ${first}) - 1`, "int", strict)
        : null;
    case "zfill":
    case "rjust":
    case "ljust": {
      const [width] = args;
      const isWidth = width?.kind === "literal" && width.type === "int";
      if (!isWidth || args.length > 2 || (args.length === 2 && second === null)) return null;
      const filling = name === "zfill" ? '"0"' : (second ?? '" "');
      context.differences.add("longer texts are cut");
      if (name === "zfill") context.differences.add("signs are filled before");
      const pad = fn(name === "ljust" ? "rpad" : "lpad");
      return atom(`${pad}(${asArgument(object, context)}, ${width.text}, ${filling})`, "string", strict);
    }
    default: {
      const method = Object.hasOwn(textMethods, name) ? textMethods[name] : undefined;
      if (!method || args.length > 0) return null;
      if (method.difference !== undefined) context.differences.add(method.difference);
      return atom(`${fn(method.fn)}(${asArgument(object, context)})`, method.type, strict);
    }
  }
}

/** `hashlib.md5(text.encode()).hexdigest()`. */
function digestOf(node: Call, context: Context, translate: Translate): Piece | null {
  const { callee } = node;
  if (callee.kind !== "Attribute" || callee.name.id !== "hexdigest" || callee.object.kind !== "Call")
    return null;
  const name = calledName(callee.object.callee, context);
  const [bytes, ...others] = callee.object.args;
  const encoded = bytes?.value;
  if (others.length > 0 || encoded?.kind !== "Call" || encoded.callee.kind !== "Attribute") return null;
  if (encoded.callee.name.id !== "encode" || !encoded.args.every(({ value }) => isUtf8(value))) return null;
  const text = translate(encoded.callee.object, context);
  if (!text || text.kind === "none" || text.kind === "literal") return null;
  const width = digests[name];
  if (width === undefined) return null;
  noteNulls(text, context);
  const argument = asArgument(text, context);
  const { fn } = context.spell;
  const call =
    typeof width === "string" ? `${fn(width)}(${argument})` : `${fn("sha2")}(${argument}, ${width})`;
  return atom(call, "string", isStrict(text));
}

const digests: Readonly<Record<string, string | number>> = {
  "hashlib.md5": "md5",
  "hashlib.sha1": "sha1",
  "hashlib.sha224": 224,
  "hashlib.sha256": 256,
  "hashlib.sha384": 384,
  "hashlib.sha512": 512,
};

const isUtf8 = (node: Expression): boolean => node.kind === "String" && /^utf-?8$/i.test(node.value ?? "");

/** How many entries a table in the body may have. */
const maximalEntries = 20;

/** `{"a": 1}.get(key)` and `{"a": 1}.get(key, default)`, of literals of one type. */
function looked(
  dict: Extract<Expression, { kind: "Dict" }>,
  nodes: readonly Expression[],
  context: Context,
  translate: Translate,
): Piece | null {
  const [key, other] = nodes.map((each) => translate(each, context));
  if (
    !key ||
    key.kind === "none" ||
    key.kind === "literal" ||
    nodes.length > 2 ||
    (nodes.length === 2 && !other)
  )
    return null;
  const entries = dict.entries.map((entry) => [
    entry.key && translate(entry.key, context),
    translate(entry.value, context),
  ]);
  const types = [0, 1].map((side) => {
    const [one] = entries.map((entry) => entry[side]);
    const type = one?.kind === "literal" ? one.type : null;
    return entries.every((entry) => entry[side]?.kind === "literal" && typeOf(entry[side]) === type)
      ? type
      : null;
  });
  const [keyType = null, valueType = null] = types;
  if (keyType === null || valueType === null || entries.length > maximalEntries) return null;
  const keys = entries.map(([name]) => (name?.kind === "literal" ? name.text : ""));
  if (new Set(keys).size !== keys.length || (keyType !== "string" && keyType !== "int")) return null;
  const { fn } = context.spell;
  const items = entries
    .flat()
    .map((each) => `${fn("lit")}(${each?.kind === "literal" ? each.text : "None"})`);
  const found = `${fn("create_map")}(${items.join(", ")})[${asColumn(key, context)}]`;
  if (!other || other.kind === "none") return atom(found, valueType, isStrict(key));
  const isSame = other.kind === "literal" ? other.type === valueType : typeOf(other) === valueType;
  return atom(`${fn("coalesce")}(${found}, ${asColumn(other, context)})`, isSame ? valueType : null, false);
}
