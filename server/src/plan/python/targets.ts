import { patchClass } from "../spark/patchedClasses.ts";
import type { Expression, Identifier, NameExpression } from "../../syntax/ast.ts";
import { frameOf } from "../eitherFrame.ts";
import { withEntry, withoutEntry } from "./dicts.ts";
import { evaluate } from "./expressions.ts";
import { mention, siteOf, type Evaluation } from "../evaluation.ts";
import { change, fresh, sequenceOf, withElements } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { recordAssignment } from "./pythonUses.ts";
import { bind } from "./scope.ts";
import { text } from "./text.ts";
import { numberOf } from "./truth.ts";
import { joinValues, sparkValue, unknown, type Value } from "../value.ts";

/** Assigns a value to a target: a name, an attribute, a subscript, or a pattern of them. */
export function bindTarget(evaluation: Evaluation, target: Expression, value: Value): void {
  switch (target.kind) {
    case "Name": {
      bind(evaluation, target.id, named(value, target.id));
      noteName(evaluation, target, value);
      return;
    }
    case "Tuple":
    case "List":
      bindPattern(evaluation, target.elements, value);
      return;
    case "Starred":
      bindTarget(
        evaluation,
        target.value,
        sequenceOf(evaluation, "list", [elementsNow(evaluation, value)], false),
      );
      return;
    case "Attribute": {
      const object = evaluate(evaluation, target.object);
      recordAssignment(evaluation, target, [object, text(target.name.id, true), value]);
      setAttribute(evaluation, object, target.name.id, value);
      return;
    }
    case "Subscript":
      setElement(evaluation, target, value);
      return;
    default:
      return;
  }
}

/** Notes what a name was seen to hold, and that it names a frame. */
export function noteName(evaluation: Evaluation, node: NameExpression | Identifier, value: Value): void {
  mention(evaluation, node, value);
  const frame = sparkValue(value, "DataFrame");
  if (!frame || evaluation.silent > 0) return;
  const enclosing = evaluation.context.function;
  evaluation.frames.push({
    name: node.id,
    nameSite: siteOf(evaluation, node),
    value: frame,
    held: frameOf(value)?.plan ?? null,
    function: enclosing?.kind === "Function" ? enclosing.name.id : null,
  });
}

/** A UDF that was made without a name takes the name it is bound to. */
function named(value: Value, name: string): Value {
  if (value.kind === "spark" && value.udf && value.udf.name === null)
    return { ...value, udf: { ...value.udf, name } };
  return value;
}

/** `a, *b, c = value`. */
function bindPattern(evaluation: Evaluation, targets: readonly Expression[], value: Value): void {
  const now = fresh(evaluation, value);
  if (now.kind === "union" && now.values.every((each) => each.kind === "sequence" && each.exact)) {
    bindPattern(evaluation, targets, elementwise(now.values));
    return;
  }
  const elements = exactElements(evaluation, now);
  const star = targets.findIndex((target) => target.kind === "Starred");
  targets.forEach((target, index) => {
    if (elements === null)
      bindTarget(evaluation, target, target.kind === "Starred" ? now : elementsNow(evaluation, now));
    else if (star < 0 || index < star) bindTarget(evaluation, target, elements[index] ?? unknown);
    else if (index > star)
      bindTarget(evaluation, target, elements[elements.length - targets.length + index] ?? unknown);
    else if (target.kind === "Starred") {
      const rest = elements.slice(star, elements.length - targets.length + star + 1);
      bindTarget(evaluation, target.value, sequenceOf(evaluation, "list", rest, true));
    }
  });
}

/** Several sequences of the same length as one, place by place; else as they are. */
function elementwise(values: readonly Value[]): Value {
  const lists = values.flatMap((each) => (each.kind === "sequence" ? [each.elements] : []));
  const [first = []] = lists;
  if (lists.some((each) => each.length !== first.length)) return unknown;
  const elements = first.map((_, index) => lists.map((each) => each[index] ?? unknown).reduce(joinValues));
  return { kind: "sequence", type: "tuple", elements, exact: true };
}

/** Sets an attribute of an instance or a class. */
export function setAttribute(evaluation: Evaluation, object: Value, name: string, value: Value): void {
  patchClass(evaluation, object, name, value);
  change(evaluation, object, (now) => {
    if (now.kind === "instance") return { ...now, attributes: new Map(now.attributes).set(name, value) };
    if (now.kind === "class") return { ...now, members: new Map(now.members).set(name, value) };
    return now;
  });
}

/** `container[key] = value`. */
function setElement(
  evaluation: Evaluation,
  target: Extract<Expression, { kind: "Subscript" }>,
  value: Value,
): void {
  const container = evaluate(evaluation, target.object);
  const key = target.indices.map((index) => evaluate(evaluation, index))[0] ?? unknown;
  recordAssignment(evaluation, target, [container, key, value]);
  const changed = (now: Value): Value => {
    if (now.kind === "dict") return withEntry(now, key, value);
    if (now.kind !== "sequence") return now;
    const index = numberOf(key);
    const place = index !== null && index < 0 ? index + now.elements.length : index;
    return now.exact && place !== null && place >= 0 && place < now.elements.length
      ? withElements(now, now.elements.with(place, value), true)
      : withElements(now, [...now.elements, value], false);
  };
  replace(evaluation, target.object, container, changed);
}

/** Changes a container; one that nobody follows is bound anew where it has a name. */
function replace(
  evaluation: Evaluation,
  node: Expression,
  container: Value,
  changed: (now: Value) => Value,
): void {
  if (change(evaluation, container, changed) || node.kind !== "Name") return;
  if (container.kind === "dict" || container.kind === "sequence")
    bind(evaluation, node.id, changed(container));
}

/** `del target`. */
export function deleteTarget(evaluation: Evaluation, target: Expression): void {
  switch (target.kind) {
    case "Name":
      bind(evaluation, target.id, unknown);
      return;
    case "Tuple":
    case "List":
      for (const each of target.elements) deleteTarget(evaluation, each);
      return;
    case "Subscript": {
      const container = evaluate(evaluation, target.object);
      const key = target.indices.map((index) => evaluate(evaluation, index))[0] ?? unknown;
      replace(evaluation, target.object, container, (now) => {
        if (now.kind === "dict") return withoutEntry(now, key);
        if (now.kind !== "sequence") return now;
        const index = numberOf(key);
        return now.exact && index !== null
          ? withElements(now, now.elements.toSpliced(index, 1), true)
          : withElements(now, now.elements, false);
      });
      return;
    }
    default:
      return;
  }
}
