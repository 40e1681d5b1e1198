import type { AttributeExpression, CallExpression } from "../../syntax/ast.ts";
import { believedReceiver, parameterPlan } from "./attributes.ts";
import { builtinCall } from "./builtins.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import type { BoundArgument } from "../facts.ts";
import { callApi, callMethod, callUdf } from "../spark/sparkCalls.ts";
import { rowOfClass } from "../spark/rows.ts";
import { spark } from "../spark/spark.ts";
import { bind } from "./scope.ts";
import { callFunction, instantiate } from "./userFunctions.ts";
import { joinValues, unknown, type Value } from "../value.ts";

/** A call: arguments first, then what the callee makes of them. */
export function evaluateCall(evaluation: Evaluation, node: CallExpression): Value {
  const callee = evaluate(evaluation, node.callee);
  const args = node.args.map((argument): BoundArgument => ({
    name: argument.name?.id ?? null,
    unpack: argument.unpack,
    node: argument.value,
    value: evaluate(evaluation, argument.value),
  }));
  return applied(evaluation, callee, args, node);
}

function applied(
  evaluation: Evaluation,
  callee: Value,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  switch (callee.kind) {
    case "union":
      return callee.values.map((each) => applied(evaluation, each, args, node)).reduce(joinValues);
    case "method":
      return callMethod(evaluation, callee.receiver, callee.name, args, node);
    case "api":
      return callee.name.startsWith("builtins.")
        ? builtinCall(evaluation, callee.name.slice("builtins.".length), args, node)
        : callApi(evaluation, callee.name, args, node);
    case "function":
      return callFunction(evaluation, callee, args);
    case "class":
      return instantiate(evaluation, callee, args);
    case "spark":
      if (callee.data?.kind === "rowClass") return rowOfClass(callee.data, args, callee.evidence);
      return callee.udf ? callUdf(evaluation, callee, args, node) : unknown;
    default:
      return node.callee.kind === "Attribute"
        ? callUnknownMethod(evaluation, node.callee, args, node)
        : unknown;
  }
}

/** A method of an object that is no Spark object for certain: Python's own containers and strings, or a believed DataFrame. */
function callUnknownMethod(
  evaluation: Evaluation,
  callee: AttributeExpression,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  // The receiver was evaluated with the callee; evaluating it again would record its facts twice.
  evaluation.silent += 1;
  const object = evaluate(evaluation, callee.object);
  evaluation.silent -= 1;
  const known = containerMethod(evaluation, object, callee, args);
  if (known !== null) return known;
  if (object.kind !== "unknown" && object.kind !== "union") return unknown;
  const receiver = believedReceiver(evaluation, callee);
  if (!receiver) return unknown;
  if (
    callee.object.kind === "Name" &&
    receiver.evidence.level === "structural" &&
    receiver.type === "DataFrame"
  ) {
    const believed = spark("DataFrame", receiver.evidence, {
      plan: parameterPlan(evaluation, callee.object),
    });
    bind(evaluation, callee.object.id, believed);
    return callMethod(evaluation, believed, callee.name.id, args, node);
  }
  return callMethod(evaluation, receiver, callee.name.id, args, node);
}

function containerMethod(
  evaluation: Evaluation,
  object: Value,
  callee: AttributeExpression,
  args: readonly BoundArgument[],
): Value | null {
  const method = callee.name.id;
  const argument = args[0]?.value ?? unknown;
  if (object.kind === "sequence") {
    if (callee.object.kind === "Name" && (method === "append" || method === "add" || method === "extend")) {
      const added =
        method === "extend" ? (argument.kind === "sequence" ? argument.elements : [unknown]) : [argument];
      const exact =
        object.exact &&
        evaluation.context.loops.length === 0 &&
        (method !== "extend" || argument.kind === "sequence");
      bind(evaluation, callee.object.id, {
        ...object,
        elements: [...object.elements, ...added].slice(-50),
        exact,
      });
      return { kind: "none" };
    }
    return method === "copy" ? object : unknown;
  }
  if (object.kind === "dict") {
    const values = object.entries.map((entry) => entry.value);
    const list = (elements: readonly Value[]): Value => ({
      kind: "sequence",
      type: "list",
      elements,
      exact: object.exact,
    });
    if (method === "values") return list(values);
    if (method === "keys") return list(object.entries.map((entry) => entry.key));
    if (method === "items")
      return list(
        object.entries.map((entry) => ({
          kind: "sequence",
          type: "tuple",
          elements: [entry.key, entry.value],
          exact: true,
        })),
      );
    if (method === "get" && argument.kind === "string")
      return (
        object.entries.find((entry) => entry.key.kind === "string" && entry.key.value === argument.value)
          ?.value ??
        args[1]?.value ?? { kind: "none" }
      );
    return unknown;
  }
  if (object.kind === "string") return stringMethod(object, method, args);
  return null;
}

function stringMethod(
  object: Extract<Value, { kind: "string" }>,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const constant =
    object.constant &&
    args.every(
      ({ value, unpack }) =>
        unpack === "" && ((value.kind === "string" && value.constant) || value.kind === "number"),
    );
  if (method === "format") {
    const plain = object.value !== null && !/[{}]/.test(object.value) ? object.value : null;
    return { kind: "string", value: plain, constant };
  }
  if (method === "strip" && args.length === 0) return { ...object, value: object.value?.trim() ?? null };
  if (method === "lower" || method === "upper")
    return {
      ...object,
      value: (method === "lower" ? object.value?.toLowerCase() : object.value?.toUpperCase()) ?? null,
    };
  if (/^(join|replace|lstrip|rstrip|title|removeprefix|removesuffix|zfill)$/.test(method)) {
    const joined = args[0]?.value;
    const safe =
      joined?.kind === "sequence" && joined.elements.every((each) => each.kind === "string" && each.constant);
    return { kind: "string", value: null, constant: method === "join" ? object.constant && safe : constant };
  }
  if (method === "split")
    return {
      kind: "sequence",
      type: "list",
      elements: [{ kind: "string", value: null, constant }],
      exact: false,
    };
  return unknown;
}

/** Where a call's function or method is named. */
export function nameSiteOf(evaluation: Evaluation, node: CallExpression): ReturnType<typeof siteOf> {
  return siteOf(evaluation, node.callee.kind === "Attribute" ? node.callee.name : node.callee);
}
