import type { Expression } from "../../syntax/ast.ts";
import { evaluate } from "./expressions.ts";
import { mention, siteOf, type Evaluation } from "../evaluation.ts";
import { elementsOf } from "./iteration.ts";
import { bind } from "./scope.ts";
import { joinValues, sparkValue, unknown, type Value } from "../value.ts";

/** Assigns a value to a target: a name, an attribute, a subscript, or a pattern of them. */
export function bindTarget(evaluation: Evaluation, target: Expression, value: Value): void {
  switch (target.kind) {
    case "Name": {
      bind(evaluation, target.id, named(value, target.id));
      mention(evaluation, target, value);
      const frame = sparkValue(value, "DataFrame");
      if (frame && evaluation.silent === 0) {
        const enclosing = evaluation.context.function;
        evaluation.frames.push({
          name: target.id,
          nameSite: siteOf(evaluation, target),
          value: frame,
          function: enclosing?.kind === "Function" ? enclosing.name.id : null,
        });
      }
      return;
    }
    case "Tuple":
    case "List":
      bindPattern(evaluation, target.elements, value);
      return;
    case "Starred":
      bindTarget(evaluation, target.value, {
        kind: "sequence",
        type: "list",
        elements: [elementsOf(value)],
        exact: false,
      });
      return;
    case "Attribute":
      setAttribute(evaluation, evaluate(evaluation, target.object), target.name.id, value);
      return;
    case "Subscript":
      setElement(evaluation, target, value);
      return;
    default:
      return;
  }
}

/** A UDF that was made without a name takes the name it is bound to. */
function named(value: Value, name: string): Value {
  if (value.kind === "spark" && value.udf && value.udf.name === null)
    return { ...value, udf: { ...value.udf, name } };
  return value;
}

function bindPattern(evaluation: Evaluation, targets: readonly Expression[], value: Value): void {
  const hasStar = targets.some((target) => target.kind === "Starred");
  targets.forEach((target, index) => {
    const element = value.kind === "sequence" && value.exact && !hasStar ? value.elements[index] : undefined;
    bindTarget(evaluation, target, element ?? (target.kind === "Starred" ? value : elementsOf(value)));
  });
}

/** Sets an attribute of an instance; several assignments join, since methods may run in any order. */
function setAttribute(evaluation: Evaluation, object: Value, name: string, value: Value): void {
  if (object.kind !== "instance") return;
  if (!evaluation.ownInstances.has(object)) evaluation.changedForeign = true;
  const before = object.attributes.get(name);
  object.attributes.set(
    name,
    before === undefined || before.kind === "none" ? value : joinValues(before, value),
  );
}

/** `frames["a"] = df`: the container bound to the name gets one more element. */
function setElement(
  evaluation: Evaluation,
  target: Extract<Expression, { kind: "Subscript" }>,
  value: Value,
): void {
  const container = evaluate(evaluation, target.object);
  const key = target.indices.map((index) => evaluate(evaluation, index))[0] ?? unknown;
  if (target.object.kind !== "Name") return;
  if (container.kind === "dict")
    bind(evaluation, target.object.id, {
      ...container,
      entries: [...container.entries, { key, value }],
    });
}
