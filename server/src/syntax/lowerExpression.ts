import type { Argument, DictExpression, Expression, NumberExpression } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import {
  childOf,
  errorExpression,
  hasChild,
  identifier,
  maxDepth,
  noExpression,
  operandBehind,
  operandsOf,
  spanOf,
  type Lowering,
} from "./lowering.ts";
import { lowerComprehension } from "./lowerComprehension.ts";
import { lowerBinary, lowerBoolean, lowerComparison, lowerUnary } from "./lowerOperators.ts";
import { lowerParameters } from "./lowerParameters.ts";
import { lowerString } from "./lowerString.ts";
import { lowerGenericType, lowerMemberType, lowerUnionType } from "./lowerType.ts";

/** Lowers any node that stands where an expression may; what is none becomes an ErrorExpression. */
export function lowerExpression(node: ConcreteNode, lowering: Lowering): Expression {
  if (lowering.depth >= maxDepth) return errorExpression(node, []);
  lowering.depth++;
  const expression = lower(node, lowering);
  lowering.depth--;
  return expression;
}

/** Lowers a node that the parser may have left out; `at` is where it would be. */
export function lowerOptional(node: ConcreteNode | undefined, at: number, lowering: Lowering): Expression {
  return node === undefined ? noExpression(at) : lowerExpression(node, lowering);
}

/** One operand as itself, several (or one before a comma) as the tuple that Python makes of them; null for none. */
export function lowerOperands(
  operands: readonly ConcreteNode[],
  tokens: readonly ConcreteNode[],
  lowering: Lowering,
): Expression | null {
  const first = operands[0];
  const last = operands.at(-1);
  if (first === undefined || last === undefined) return null;
  const comma = tokens.findLast(({ type }) => type === ",");
  if (operands.length === 1 && comma === undefined) return lowerExpression(first, lowering);
  const elements = operands.map((operand) => lowerExpression(operand, lowering));
  return { kind: "Tuple", start: first.start, end: Math.max(last.end, comma?.end ?? 0), elements };
}

function lower(node: ConcreteNode, lowering: Lowering): Expression {
  const { start, end, children } = node;
  const first = children[0];
  switch (node.type) {
    case "identifier":
      if (start === end) return noExpression(start);
      return { kind: "Name", start, end, id: lowering.text.slice(start, end) };
    case "attribute": {
      const name = children.findLast(({ type }) => type === "identifier");
      return {
        kind: "Attribute",
        start,
        end,
        object: lowerOptional(first, start, lowering),
        name: identifier(name === first ? undefined : name, end, lowering),
      };
    }
    case "call": {
      const list = children.findLast(
        ({ type }) => type === "argument_list" || type === "generator_expression",
      );
      return {
        kind: "Call",
        start,
        end,
        callee: lowerOptional(first, start, lowering),
        args: list === undefined ? [] : lowerArguments(list, lowering),
        argumentList: { start: list?.start ?? end, end: list?.end ?? end },
      };
    }
    case "string":
    case "concatenated_string":
      return lowerString(node, lowering);
    case "integer":
    case "float":
      return lowerNumber(node, lowering);
    case "true":
      return { kind: "Constant", start, end, value: "True" };
    case "false":
      return { kind: "Constant", start, end, value: "False" };
    case "none":
      return { kind: "Constant", start, end, value: "None" };
    case "ellipsis":
      return { kind: "Constant", start, end, value: "Ellipsis" };
    case "parenthesized_expression":
      return lowerParenthesized(node, lowering);
    case "subscript": {
      const [object, ...indices] = operandsOf(node);
      return {
        kind: "Subscript",
        start,
        end,
        object: lowerOptional(object, start, lowering),
        indices: indices.map((index) => lowerExpression(index, lowering)),
      };
    }
    case "slice":
      return lowerSlice(node, lowering);
    case "binary_operator":
      return lowerBinary(node, lowering);
    case "boolean_operator":
      return lowerBoolean(node, lowering);
    case "comparison_operator":
      return lowerComparison(node, lowering);
    case "not_operator":
      return lowerUnary(node, "not", lowering);
    case "unary_operator":
      return lowerUnary(node, first?.type === "-" || first?.type === "~" ? first.type : "+", lowering);
    case "conditional_expression":
      return {
        kind: "Conditional",
        start,
        end,
        then: lowerOptional(operandsOf(node)[0], start, lowering),
        test: lowerOptional(operandBehind(node, "keyword:if"), end, lowering),
        otherwise: lowerOptional(operandBehind(node, "keyword:else"), end, lowering),
      };
    case "lambda": {
      const parameters = childOf(node, "lambda_parameters");
      return {
        kind: "Lambda",
        start,
        end,
        parameters: parameters === undefined ? [] : lowerParameters(parameters, lowering),
        body: lowerOptional(operandBehind(node, ":"), end, lowering),
      };
    }
    case "list":
    case "list_pattern":
      return { kind: "List", start, end, elements: lowerElements(node, lowering) };
    case "tuple":
    case "tuple_pattern":
    case "expression_list":
    case "pattern_list":
      return { kind: "Tuple", start, end, elements: lowerElements(node, lowering) };
    case "set":
      return { kind: "Set", start, end, elements: lowerElements(node, lowering) };
    case "dictionary":
      return lowerDict(node, lowering);
    case "list_comprehension":
    case "set_comprehension":
    case "generator_expression":
    case "dictionary_comprehension":
      return lowerComprehension(node, lowering);
    case "list_splat":
    case "list_splat_pattern":
    case "dictionary_splat":
    case "splat_type":
      return { kind: "Starred", start, end, value: lowerOptional(operandsOf(node)[0], end, lowering) };
    case "await":
      return { kind: "Await", start, end, value: lowerOptional(operandsOf(node)[0], end, lowering) };
    case "yield":
      return {
        kind: "Yield",
        start,
        end,
        value: lowerOperands(operandsOf(node), [], lowering),
        from: hasChild(node, "keyword:from"),
      };
    case "named_expression": {
      const name = identifier(first, start, lowering);
      const value = lowerOptional(operandBehind(node, ":="), end, lowering);
      return { kind: "NamedExpression", start, end, target: { kind: "Name", ...name }, value };
    }
    case "type":
    case "as_pattern_target":
      return lowerOptional(operandsOf(node)[0], start, lowering);
    case "generic_type":
      return lowerGenericType(node, lowering);
    case "union_type":
      return lowerUnionType(node, lowering);
    case "member_type":
      return lowerMemberType(node, lowering);
    default:
      return errorExpression(
        node,
        operandsOf(node).map((child) => lowerExpression(child, lowering)),
      );
  }
}

