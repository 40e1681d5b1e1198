import type { Statement } from "../../syntax/ast.ts";
import { namesBoundBy } from "../../syntax/boundNames.ts";
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
  for (const statement of body)
    walk(statement, (part) => {
      // Parameters and what a comprehension binds are nobody else's.
      if (part.kind === "Function") found.add(part.name.id);
      else if (part.kind !== "Lambda" && part.kind !== "Comprehension")
        for (const { id } of namesBoundBy(part)) found.add(id);
      return true;
    });
  return found;
}
