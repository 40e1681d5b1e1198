import type { Expression, FunctionStatement, LambdaExpression, Parameter } from "../../syntax/ast.ts";
import { mention, within, type Evaluation } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import type { BoundArgument } from "../facts.ts";
import { parameterValue } from "./parameters.ts";
import { bind, nestedScope } from "./scope.ts";
import { execute } from "./statements.ts";
import {
  joinValues,
  unknown,
  type ClassValue,
  type FunctionValue,
  type InstanceValue,
  type Value,
} from "../value.ts";

/** How deep calls are followed, and how often one function is entered in one run. */
const maximalStack = 8;
const maximalEntries = 12;

/** Applies a function of the user's to arguments: its body is evaluated with them. */
export function callFunction(
  evaluation: Evaluation,
  callee: FunctionValue,
  args: readonly BoundArgument[],
): Value {
  const { node } = callee;
  evaluation.called.add(node);
  const entered = evaluation.entries.get(node) ?? 0;
  const isRecursive = evaluation.stack.some((each) => each.node === node);
  if (isRecursive || evaluation.stack.length >= maximalStack || entered >= maximalEntries) return unknown;
  evaluation.entries.set(node, entered + 1);
  return runBody(evaluation, callee, () => bindArguments(evaluation, callee, args));
}

/** Evaluates a function's body for itself, with what its parameters tell by annotation, default and use. */
export function runUncalled(evaluation: Evaluation, callee: FunctionValue): void {
  evaluation.called.add(callee.node);
  runBody(evaluation, callee, () => bindArguments(evaluation, callee, []));
}

function runBody(evaluation: Evaluation, callee: FunctionValue, bindParameters: () => void): Value {
  const { unit, scope } = evaluation;
  evaluation.unit = callee.unit;
  evaluation.scope = nestedScope(callee.closure);
  evaluation.stack.push(callee);
  evaluation.returns.push([]);
  const { node } = callee;
  try {
    bindParameters();
    if (node.kind === "Lambda")
      return within(evaluation, { function: node, loops: [] }, () => evaluate(evaluation, node.body));
    within(evaluation, { function: node, loops: [], branches: [], block: node.body }, () =>
      execute(evaluation, node.body),
    );
    return returned(evaluation);
  } finally {
    evaluation.returns.pop();
    evaluation.stack.pop();
    evaluation.unit = unit;
    evaluation.scope = scope;
  }
}

function returned(evaluation: Evaluation): Value {
  const values = evaluation.returns.at(-1) ?? [];
  return values.length === 0 ? { kind: "none" } : values.reduce(joinValues);
}

/** Binds the parameters: to the arguments, else to what the definition itself tells. */
function bindArguments(evaluation: Evaluation, callee: FunctionValue, args: readonly BoundArgument[]): void {
  const parameters = [...callee.node.parameters];
  if (callee.self !== null) {
    const self = parameters.shift();
    if (self) bind(evaluation, self.name.id, callee.self);
  }
  const positional = args.filter((each) => each.name === null && each.unpack === "");
  const opaque = args.some((each) => each.unpack !== "");
  let position = 0;
  for (const parameter of parameters) {
    const byName = args.find((each) => each.name === parameter.name.id);
    const takesPosition = parameter.kind === "normal" || parameter.kind === "positional";
    const given = byName ?? (takesPosition && !opaque ? positional[position++] : undefined);
    if (parameter.kind === "args") {
      const elements = positional.slice(position).map((each) => each.value);
      bind(evaluation, parameter.name.id, {
        kind: "sequence",
        type: "tuple",
        elements,
        exact: !opaque && args.length > 0,
      });
    } else {
      const value = argumentValue(evaluation, callee.node, parameter, given);
      mention(evaluation, parameter.name, value);
      bind(evaluation, parameter.name.id, value);
    }
  }
}

function argumentValue(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  parameter: Parameter,
  given: BoundArgument | undefined,
): Value {
  if (given && given.value.kind !== "unknown" && given.value.kind !== "none") return given.value;
  const declared = parameterValue(evaluation, node, parameter);
  if (declared.kind !== "unknown" || given)
    return declared.kind !== "unknown" ? declared : (given?.value ?? unknown);
  return parameter.defaultValue ? defaultOf(evaluation, parameter.defaultValue) : unknown;
}

/** A default tells the type of a parameter, but callers may give other values. */
function defaultOf(evaluation: Evaluation, node: Expression): Value {
  const value = evaluate(evaluation, node);
  if (value.kind === "string") return { kind: "string", value: null, constant: false };
  if (value.kind === "number") return { kind: "number", value: null };
  return value.kind === "spark" ? value : unknown;
}

/** Calls a class of the user's: an instance, with `__init__` evaluated. */
export function instantiate(
  evaluation: Evaluation,
  callee: ClassValue,
  args: readonly BoundArgument[],
): Value {
  const instance: InstanceValue = { kind: "instance", class: callee, attributes: new Map() };
  evaluation.ownInstances.add(instance);
  const constructor = callee.members.get("__init__");
  if (constructor?.kind === "function") callFunction(evaluation, { ...constructor, self: instance }, args);
  else {
    // A dataclass, or a class without a constructor: keyword arguments become attributes.
    for (const argument of args)
      if (argument.name !== null) instance.attributes.set(argument.name, argument.value);
  }
  return instance;
}

/** Evaluates the methods of a class that nothing calls, all on one instance. */
export function runUncalledMethods(
  evaluation: Evaluation,
  callee: ClassValue,
  called: ReadonlySet<unknown>,
): void {
  const methods = [...callee.members.values()].filter((member) => member.kind === "function");
  if (methods.every((method) => called.has(method.node))) return;
  const instance: InstanceValue = { kind: "instance", class: callee, attributes: new Map() };
  evaluation.ownInstances.add(instance);
  const isConstructor = (method: FunctionValue): boolean =>
    method.node.kind === "Function" && method.node.name.id === "__init__";
  for (const method of methods.toSorted((a, b) => Number(isConstructor(b)) - Number(isConstructor(a)))) {
    const isKnown = called.has(method.node);
    if (isKnown && !isConstructor(method)) continue;
    if (isKnown) evaluation.silent += 1;
    if (!evaluation.called.has(method.node) || isConstructor(method))
      runUncalled(evaluation, { ...method, self: isStatic(method) ? null : instance });
    if (isKnown) evaluation.silent -= 1;
  }
}

function isStatic(method: FunctionValue): boolean {
  return (
    method.node.kind === "Function" &&
    method.node.decorators.some((decorator) => decorator.kind === "Name" && decorator.id === "staticmethod")
  );
}
