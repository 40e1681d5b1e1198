import type { Expression, FunctionStatement, LambdaExpression, Statement } from "../syntax/ast.ts";
import { translateCall } from "./udfCalls.ts";
import {
  asArgument,
  asColumn,
  asOperand,
  noteNulls,
  operation,
  wrapped,
  type Context,
  type Piece,
  type Spelling,
} from "./udfPiece.ts";

export interface Translation {
  readonly text: string;
  /** Where results may differ from the UDF's; empty when they are equal. */
  readonly differences: readonly string[];
}

/**
 * A Python function's body as Spark's built-in functions, or null when it is more than they say. `source` is the
 * text of the unit that holds the function, `returnType` the type that the UDF declares (string when null).
 */
export function translateBody(
  fn: FunctionStatement | LambdaExpression,
  source: string,
  returnType: string | null,
  spell: Spelling,
): Translation | null {
  if (fn.parameters.some((parameter) => parameter.kind === "args" || parameter.kind === "kwargs"))
    return null;
  const body = fn.kind === "Lambda" ? fn.body : bodyExpression(fn.body);
  if (body === null || body.kind === "Name" || body.kind === "Constant") return null;
  const differences = new Set<string>();
  const parameters = fn.parameters.map((parameter) => parameter.name.id);
  const piece = translate(body, { source, parameters, spell, differences, notNull: new Set() });
  if (piece?.kind !== "column") return null;
  const declared = sqlType(returnType);
  if (declared === null) return null;
  const inner = piece.isAtom ? piece.text : `(${piece.text})`;
  const text = piece.type === declared ? piece.text : `${inner}.cast("${declared}")`;
  if (piece.type !== declared) differences.add(`the result is cast to ${declared}`);
  return { text, differences: [...differences] };
}

/** Return types as people write them, in SQL. */
function sqlType(returnType: string | null): string | null {
  if (returnType === null) return "string";
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
  };
  return names[name] ?? null;
}

/** `if test: return a` … `return b` as one conditional expression; null for any other body. */
function bodyExpression(statements: readonly Statement[]): Expression | null {
  const [first, ...rest] = statements;
  if (first === undefined) return null;
  if (first.kind === "Expression" && first.value.kind === "String") return bodyExpression(rest);
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
      const index = context.parameters.indexOf(node.id);
      return index < 0 ? null : { kind: "parameter", index };
    }
    case "String":
      return node.value === null
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
    case "Binary":
      return translateBinary(node, context);
    case "Comparison":
      return translateComparison(node, context);
    case "Conditional":
      return translateConditional(node, context);
    case "Call":
      return translateCall(node, context, translate);
    case "Boolean": {
      const left = translate(node.left, context);
      const right = translate(node.right, context);
      if (
        left?.kind !== "column" ||
        right?.kind !== "column" ||
        left.type !== "boolean" ||
        right.type !== "boolean"
      )
        return null;
      const operator = node.operator === "and" ? "&" : "|";
      return operation(`${wrapped(left)} ${operator} ${wrapped(right)}`, "boolean");
    }
    case "Unary": {
      const operand = translate(node.operand, context);
      if (node.operator === "not" && operand?.kind === "column" && operand.type === "boolean")
        return operation(`~${wrapped(operand)}`, "boolean");
      return null;
    }
    default:
      return null;
  }
}

function translateBinary(node: Extract<Expression, { kind: "Binary" }>, context: Context): Piece | null {
  const left = translate(node.left, context);
  const right = translate(node.right, context);
  if (!left || !right || left.kind === "none" || right.kind === "none") return null;
  if (left.kind === "literal" && right.kind === "literal") return null;
  noteNulls(left, context);
  noteNulls(right, context);
  const isText = [left, right].some((piece) => piece.kind !== "parameter" && piece.type === "string");
  if (isText) {
    if (node.operator !== "+") return null;
    const { fn } = context.spell;
    return {
      kind: "column",
      text: `${fn("concat")}(${asArgument(left, context)}, ${asArgument(right, context)})`,
      isAtom: true,
      type: "string",
    };
  }
  if (!["+", "-", "*", "/"].includes(node.operator)) return null;
  const numeric = [left, right].some((piece) => piece.kind !== "parameter");
  if (!numeric && node.operator === "+") return null;
  context.differences.add("numbers overflow and divide as Spark's types do");
  return operation(`${asOperand(left, context)} ${node.operator} ${asOperand(right, context)}`, null);
}

