import type { Expression } from "../../syntax/ast.ts";
import type { Unit } from "../../syntax/module.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { columnExpression, columnOf } from "../spark/columnArguments.ts";
import { columnValue } from "../spark/spark.ts";
import { extended, kept, united } from "./containerMethods.ts";
import { merged } from "./dicts.ts";
import { fresh, newCell, sequenceOf, type SequenceValue } from "./heap.ts";
import { libraryOperation } from "./libraryValues.ts";
import { isOwnText, text } from "./text.ts";
import { filledPieces, percentFields, percentFormatted } from "./textTemplates.ts";
import { numberOf } from "./truth.ts";
import { changed, joined, operandOrigin, type TextOrigin } from "../strings/textOrigin.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** `left operator right`: a Column where one side is, else what Python makes of its own types. */
export function binaryOperation(
  evaluation: Evaluation,
  operator: string,
  left: Value,
  right: Value,
  node: Expression,
): Value {
  if (columnOf(left) !== null || columnOf(right) !== null)
    return operatorColumn(evaluation, node, operator, [left, right]);
  return combined(evaluation, operator, left, right, node);
}

/** The Column that an operator makes of operands of which one is a Column. */
export function operatorColumn(
  evaluation: Evaluation,
  node: Expression,
  operator: string,
  operands: readonly Value[],
): Value {
  const source = operands.map(columnOf).find((each) => each !== null);
  if (!source) return unknown;
  const site = siteOf(evaluation, node);
  const column = columnValue(source.evidence, {
    kind: "call",
    function: operator,
    args: operands.map((operand) => columnExpression(operand, site)),
    site,
  });
  return operands.some(isColumnOrNone) ? column : joinValues(column, unknown);
}

/** Whether it is a Column wherever Python does not raise at once. */
const isColumnOrNone = (value: Value): boolean =>
  value.kind === "union"
    ? alternatives(value).every((each) => each.kind === "none" || columnOf(each) !== null)
    : columnOf(value) !== null;

/** How many pairs of alternatives are combined. */
const maximalPairs = 16;

/** `left operator right` for values of Python's own types. */
export function combined(
  evaluation: Evaluation,
  operator: string,
  left: Value,
  right: Value,
  node: Expression | null = null,
): Value {
  const lefts = alternatives(fresh(evaluation, left));
  const rights = alternatives(fresh(evaluation, right));
  if (lefts.length * rights.length > maximalPairs) return unknown;
  return lefts
    .flatMap((one) => rights.map((other) => combinedOne(evaluation, operator, one, other, node)))
    .reduce(joinValues);
}

const alternatives = (value: Value): readonly Value[] => (value.kind === "union" ? value.values : [value]);

function combinedOne(
  evaluation: Evaluation,
  operator: string,
  left: Value,
  right: Value,
  node: Expression | null,
): Value {
  if (left.kind === "library" || right.kind === "library") {
    const result = libraryOperation(operator, left, right);
    if (result !== null) return result;
  }
  if (left.kind === "string" || (right.kind === "string" && operator === "+"))
    return textOperation(evaluation, operator, left, right, node);
  if (left.kind === "sequence") return sequenceOperation(evaluation, operator, left, right);
  if (left.kind === "number" && right.kind === "sequence" && operator === "*")
    return sequenceOperation(evaluation, operator, right, left);
  if (left.kind === "dict" && operator === "|") return { ...merged(left, right), cell: newCell(evaluation) };
  if (left.kind === "number" && right.kind === "string" && operator === "*")
    return textOperation(evaluation, operator, right, left, null);
  const [one, other] = [numberLike(left), numberLike(right)];
  if (one && other) {
    const result = arithmetic(operator, one.value, other.value);
    const isFloat = one.isFloat === true || other.isFloat === true || operator === "/";
    return isFloat ? { kind: "number", value: result, isFloat: true } : { kind: "number", value: result };
  }
  return unknown;
}

function numberLike(value: Value): { readonly value: number | null; readonly isFloat?: true } | null {
  if (value.kind === "number") return value;
  return value.kind === "boolean" ? { value: numberOf(value) } : null;
}

function textOperation(
  { unit }: Evaluation,
  operator: string,
  left: Value,
  right: Value,
  node: Expression | null,
): Value {
  const constant = isOwnText(left) && isOwnText(right);
  const operands = node?.kind === "Binary" ? node : null;
  if (operator === "%" && left.kind === "string")
    return text(
      left.value === null ? null : percentFormatted(left.value, right),
      constant,
      operands && left.origin ? percentOrigin(unit, left.origin, right, operands.right) : undefined,
    );
  if (operator === "*" && left.kind === "string") {
    const times = numberOf(right);
    if (left.value === null || times === null || times * left.value.length > 20_000)
      return text(null, left.constant);
    return text(left.value.repeat(Math.max(0, times)), left.constant);
  }
  if (operator !== "+") return unknown;
  const isKnown = left.kind === "string" && right.kind === "string";
  return text(
    isKnown && left.value !== null && right.value !== null ? left.value + right.value : null,
    constant,
    operands
      ? joined([operandOrigin(unit, operands.left, left), operandOrigin(unit, operands.right, right)])
      : undefined,
  );
}

/** The origin of `template % values`. */
function percentOrigin(
  unit: Unit,
  template: TextOrigin,
  values: Value,
  node: Expression,
): TextOrigin | undefined {
  return changed(template, (content) =>
    filledPieces(content, percentFields(content, values), "percent", unit, (key) => {
      if (node.kind === "Tuple" && typeof key === "number") return node.elements[key] ?? node;
      if (node.kind !== "Dict" || typeof key !== "string") return node;
      const entry = node.entries.find((each) => each.key?.kind === "String" && each.key.value === key);
      return entry?.value ?? node;
    }),
  );
}

function sequenceOperation(
  evaluation: Evaluation,
  operator: string,
  left: SequenceValue,
  right: Value,
): Value {
  const copy = (): SequenceValue => sequenceOf(evaluation, left.type, left.elements, left.exact);
  switch (operator) {
    case "+":
      return right.kind === "sequence" || right.kind === "unknown"
        ? extended(evaluation, copy(), right)
        : unknown;
    case "*": {
      const times = numberOf(right);
      if (times === null || times * left.elements.length > 2000)
        return sequenceOf(evaluation, left.type, left.elements, false);
      const elements = Array.from({ length: Math.max(0, times) }, () => left.elements).flat();
      return sequenceOf(evaluation, left.type, elements, left.exact);
    }
    case "|":
      return united(evaluation, copy(), right);
    case "&":
      return kept(evaluation, left, right, true);
    case "-":
      return kept(evaluation, left, right, false);
    default:
      return unknown;
  }
}

function arithmetic(operator: string, left: number | null, right: number | null): number | null {
  if (left === null || right === null) return null;
  const value = results[operator]?.(left, right);
  return value !== undefined && Number.isFinite(value) ? value : null;
}

const results: Readonly<Record<string, (left: number, right: number) => number>> = {
  "+": (left, right) => left + right,
  "-": (left, right) => left - right,
  "*": (left, right) => left * right,
  "/": (left, right) => left / right,
  "//": (left, right) => Math.floor(left / right),
  "%": (left, right) => left - right * Math.floor(left / right),
  "**": (left, right) => left ** right,
  "<<": (left, right) => (right < 53 ? left * 2 ** right : Number.NaN),
  ">>": (left, right) => Math.floor(left / 2 ** right),
};
