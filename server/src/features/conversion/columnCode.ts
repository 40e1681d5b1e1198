import { simpleString } from "../../catalog/dataTypeText.ts";
import { writtenName } from "../../plan/schema/expressions/nameParts.ts";
import type { Session } from "../../plan/session.ts";
import type { NamePart, SqlCall, SqlExpression, SqlOperation, SqlSortItem } from "../../sql/sqlExpression.ts";
import { callCode } from "./callCode.ts";
import {
  atLeast,
  call,
  method,
  operation,
  signed,
  stringLiteral,
  whole,
  type Binding,
  type PythonCode,
} from "./pythonCode.ts";
import { someExpression } from "./sqlRewriting.ts";
import { overCode } from "./windowCode.ts";

/** Why a query is not converted: a sentence. */
export class NotConverted extends Error {}

/** What code is written with. */
export interface CodeContext {
  readonly session: Session;
  /** The text that the spans of expressions count in. */
  readonly text: string;
  /** How the module writes a name of PySpark's. */
  readonly spell: (qualified: string) => string;
}

export const functionCode = (context: CodeContext, name: string, args: readonly PythonCode[]): PythonCode =>
  call(context.spell(`pyspark.sql.functions.${name}`), args);

/** A name as Spark's API reads it. */
export const nameText = (parts: readonly NamePart[]): string => writtenName(parts.map(({ text }) => text));

export const literal = (value: string): PythonCode => whole(stringLiteral(value));

/** An expression as a Column. */
export function columnCode(expression: SqlExpression, context: CodeContext): PythonCode {
  switch (expression.kind) {
    case "name":
      return functionCode(context, "col", [literal(nameText(expression.parts))]);
    case "literal": {
      const value = valueCode(expression);
      return value === null ? asText(expression, context) : functionCode(context, "lit", [value]);
    }
    case "star":
      if (expression.except.length > 0) throw new NotConverted("* EXCEPT is not converted.");
      return functionCode(context, "col", [literal(starText(expression.qualifier))]);
    case "alias":
      return method(
        columnCode(expression.operand, context),
        "alias",
        expression.names.map((name) => literal(name.text)),
      );
    case "cast":
      if (expression.isTry) return asText(expression, context);
      return method(columnCode(expression.operand, context), "cast", [
        literal(simpleString(expression.dataType)),
      ]);
    case "case":
      return caseCode(expression, context);
    case "operation":
      return operationCode(expression, context);
    case "call":
      return callColumn(expression, context);
    case "subquery":
      throw new NotConverted("A subquery in an expression is not converted.");
    case "parameter":
      throw new NotConverted("Parameters of SQL are not converted.");
    default:
      return asText(expression, context);
  }
}

export const starText = (qualifier: readonly NamePart[]): string =>
  qualifier.length === 0 ? "*" : `${nameText(qualifier)}.*`;

function callColumn(expression: SqlCall, context: CodeContext): PythonCode {
  if (expression.over !== null) return overCode(expression, context) ?? asText(expression, context);
  return callCode(expression, context) ?? asText(expression, context);
}

/** `F.expr("…")`, with the text of the query: Spark reads it as it did there. */
export function asText(expression: SqlExpression, context: CodeContext): PythonCode {
  if (someExpression(expression, ({ kind }) => kind === "subquery"))
    throw new NotConverted("A subquery in an expression is not converted.");
  if (someExpression(expression, ({ kind }) => kind === "parameter"))
    throw new NotConverted("Parameters of SQL are not converted.");
  const { start, end } = expression.span;
  if (end <= start || someExpression(expression, (part) => part.span.end <= part.span.start))
    throw new NotConverted("An expression over aggregates is not converted.");
  const source = context.text.slice(start, end).replaceAll(/\s*\n\s*/g, " ");
  return functionCode(context, "expr", [literal(source)]);
}

/** A literal of Python that Spark reads as the same value and type; null where there is none. */
export function valueCode(expression: SqlExpression): PythonCode | null {
  if (expression.kind !== "literal") return null;
  const { value, dataType } = expression;
  const type = simpleString(dataType);
  if (value === null) return whole("None");
  if (typeof value === "boolean") return whole(value ? "True" : "False");
  if (type === "string" && typeof value === "string") return literal(value);
  if (type === "int" && typeof value === "number")
    return value < 0 ? { ...whole(String(value)), binding: "sign" } : whole(String(value));
  return null;
}

