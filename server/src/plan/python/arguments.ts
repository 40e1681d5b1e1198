import type { Expression, FunctionStatement, LambdaExpression, Parameter } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { dictOf, fresh, sequenceOf } from "./heap.ts";
import { evaluate } from "./expressions.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { parameterValue } from "./parameters.ts";
import { bind } from "./scope.ts";
import { noteName } from "./targets.ts";
import { text } from "./text.ts";
import { joinValues, unknown, type FunctionValue, type Value } from "../value.ts";

/** A call's arguments with what was unpacked in its place. */
export interface PlacedArguments {
  readonly positional: readonly Value[];
  readonly named: ReadonlyMap<string, Value>;
  /** Set when more positions may follow: what they hold. */
  readonly more: Value | null;
  /** Set when more names may be given: what they hold. */
  readonly moreNamed: Value | null;
}

/** Unpacks `*` and `**` as far as the code tells what they hold. */
export function placedArguments(evaluation: Evaluation, args: readonly BoundArgument[]): PlacedArguments {
  const positional: Value[] = [];
  const named = new Map<string, Value>();
  let more: Value | null = null;
  let moreNamed: Value | null = null;
  for (const { name, unpack, value } of args) {
    if (name !== null) named.set(name, value);
    else if (unpack === "**") {
      const now = fresh(evaluation, value);
      if (now.kind === "dict")
        for (const { key, value: held } of now.entries)
          if (key.kind === "string" && key.value !== null) named.set(key.value, held);
      if (now.kind !== "dict" || !now.exact)
        moreNamed = moreNamed === null ? unknown : joinValues(moreNamed, unknown);
    } else if (unpack === "*") {
      const elements = more === null ? exactElements(evaluation, value) : null;
      if (elements !== null) positional.push(...elements);
      else more = elementsNow(evaluation, value);
    } else if (more === null) positional.push(value);
  }
  return { positional, named, more, moreNamed };
}

/** Binds the parameters of a call: to the arguments, else to their defaults. */
export function bindArguments(
  evaluation: Evaluation,
  callee: FunctionValue,
  args: readonly BoundArgument[],
): void {
  const given = placedArguments(evaluation, callee.bound ? [...callee.bound, ...args] : args);
  const positional = [...(callee.self === null ? [] : [callee.self]), ...given.positional];
  const used = new Set<string>();
  let position = 0;
  for (const parameter of callee.node.parameters) {
    const name = parameter.name.id;
    if (parameter.kind === "args") {
      const rest = positional.slice(position);
      const elements = given.more === null ? rest : [...rest, given.more];
      bind(evaluation, name, sequenceOf(evaluation, "tuple", elements, given.more === null));
      continue;
    }
    if (parameter.kind === "kwargs") {
      const entries = [...given.named]
        .filter(([key]) => !used.has(key))
        .map(([key, value]) => ({ key: text(key, true), value }));
      bind(evaluation, name, dictOf(evaluation, entries, given.moreNamed === null));
      continue;
    }
    used.add(name);
    const isPositional = parameter.kind !== "keyword" && position < positional.length;
    const value = isPositional ? positional[position] : given.named.get(name);
    if (isPositional) position += 1;
    const isOpen = given.moreNamed !== null || (given.more !== null && parameter.kind !== "keyword");
    bindParameter(evaluation, parameter, argumentValue(evaluation, callee.node, parameter, value, isOpen));
  }
}

function argumentValue(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  parameter: Parameter,
  value: Value | undefined,
  isOpen: boolean,
): Value {
  if (value !== undefined && value.kind !== "unknown") return value;
  if (value === undefined && !isOpen && parameter.defaultValue) {
    evaluation.silent += 1;
    const held = evaluate(evaluation, parameter.defaultValue);
    evaluation.silent -= 1;
    if (held.kind !== "unknown") return held;
  }
  return hintedValue(evaluation, node, parameter);
}

/** Binds the parameters of a function that nothing calls: to what the definition itself tells. */
export function bindHints(evaluation: Evaluation, callee: FunctionValue): void {
  const parameters = [...callee.node.parameters];
  if (callee.self !== null) {
    const self = parameters.shift();
    if (self) bind(evaluation, self.name.id, callee.self);
  }
  for (const parameter of parameters) {
    const name = parameter.name.id;
    if (parameter.kind === "args") bind(evaluation, name, sequenceOf(evaluation, "tuple", [], false));
    else if (parameter.kind === "kwargs") bind(evaluation, name, dictOf(evaluation, [], false));
    else bindParameter(evaluation, parameter, hintedValue(evaluation, callee.node, parameter));
  }
}

function bindParameter(evaluation: Evaluation, parameter: Parameter, value: Value): void {
  noteName(evaluation, parameter.name, value);
  bind(evaluation, parameter.name.id, value);
}

/** What annotation, use and default tell of a parameter; callers may give other values than the default. */
function hintedValue(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  parameter: Parameter,
): Value {
  const declared = parameterValue(evaluation, node, parameter);
  if (declared.kind !== "unknown" || !parameter.defaultValue) return declared;
  return defaultHint(evaluation, parameter.defaultValue);
}

function defaultHint(evaluation: Evaluation, node: Expression): Value {
  evaluation.silent += 1;
  const value = evaluate(evaluation, node);
  evaluation.silent -= 1;
  if (value.kind === "string") return text(null, false);
  if (value.kind === "number")
    return value.isFloat ? { kind: "number", value: null, isFloat: true } : { kind: "number", value: null };
  if (value.kind === "boolean") return { kind: "boolean", value: null };
  return value.kind === "spark" ? value : unknown;
}
