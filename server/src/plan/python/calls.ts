import { patchClass } from "../spark/patchedClasses.ts";
import type { AttributeExpression, CallExpression, Expression } from "../../syntax/ast.ts";
import { attributeOf, believedReceiver, parameterPlan } from "./attributes.ts";
import { builtinCall } from "./builtins.ts";
import { containerMethod, mutators } from "./containerMethods.ts";
import { instantiate } from "./classes.ts";
import { frameworkCall } from "../conventions/frameworkCalls.ts";
import { castFrame, schemaClassMethod } from "../conventions/schemaFrames.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import type { BoundArgument } from "../facts.ts";
import { dictOf, fresh, newCell, settled, type DictValue, type SequenceValue } from "./heap.ts";
import { libraryCall } from "./libraryCalls.ts";
import { libraryMethod } from "./libraryValues.ts";
import type { Apply } from "./sorting.ts";
import { stringMethod } from "./stringMethods.ts";
import { setAttribute } from "./targets.ts";
import { text } from "./text.ts";
import { callApi, callUdf } from "../spark/functionCalls.ts";
import { recordCallOfObject, recordFunctionUse, recordTextMethod } from "./pythonUses.ts";
import { pandasOnSparkMethod } from "../spark/pandasOnSpark.ts";
import { callTableFunction } from "../spark/tableFunctions.ts";
import { callMethod } from "../spark/sparkCalls.ts";
import { rowOfClass } from "../spark/rows.ts";
import { spark } from "../spark/spark.ts";
import { bind } from "./scope.ts";
import { callFunction } from "./userFunctions.ts";
import { joinValues, unknown, type SparkValue, type Value } from "../value.ts";

/** A call: arguments first, then what the callee makes of them. */
export function evaluateCall(evaluation: Evaluation, node: CallExpression): Value {
  const callee = evaluate(evaluation, node.callee);
  const args = node.args.map((argument): BoundArgument => ({
    name: argument.name?.id ?? null,
    unpack: argument.unpack,
    node: argument.value,
    value: evaluate(evaluation, argument.value),
  }));
  recordCallOfObject(evaluation, node, callee, (object) => evaluate(evaluation, object));
  return fresh(evaluation, applied(evaluation, callee, args, node));
}

/** Calls a value with others, as a call without keywords would. */
export function apply(
  evaluation: Evaluation,
  callee: Value,
  values: readonly Value[],
  node: CallExpression,
): Value {
  const args = values.map((value): BoundArgument => ({
    name: null,
    unpack: "",
    node,
    value,
  }));
  return fresh(evaluation, applied(evaluation, callee, args, node));
}

/** The same, for what calls a function many times. */
export function applier(evaluation: Evaluation, node: CallExpression): Apply {
  return (callee, values) => apply(evaluation, callee, values, node);
}

/** What a callee makes of arguments. */
export function applied(
  evaluation: Evaluation,
  callee: Value,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  switch (callee.kind) {
    case "union":
      return callee.values.map((each) => applied(evaluation, each, args, node)).reduce(joinValues);
    case "method":
      return calledMethod(evaluation, callee.receiver, callee.name, settledArguments(evaluation, args), node);
    case "ownMethod":
      return ownMethod(evaluation, callee.receiver, callee.name, args, node);
    case "api":
      return calledApi(evaluation, callee.name, args, node);
    case "function":
      return callFunction(evaluation, callee, args);
    case "class":
      return instantiate(evaluation, callee, args);
    case "instance": {
      const method = callee.class.members.get("__call__");
      return method?.kind === "function"
        ? callFunction(evaluation, { ...method, self: callee }, args)
        : unknown;
    }
    case "library":
      return castFrame(evaluation, callee, settledArguments(evaluation, args), node);
    case "spark": {
      const given = settledArguments(evaluation, args);
      if (callee.data?.kind === "rowClass") return rowOfClass(callee.data, given, callee.evidence);
      if (callee.type === "UserDefinedTableFunction" && !callee.udf)
        return callTableFunction(evaluation, callee, given, node);
      return callee.udf ? callUdf(evaluation, callee, given, node) : unknown;
    }
    default:
      return node.callee.kind === "Attribute"
        ? callUnknownMethod(evaluation, node.callee, settledArguments(evaluation, args), node)
        : unknown;
  }
}

/** The arguments with all containers in them as they are now: Spark looks inside. */
function settledArguments(evaluation: Evaluation, args: readonly BoundArgument[]): readonly BoundArgument[] {
  if (evaluation.heap.isEmpty && evaluation.module.baseCells.size === 0) return args;
  return args.map((each) => {
    const value = settled(evaluation, each.value);
    return value === each.value ? each : { ...each, value };
  });
}

function calledApi(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (name.startsWith("builtins.")) {
    const builtin = name.slice("builtins.".length);
    if (builtin === "getattr") return attributeByName(evaluation, args, node);
    if (builtin === "setattr") return setAttributeByName(evaluation, args);
    recordFunctionUse(evaluation, builtin, args, node);
    return builtinCall(evaluation, builtin, args, node);
  }
  if (name.startsWith("math.")) recordFunctionUse(evaluation, name, args, node);
  return (
    libraryCall(evaluation, name, settledArguments(evaluation, args), node) ??
    frameworkCall(evaluation, name, settledArguments(evaluation, args), node) ??
    callApi(evaluation, name, settledArguments(evaluation, args), node)
  );
}

