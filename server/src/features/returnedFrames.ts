import type { FunctionStatement, ReturnStatement } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { walk } from "../syntax/walk.ts";
import { framesOfValue, heldAt } from "./heldValues.ts";
import { hasColumn, type RenamedFamily, type RenameObstacle } from "./renamedFamily.ts";

/** A function that gives a frame with the column to callers, of which this module has none. */
export function returnsToCallers(family: RenamedFamily): RenameObstacle | null {
  const { facts } = family;
  const functions: { readonly node: FunctionStatement; readonly unit: Unit }[] = [];
  const called = new Set<string>();
  for (const unit of facts.module.units)
    for (const statement of unit.body)
      walk(statement, (node) => {
        if (node.kind === "Function") functions.push({ node, unit });
        if (node.kind === "Call")
          for (const named of [node.callee, ...node.args.map(({ value }) => value)]) {
            if (named.kind === "Name") called.add(named.id);
            if (named.kind === "Attribute") called.add(named.name.id);
          }
        return true;
      });
  for (const { node, unit } of functions) {
    if (called.has(node.name.id)) continue;
    const found = returnsOf(node).find(
      ({ value }) => value && framesOfValue(heldAt(facts, value)).some(({ plan }) => hasColumn(family, plan)),
    );
    if (found)
      return {
        text: "returns it to callers that are not in this file",
        site: { unit, start: found.start, end: found.end },
      };
  }
  return null;
}

/** The return statements of a function's own body. */
function returnsOf({ body }: FunctionStatement): readonly ReturnStatement[] {
  const found: ReturnStatement[] = [];
  for (const statement of body)
    walk(statement, (part) => {
      if (part.kind === "Return") found.push(part);
      return part.kind !== "Function" && part.kind !== "Class";
    });
  return found;
}
