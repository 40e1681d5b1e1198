import type { Expression, Statement } from "../../syntax/ast.ts";
import { targetNames } from "../../syntax/boundNames.ts";
import { walk } from "../../syntax/walk.ts";
import type { Evaluation } from "../evaluation.ts";
import { unknown } from "../value.ts";

/**
 * What a run leaves behind that ran out of steps: all that it has bound or changed, or would have bound had it gone
 * on, holds what nobody knows.
 */
export function forgetResults(evaluation: Evaluation, body: readonly Statement[]): void {
  const { names } = evaluation.module;
  for (const name of [...names.keys(), ...boundNames(body)]) names.set(name, unknown);
  for (const cell of evaluation.heap.keys()) evaluation.heap.set(cell, unknown);
}

/** The names that statements may bind, those in functions as well: they may be global. */
function boundNames(body: readonly Statement[]): ReadonlySet<string> {
  const found = new Set<string>();
  const addTarget = (target: Expression): void => {
    for (const { id } of targetNames(target)) found.add(id);
  };
  for (const statement of body)
    walk(statement, (part) => {
      switch (part.kind) {
        case "Assign":
          part.targets.forEach(addTarget);
          break;
        case "AnnotatedAssign":
        case "AugmentedAssign":
        case "For":
          addTarget(part.target);
          break;
        case "NamedExpression":
          found.add(part.target.id);
          break;
        case "With":
          for (const { target } of part.items) if (target) addTarget(target);
          break;
        case "Function":
        case "Class":
          found.add(part.name.id);
          break;
        default:
          break;
      }
      return true;
    });
  return found;
}