/** `getattr(object, "name", default)`. */
function attributeByName(
  evaluation: Evaluation,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const [object, name, fallback] = args;
  if (!object || name?.value.kind !== "string" || name.value.value === null) return unknown;
  const { start, end } = name.node;
  const attribute: AttributeExpression = {
    kind: "Attribute",
    object: object.node,
    name: { id: name.value.value, start, end },
    start: node.start,
    end: node.end,
  };
  const value = attributeOf(evaluation, fresh(evaluation, object.value), attribute);
  return value.kind === "unknown" && fallback ? unknown : value;
}

function setAttributeByName(evaluation: Evaluation, args: readonly BoundArgument[]): Value {
  const [object, name, value] = args;
  if (object && value && name?.value.kind === "string" && name.value.value !== null)
    setAttribute(evaluation, object.value, name.value.value, value.value);
  else if (object) patchClass(evaluation, object.value, null, unknown);
  return { kind: "none" };
}

/** A method of Spark's: `DataFrame.union(a, b)` is `a.union(b)`. */
function calledMethod(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const [first, ...rest] = args;
  const isClass = receiver.plan === null && receiver.column === null;
  const self = first?.name === null ? first.value : null;
  return isClass &&
    /^(DataFrame|Column)$/.test(receiver.type) &&
    self?.kind === "spark" &&
    self.type === receiver.type
    ? callMethod(evaluation, self, method, rest, node)
    : callMethod(evaluation, receiver, method, args, node);
}

/** A method of one of Python's own objects. */
function ownMethod(
  evaluation: Evaluation,
  receiver: Value,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  switch (receiver.kind) {
    case "sequence":
    case "dict":
      return changedContainer(evaluation, receiver, method, args, node);
    case "string":
      recordTextMethod(evaluation, receiver, method, node);
      return stringMethod(evaluation, receiver, method, args);
    case "library":
      return (
        pandasOnSparkMethod(evaluation, receiver, method, args, node) ??
        libraryMethod(evaluation, receiver, method, args)
      );
    case "class":
      return schemaClassMethod(evaluation, receiver, method, args, node);
    case "instance":
      return instanceMethod(evaluation, receiver, method, args);
    case "union": {
      const isContainer = receiver.values.some((each) => each.kind === "sequence" || each.kind === "dict");
      if (isContainer) return containerMethod(evaluation, receiver, method, args, applier(evaluation, node));
      return receiver.values
        .filter((each) => each.kind !== "none")
        .map((each) => ownMethod(evaluation, each, method, args, node))
        .reduce(joinValues);
    }
    default:
      return unknown;
  }
}

function changedContainer(
  evaluation: Evaluation,
  receiver: SequenceValue | DictValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const result = containerMethod(evaluation, receiver, method, args, applier(evaluation, node));
  // What Spark gives is a list without an identity of its own: changed, it is bound anew where it has a name.
  if (
    receiver.cell === undefined &&
    mutators.has(method) &&
    node.callee.kind === "Attribute" &&
    isName(node.callee.object)
  ) {
    const adopted = fresh(evaluation, adoptedContainer(evaluation, receiver));
    containerMethod(evaluation, adopted, method, args, applier(evaluation, node));
    bind(evaluation, node.callee.object.id, fresh(evaluation, adopted));
  }
  return result;
}

const isName = (node: Expression): node is Extract<Expression, { kind: "Name" }> => node.kind === "Name";

const adoptedContainer = (evaluation: Evaluation, value: SequenceValue | DictValue): Value =>
  value.kind === "sequence" && value.type === "tuple" ? value : { ...value, cell: newCell(evaluation) };

/** What Python writes itself for named tuples and data classes. */
function instanceMethod(
  evaluation: Evaluation,
  receiver: Extract<Value, { kind: "instance" }>,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const now = fresh(evaluation, receiver);
  if (now.kind !== "instance") return unknown;
  if (method === "_asdict" || method === "dict" || method === "model_dump") {
    const entries = [...now.attributes].map(([key, value]) => ({
      key: text(key, true),
      value,
    }));
    return dictOf(evaluation, entries, true);
  }
  if (method !== "_replace" && method !== "model_copy") return unknown;
  const attributes = new Map(now.attributes);
  for (const { name, value } of args) if (name !== null) attributes.set(name, value);
  return { kind: "instance", class: now.class, attributes };
}

/** A method of an object that is no Spark object for certain: a believed DataFrame, or nothing that we know. */
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

/** Where a call's function or method is named. */
export function nameSiteOf(evaluation: Evaluation, node: CallExpression): ReturnType<typeof siteOf> {
  return siteOf(evaluation, node.callee.kind === "Attribute" ? node.callee.name : node.callee);
}