/** What an operator takes on its right: a plain value, or a column. */
export const operandCode = (expression: SqlExpression, context: CodeContext): PythonCode =>
  valueCode(expression) ?? columnCode(expression, context);

/** A function's argument for which a text is a column's name. */
export const columnOrName = (expression: SqlExpression, context: CodeContext): PythonCode =>
  expression.kind === "name" ? literal(nameText(expression.parts)) : columnCode(expression, context);

const arithmetic: Readonly<Partial<Record<SqlOperation["operator"], Binding>>> = {
  "+": "+",
  "-": "+",
  "*": "*",
  "/": "*",
  "%": "*",
};
const comparisons: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
const matches: Readonly<Record<string, string>> = { like: "like", ilike: "ilike", rlike: "rlike" };

function operationCode(expression: SqlOperation, context: CodeContext): PythonCode {
  const { operator, operands } = expression;
  const [first, second, third] = operands;
  if (first === undefined || operator === "exists")
    throw new NotConverted("A subquery in an expression is not converted.");
  const column = (each: SqlExpression): PythonCode => columnCode(each, context);
  const binding = arithmetic[operator];
  if (second !== undefined && binding !== undefined)
    return operation(operator, [column(first), operandCode(second, context)], binding);
  if (second !== undefined && comparisons.has(operator))
    return operation(operator, [column(first), operandCode(second, context)], "comparison");
  switch (operator) {
    case "and":
    case "or":
      return operation(operator === "and" ? "&" : "|", operands.map(column), operator === "and" ? "&" : "|");
    case "not":
      if (first.kind === "operation" && first.operator === "is null" && first.operands[0])
        return method(column(first.operands[0]), "isNotNull", []);
      return signed("~", column(first));
    case "is null":
      return method(column(first), "isNull", []);
    case "negative":
      return signed("-", column(first));
    case "<=>":
      return second ? method(column(first), "eqNullSafe", [operandCode(second, context)]) : column(first);
    case "||":
      return functionCode(
        context,
        "concat",
        operands.map((each) => columnOrName(each, context)),
      );
    case "between":
      return method(
        column(first),
        "between",
        [second, third].flatMap((each) => (each ? [operandCode(each, context)] : [])),
      );
    case "in":
      if (operands.some(({ kind }) => kind === "subquery"))
        throw new NotConverted("A subquery in an expression is not converted.");
      return method(
        column(first),
        "isin",
        operands.slice(1).map((each) => operandCode(each, context)),
      );
    case "like":
    case "ilike":
    case "rlike": {
      const pattern = second === undefined || third !== undefined ? null : valueCode(second);
      return pattern === null || second?.kind !== "literal" || typeof second.value !== "string"
        ? asText(expression, context)
        : method(column(first), matches[operator] ?? operator, [pattern]);
    }
    default:
      return asText(expression, context);
  }
}

function caseCode(
  { subject, branches, otherwise }: Extract<SqlExpression, { kind: "case" }>,
  context: CodeContext,
): PythonCode {
  const condition = (when: SqlExpression): PythonCode =>
    subject === null
      ? columnCode(when, context)
      : operation("==", [columnCode(subject, context), operandCode(when, context)], "comparison");
  const [first, ...rest] = branches.map(({ when, then }) => [condition(when), operandCode(then, context)]);
  let code = functionCode(context, "when", first ?? []);
  for (const branch of rest) code = method(code, "when", branch);
  return otherwise === null ? code : method(code, "otherwise", [operandCode(otherwise, context)]);
}

/** An entry of ORDER BY. */
export function sortCode({ expression, descending, nulls }: SqlSortItem, context: CodeContext): PythonCode {
  const isPlain = !descending && nulls === null;
  if (isPlain) return columnOrName(expression, context);
  const way = `${descending ? "desc" : "asc"}${nulls === null ? "" : `_nulls_${nulls}`}`;
  return method(atLeast(columnCode(expression, context), "whole"), way, []);
}
