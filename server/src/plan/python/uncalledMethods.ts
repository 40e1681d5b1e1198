import type { Expression } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { batchFunctionNames } from "../conventions/batchFunctions.ts";
import { fieldHint } from "./classes.ts";
import type { Evaluation } from "../evaluation.ts";
import { newCell } from "./heap.ts";
import { runArms } from "./paths.ts";
import { setAttribute } from "./targets.ts";
import { runUncalled } from "./userFunctions.ts";
import type { ClassValue, FunctionValue, InstanceValue, Value } from "../value.ts";

/**
 * Evaluates the methods of a class that nothing calls, all on one instance: `__init__` first, then each of the others
 * on what any of them may have left.
 */
export function runUncalledMethods(
  evaluation: Evaluation,
  callee: ClassValue,
  called: ReadonlySet<unknown>,
): void {
  const methods = [...callee.members.values()].filter((member) => member.kind === "function");
  if (methods.every((method) => called.has(method.node))) return;
  const instance: InstanceValue = {
    kind: "instance",
    class: callee,
    attributes: new Map(),
    cell: newCell(evaluation),
  };
  for (const field of callee.fields) {
    const value = fieldHint(evaluation, field);
    if (value.kind !== "unknown") setAttribute(evaluation, instance, field.name, value);
  }
  const isConstructor = ({ node }: FunctionValue): boolean =>
    node.kind === "Function" && (node.name.id === "__init__" || node.name.id === "__post_init__");
  for (const method of methods.filter(isConstructor)) {
    const isKnown = called.has(method.node);
    evaluation.silent += isKnown ? 1 : 0;
    runUncalled(evaluation, { ...method, self: instance });
    evaluation.silent -= isKnown ? 1 : 0;
  }
  const others = methods
    .filter((method) => !isConstructor(method) && !called.has(method.node))
    .sort((left, right) => Number(getsBatches(left)) - Number(getsBatches(right)));
  const runAll = (isDone: (method: FunctionValue) => boolean): void => {
    for (const method of others)
      if (!isDone(method))
        runArms(evaluation, [
          () => {
            runUncalled(evaluation, {
              ...method,
              self: selfOf(method, instance),
            });
            return true;
          },
          () => true,
        ]);
  };
  if (others.length > 1 && others.some(setsAttributes)) {
    const before = new Set(evaluation.called);
    evaluation.silent += 1;
    runAll(() => false);
    evaluation.silent -= 1;
    for (const node of evaluation.called) if (!before.has(node)) evaluation.called.delete(node);
  }
  runAll(({ node }) => evaluation.called.has(node));
}

/** Whether a method is handed to `foreachBatch()`: the batches have a source where the stream is started. */
const getsBatches = ({ node, unit }: FunctionValue): boolean =>
  node.kind === "Function" && batchFunctionNames(unit).has(node.name.id);

function selfOf(method: FunctionValue, instance: InstanceValue): Value | null {
  if (method.role === "static") return null;
  return method.role === "class" ? instance.class : instance;
}

/** Whether a method assigns attributes of its first parameter. */
function setsAttributes({ node }: FunctionValue): boolean {
  const self = node.parameters[0]?.name.id;
  if (node.kind === "Lambda" || self === undefined) return false;
  let found = false;
  const isOwn = (target: Expression): boolean =>
    target.kind === "Attribute" && target.object.kind === "Name" && target.object.id === self;
  for (const statement of node.body)
    walk(statement, (part) => {
      found ||= part.kind === "Assign" && part.targets.some(isOwn);
      return true;
    });
  return found;
}