/** The arguments between the parentheses of a call or class; an unreadable one is kept as an error. */
export function lowerArguments(list: ConcreteNode, lowering: Lowering): readonly Argument[] {
  if (list.type === "generator_expression") {
    const value = lowerExpression(list, lowering);
    return [{ start: list.start, end: list.end, name: null, unpack: "", value }];
  }
  // Mapped, not pushed: an array that grows keeps room for sixteen more, and there are thousands of these.
  return list.children.filter(({ isNamed }) => isNamed).map((child) => lowerArgument(child, lowering));
}

function lowerArgument(node: ConcreteNode, lowering: Lowering): Argument {
  const { start, end } = node;
  if (node.type === "keyword_argument") {
    const name = identifier(node.children[0], start, lowering);
    const value = lowerOptional(operandBehind(node, "="), end, lowering);
    return { start, end, name, unpack: "", value };
  }
  if (node.type === "list_splat" || node.type === "dictionary_splat") {
    const value = lowerOptional(operandsOf(node)[0], end, lowering);
    return { start, end, name: null, unpack: node.type === "list_splat" ? "*" : "**", value };
  }
  return { start, end, name: null, unpack: "", value: lowerExpression(node, lowering) };
}

function lowerElements(node: ConcreteNode, lowering: Lowering): readonly Expression[] {
  return node.children.filter(({ isNamed }) => isNamed).map((child) => lowerExpression(child, lowering));
}

function lowerParenthesized(node: ConcreteNode, lowering: Lowering): Expression {
  let inner: ConcreteNode | undefined = node;
  while (inner?.type === "parenthesized_expression") inner = operandsOf(inner)[0];
  const expression = lowerOptional(inner, node.end, lowering);
  return { ...expression, parens: spanOf(node) };
}

function lowerSlice(node: ConcreteNode, lowering: Lowering): Expression {
  const bounds: [Expression | null, Expression | null, Expression | null] = [null, null, null];
  let place = 0;
  for (const child of node.children) {
    if (child.type === ":") place = Math.min(place + 1, 2);
    else if (child.isNamed && child.type !== "ERROR") bounds[place] = lowerExpression(child, lowering);
  }
  const [lower, upper, step] = bounds;
  return { kind: "Slice", start: node.start, end: node.end, lower, upper, step };
}

function lowerDict(node: ConcreteNode, lowering: Lowering): DictExpression {
  const entries = node.children
    .filter(({ isNamed }) => isNamed)
    .map((child) => {
      if (child.type !== "pair") {
        const value = child.type === "dictionary_splat" ? (operandsOf(child)[0] ?? child) : child;
        return { ...spanOf(child), key: null, value: lowerExpression(value, lowering) };
      }
      const key = lowerOptional(operandsOf(child)[0], child.start, lowering);
      return { ...spanOf(child), key, value: lowerOptional(operandBehind(child, ":"), child.end, lowering) };
    });
  return { kind: "Dict", ...spanOf(node), entries };
}

function lowerNumber(node: ConcreteNode, lowering: Lowering): NumberExpression {
  const { start, end } = node;
  const digits = lowering.text.slice(start, end).replaceAll("_", "").toLowerCase();
  if (digits.endsWith("j")) return { kind: "Number", start, end, type: "complex", value: null };
  if (node.type === "float") return { kind: "Number", start, end, type: "float", value: Number(digits) };
  const value = Number(digits.endsWith("l") ? digits.slice(0, -1) : digits);
  return { kind: "Number", start, end, type: "int", value: Number.isSafeInteger(value) ? value : null };
}
