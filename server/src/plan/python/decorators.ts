import type { CallExpression, Expression, FunctionStatement } from "../../syntax/ast.ts";
import type { DataType } from "../../catalog/dataType.ts";
import { noteFixture } from "../conventions/fixtures.ts";
import { defineDataset, definesDataset } from "../conventions/pipelines.ts";
import type { Evaluation } from "../evaluation.ts";
import { apply } from "./calls.ts";
import { evaluate } from "./expressions.ts";
import { closureOf, lookUp } from "./scope.ts";
import { udfForm } from "../spark/functionCalls.ts";
import { declaredType, decoratedUdf } from "../spark/udfs.ts";
import type { FunctionValue, Value } from "../value.ts";

/** What a `def` binds: the function, or what its decorators make of it. */
export function defineFunction(evaluation: Evaluation, node: FunctionStatement): Value {
  for (const parameter of node.parameters)
    if (parameter.defaultValue) evaluate(evaluation, parameter.defaultValue);
  const fn: FunctionValue = {
    kind: "function",
    node,
    unit: evaluation.unit,
    closure: closureOf(evaluation.scope),
    self: null,
  };
  if (evaluation.silent === 0) evaluation.created.push(fn);
  noteFixture(evaluation, node, fn);
  let result: Value = fn;
  for (const decorator of node.decorators.toReversed())
    result = decorated(evaluation, node, fn, decorator, result);
  return result;
}

const roles: ReadonlyMap<string, NonNullable<FunctionValue["role"]>> = new Map([
  ["builtins.property", "property"],
  ["functools.cached_property", "property"],
  ["abc.abstractproperty", "property"],
  ["builtins.staticmethod", "static"],
  ["builtins.classmethod", "class"],
  ["contextlib.contextmanager", "contextManager"],
]);

/** What a decorator makes of a function: well-known ones keep it, UDF decorators make a UDF, the user's own are called. */
function decorated(
  evaluation: Evaluation,
  node: FunctionStatement,
  fn: FunctionValue,
  decorator: Expression,
  inner: Value,
): Value {
  // `@name.setter`: the property stays what it is.
  if (decorator.kind === "Attribute" && /^(setter|deleter)$/.test(decorator.name.id))
    return lookUp(evaluation, node.name.id) ?? inner;
  // `@udf(…)` is a call that makes a decorator; its facts are those of the UDF itself.
  const callee = evaluate(evaluation, decorator.kind === "Call" ? decorator.callee : decorator);
  if (callee.kind === "api") {
    const form = udfForm(callee.name);
    if (form) return decoratedUdf(evaluation, node, fn, decorator, form, returnTypeOf(evaluation, decorator));
    if (definesDataset(callee.name)) {
      defineDataset(evaluation, node, fn, decorator, callee.name);
      return inner;
    }
    const role = roles.get(callee.name);
    if (role && inner.kind === "function") return { ...inner, role };
  }
  if (callee.kind === "spark" && callee.udf)
    return decoratedUdf(evaluation, node, fn, decorator, callee.udf.form, {
      text: callee.udf.returnType ?? "string",
      dataType: callee.udf.returns,
    });
  if (callee.kind === "function" || callee.kind === "class" || callee.kind === "instance") {
    const call: CallExpression = {
      kind: "Call",
      callee: decorator,
      args: [],
      argumentList: decorator,
      start: decorator.start,
      end: decorator.end,
    };
    const decorate = decorator.kind === "Call" ? evaluate(evaluation, decorator) : callee;
    const result = apply(evaluation, decorate, [inner], call);
    return result.kind === "unknown" || result.kind === "none" ? inner : result;
  }
  if (decorator.kind === "Call") for (const argument of decorator.args) evaluate(evaluation, argument.value);
  return inner;
}

function returnTypeOf(
  evaluation: Evaluation,
  decorator: Expression,
): { readonly text: string; readonly dataType: DataType } | null {
  if (decorator.kind !== "Call") return null;
  const argument =
    decorator.args.find((each) => each.name?.id === "returnType") ??
    decorator.args.find((each) => each.name === null);
  if (!argument) return null;
  const value = evaluate(evaluation, argument.value);
  const text =
    value.kind === "string" && value.value !== null
      ? value.value
      : evaluation.unit.text.slice(argument.value.start, argument.value.end);
  return { text, dataType: declaredType(value) };
}