function translateComparison(
  node: Extract<Expression, { kind: "Comparison" }>,
  context: Context,
): Piece | null {
  const [operator] = node.operators;
  const [second] = node.operands;
  if (!operator || !second || node.operands.length !== 1) return null;
  const left = translate(node.first, context);
  const right = translate(second, context);
  if (!left || !right || left.kind === "none") return null;
  if (right.kind === "none") {
    if (operator.operator === "is" || operator.operator === "==")
      return operation(`${asColumn(left, context)}.isNull()`, "boolean");
    if (operator.operator === "is not" || operator.operator === "!=")
      return operation(`${asColumn(left, context)}.isNotNull()`, "boolean");
    return null;
  }
  if (!["==", "!=", "<", "<=", ">", ">="].includes(operator.operator)) return null;
  if (left.kind === "literal" && right.kind === "literal") return null;
  noteNulls(left, context);
  noteNulls(right, context);
  return operation(`${asColumn(left, context)} ${operator.operator} ${asOperand(right, context)}`, "boolean");
}

/** `name is not None`, `name is None`: the name and which way. */
function nullTest(test: Expression): { readonly name: string; readonly isNull: boolean } | null {
  if (test.kind !== "Comparison" || test.first.kind !== "Name" || test.operators.length !== 1) return null;
  const operator = test.operators[0]?.operator;
  const operand = test.operands[0];
  if (operand?.kind !== "Constant" || operand.value !== "None") return null;
  if (operator === "is" || operator === "==") return { name: test.first.id, isNull: true };
  return operator === "is not" || operator === "!=" ? { name: test.first.id, isNull: false } : null;
}

function translateConditional(
  node: Extract<Expression, { kind: "Conditional" }>,
  context: Context,
): Piece | null {
  const guard = nullTest(node.test);
  if (guard && context.parameters.includes(guard.name)) {
    const inside: Context = { ...context, notNull: new Set([...context.notNull, guard.name]) };
    const [present, absent] = guard.isNull ? [node.otherwise, node.then] : [node.then, node.otherwise];
    const value = translate(present, inside);
    const other = translate(absent, context);
    if (!value || !other) return null;
    // Functions and operators give null for null, so that the guard says nothing new; when() and null tests do not.
    const isStrict =
      value.kind === "column" &&
      !value.text.includes(`${context.spell.fn("when")}(`) &&
      !/\.is(Not)?Null\(\)/.test(value.text);
    if (other.kind === "none" && isStrict) return value;
    const name = context.spell.column(context.parameters.indexOf(guard.name));
    return whenOtherwise(`${name}.isNotNull()`, value, other, context);
  }
  const test = translate(node.test, context);
  const then = translate(node.then, context);
  const otherwise = translate(node.otherwise, context);
  if (test?.kind !== "column" || test.type !== "boolean" || !then || !otherwise) return null;
  return whenOtherwise(test.text, then, otherwise, context);
}

function whenOtherwise(test: string, then: Piece, otherwise: Piece, context: Context): Piece {
  const value = (piece: Piece): string => (piece.kind === "literal" ? piece.text : asColumn(piece, context));
  const tail = otherwise.kind === "none" ? "" : `.otherwise(${value(otherwise)})`;
  const types = [then, otherwise].flatMap((piece) =>
    piece.kind === "column" || piece.kind === "literal" ? [piece.type] : [],
  );
  const type = types.length > 0 && types.every((each) => each === types[0]) ? (types[0] ?? null) : null;
  const isKnown = [then, otherwise].every((piece) => piece.kind !== "parameter");
  return {
    kind: "column",
    text: `${context.spell.fn("when")}(${test}, ${value(then)})${tail}`,
    isAtom: true,
    type: isKnown ? type : null,
  };
}
