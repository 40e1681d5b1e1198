import type { Expression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import { bind, lookUp } from "./scope.ts";
import { truthOf } from "./truth.ts";
import { typeClasses, typeClassNames } from "../spark/dataTypeClasses.ts";
import { unknown, type Value } from "../value.ts";

/**
 * Notes what a condition tells of the names in it where it holds, or where it does not: alternatives that it rules
 * out are dropped, and where none is left the value is not known. `x is None`, `x == None`, `x`, `not x`,
 * `isinstance(x, str)`, and what `and` and `or` make of them.
 */
export function narrow(evaluation: Evaluation, test: Expression, holds: boolean): void {
  switch (test.kind) {
    case "Unary":
      if (test.operator === "not") narrow(evaluation, test.operand, !holds);
      return;
    case "Boolean":
      if ((test.operator === "and") === holds) {
        narrow(evaluation, test.left, holds);
        narrow(evaluation, test.right, holds);
      }
      return;
    case "Name":
    case "NamedExpression":
      keepIf(evaluation, test, (value) => {
        const truth = truthOf(value);
        return truth === null || truth === holds;
      });
      return;
    case "Comparison": {
      const [operator] = test.operators;
      const [other] = test.operands;
      if (test.operators.length !== 1 || other?.kind !== "Constant" || other.value !== "None") return;
      if (!operator || !/^(is|is not|==|!=)$/.test(operator.operator)) return;
      const wantsNone = operator.operator === "is" || operator.operator === "==" ? holds : !holds;
      keepIf(
        evaluation,
        test.first,
        (value) => /^(unknown|api)$/.test(value.kind) || (value.kind === "none") === wantsNone,
      );
      return;
    }
    case "Call": {
      const [subject, type] = test.args;
      if (test.callee.kind !== "Name" || test.callee.id !== "isinstance" || !subject || !type) return;
      evaluation.silent += 1;
      const names = typeNames(evaluation, evaluate(evaluation, type.value));
      evaluation.silent -= 1;
      if (names === null) return;
      keepIf(evaluation, subject.value, (value) => {
        const is = hasType(value, names);
        return is === null || is === holds;
      });
      return;
    }
    default:
      return;
  }
}

function keepIf(evaluation: Evaluation, node: Expression, keep: (value: Value) => boolean): void {
  const name = node.kind === "NamedExpression" ? node.target.id : node.kind === "Name" ? node.id : null;
  if (name === null) return;
  const value = lookUp(evaluation, name);
  if (value === undefined) return;
  const values = value.kind === "union" ? value.values : [value];
  const kept = values.filter(keep);
  if (kept.length === values.length) return;
  const [first = unknown] = kept;
  bind(evaluation, name, kept.length > 1 ? { kind: "union", values: kept } : first);
}

/** The plain names of the types that a value stands for: `str`, `(list, tuple)`, `DataFrame`; null when not known. */
export function typeNames({ api }: Pick<Evaluation, "api">, value: Value): readonly string[] | null {
  switch (value.kind) {
    case "api":
      return value.name.startsWith("builtins.")
        ? [value.name.slice("builtins.".length)]
        : [api.classNamed(value.name) ?? value.name.replace(/^pyspark\.sql\.types\./, "")];
    case "class":
      return [value.node.name.id];
    case "sequence": {
      const names = value.elements.map((each) => typeNames({ api }, each));
      return names.includes(null) || !value.exact ? null : names.flatMap((each) => each ?? []);
    }
    default:
      return null;
  }
}

const decidedTypes: ReadonlySet<string> = new Set([
  ..."str int float bool list tuple set dict DataFrame Column StructField".split(" "),
  ..."pandas.DataFrame pandas.Series numpy.ndarray".split(" "),
  ...typeClassNames,
]);

/** Whether a value is an instance of one of the types, by their plain names; null when the code does not tell. */
export function hasType(value: Value, names: readonly string[]): boolean | null {
  if (value.kind === "union") {
    const answers = new Set(value.values.map((each) => hasType(each, names)));
    const [only = null] = answers;
    return answers.size === 1 ? only : null;
  }
  const own = ownTypes(value);
  if (own === null) return null;
  if (names.some((name) => own.includes(name))) return true;
  return names.every((name) => decidedTypes.has(name)) ? false : null;
}

/** Python's names for the type of a value; null when they are not known. */
export function ownTypes(value: Value): readonly string[] | null {
  switch (value.kind) {
    case "string":
      return ["str"];
    case "number":
      return value.isFloat ? ["float"] : value.value === null ? null : ["int"];
    case "boolean":
      return ["bool", "int"];
    case "none":
      return ["NoneType"];
    case "sequence":
      return [value.type];
    case "dict":
      return ["dict"];
    case "spark":
      if (value.data?.kind === "type") return typeClasses(value.data.dataType);
      return /^(DataFrame|Column|SparkSession|StructType|StructField)$/.test(value.type)
        ? [value.type]
        : null;
    case "instance":
      return classNames(value.class);
    default:
      return null;
  }
}

function classNames(type: Extract<Value, { kind: "class" }>): readonly string[] {
  const names: string[] = [];
  const waiting: Value[] = [type];
  for (let each = waiting.pop(); each !== undefined && names.length < 50; each = waiting.pop()) {
    if (each.kind !== "class") continue;
    names.push(each.node.name.id);
    waiting.push(...each.bases);
  }
  return names;
}
