import type { Expression, FunctionStatement, LambdaExpression, Statement } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { translateCall } from "./udfCalls.ts";
import { translateConditional } from "./udfConditions.ts";
import { datePart } from "./udfDates.ts";
import { textOnly } from "./udfFunctions.ts";
import { translateComprehension } from "./udfLists.ts";
import { translateBinary, translateBoolean, translateComparison, translateUnary } from "./udfOperators.ts";
import { atom, type ColumnType, type Context, type Piece, type Spelling } from "./udfPiece.ts";
import { translateSubscript } from "./udfSubscripts.ts";
import { translateFormatted } from "./udfTexts.ts";

export interface Translation {
  readonly text: string;
  /** False for an operation, which needs parentheses where a method is called on it. */
  readonly isAtom: boolean;
  /** Where results may differ from the UDF's; empty when they are equal. */
  readonly differences: readonly string[];
}

/**
 * A Python function's body as Spark's built-in functions, or null when it is more than they say. `source` is the
 * text of the unit that holds the function, `returnType` the type that the UDF declares (string when null), `captured`
 * what it reads of the driver.
 */
export function translateBody(
  fn: FunctionStatement | LambdaExpression,
  source: string,
  returnType: string | null,
  spell: Spelling,
  captured: ReadonlyMap<string, ColumnType> = new Map(),
): Translation | null {
  if (fn.parameters.some((parameter) => parameter.kind === "args" || parameter.kind === "kwargs"))
    return null;
  const body = fn.kind === "Lambda" ? fn.body : bodyExpression(fn.body);
  if (body === null || body.kind === "Name" || body.kind === "Constant") return null;
  const declared = sqlType(returnType);
  if (declared === null) return null;
  const differences = new Set<string>();
  const parameters = fn.parameters.map((parameter) => parameter.name.id);
  const context: Context = {
    source,
    parameters,
    spell,
    differences,
    notNull: new Set(),
    elements: new Set(),
    types: parameterTypes(fn, body),
    captured,
    returns: declared,
  };
  const piece = translate(body, context);
  if (piece?.kind !== "column") return null;
  if (declared.startsWith("array<")) {
    if (piece.type !== "list") return null;
    differences.add("the elements keep the types that Spark gives them");
    return { text: piece.text, isAtom: piece.isAtom, differences: [...differences] };
  }
  if (piece.type === "list") return null;
  const inner = piece.isAtom ? piece.text : `(${piece.text})`;
  if (piece.type === declared || piece.text.endsWith(`.cast("${declared}")`))
    return { text: piece.text, isAtom: piece.isAtom, differences: [...differences] };
  differences.add(`the result is cast to ${declared}`);
  return { text: `${inner}.cast("${declared}")`, isAtom: true, differences: [...differences] };
}

/** Return types as people write them, in SQL. */
function sqlType(returnType: string | null): string | null {
  if (returnType === null) return "string";
  if (/^array<\w+>$/i.test(returnType) || /^(\w+\.)?ArrayType\((\w+\.)?\w+\(\)\)$/.test(returnType))
    return "array<>";
  const name = returnType.replace(/^.*\./, "").replace(/\(\)$/, "").replace(/Type$/, "").toLowerCase();
  const names: Readonly<Record<string, string>> = {
    string: "string",
    str: "string",
    integer: "int",
    int: "int",
    long: "bigint",
    bigint: "bigint",
    double: "double",
    float: "float",
    boolean: "boolean",
    bool: "boolean",
    date: "date",
    timestamp: "timestamp",
  };
  return names[name] ?? null;
}

/** What annotations and the methods that are called tell of the parameters' types. */
function parameterTypes(
  fn: FunctionStatement | LambdaExpression,
  body: Expression,
): ReadonlyMap<string, ColumnType> {
  const types = new Map<string, ColumnType>();
  for (const { name, annotation } of fn.parameters) {
    const type = annotation?.kind === "Name" ? annotatedTypes[annotation.id] : undefined;
    if (type !== undefined) types.set(name.id, type);
  }
  walk(body, (node) => {
    if (node.kind === "Call" && node.callee.kind === "Attribute" && node.callee.object.kind === "Name")
      if (textOnly.has(node.callee.name.id) && !types.has(node.callee.object.id))
        types.set(node.callee.object.id, "string");
    return true;
  });
  return types;
}

const annotatedTypes: Readonly<Record<string, ColumnType>> = {
  str: "string",
  int: "int",
  float: "double",
  bool: "boolean",
  date: "date",
  list: "list",
};

/** `if test: return a` … `return b` as one conditional expression; null for any other body. */
function bodyExpression(statements: readonly Statement[]): Expression | null {
  const [first, ...rest] = statements;
  if (first === undefined) return null;
  if (first.kind === "Expression" && first.value.kind === "String") return bodyExpression(rest);
  if (first.kind === "Import" || first.kind === "ImportFrom") return bodyExpression(rest);
  if (first.kind === "Return") return first.value;
  if (first.kind !== "If") return null;
  const then = bodyExpression(first.body);
  const otherwise = bodyExpression(first.orelse.length > 0 ? first.orelse : rest);
  if (then === null || otherwise === null) return null;
  return { kind: "Conditional", test: first.test, then, otherwise, start: first.start, end: first.end };
}

function translate(node: Expression, context: Context): Piece | null {
  switch (node.kind) {
    case "Name": {
      if (context.elements.has(node.id)) return atom(node.id, null);
      const index = context.parameters.indexOf(node.id);
      return index < 0 ? null : { kind: "parameter", index, type: context.types.get(node.id) ?? null };
    }
    case "String":
      return node.value === null || node.parts.some(({ prefix }) => prefix.includes("b"))
        ? null
        : { kind: "literal", text: JSON.stringify(node.value), type: "string" };
    case "Number":
      return node.type === "complex" || node.value === null
        ? null
        : {
            kind: "literal",
            text: context.source.slice(node.start, node.end),
            type: node.type === "int" ? "int" : "double",
          };
    case "Constant":
      if (node.value === "None") return { kind: "none" };
      return node.value === "Ellipsis" ? null : { kind: "literal", text: node.value, type: "boolean" };
    case "FormattedString":
      return translateFormatted(node, context, translate);
    case "Binary":
      return translateBinary(node, context, translate);
    case "Comparison":
      return translateComparison(node, context, translate);
    case "Conditional":
      return translateConditional(node, context, translate);
    case "Call":
      return translateCall(node, context, translate);
    case "Boolean":
      return translateBoolean(node, context, translate);
    case "Unary":
      return translateUnary(node, context, translate);
    case "Subscript":
      return translateSubscript(node, context, translate);
    case "Comprehension":
      return node.form === "list" ? translateComprehension(node, context, translate) : null;
    case "Attribute":
      return datePart(node, translate(node.object, context), context);
    default:
      return null;
  }
}
