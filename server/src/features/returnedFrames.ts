import type { FunctionStatement } from "../syntax/ast.ts";
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
    for (const statement of node.body) {
      let found: RenameObstacle | null = null;
      walk(statement, (part) => {
        if (part.kind === "Function" || part.kind === "Class") return false;
        if (part.kind === "Return" && part.value) {
          const frames = framesOfValue(heldAt(facts, part.value));
          if (frames.some(({ plan }) => hasColumn(family, plan)))
            found ??= {
              text: "returns it to callers that are not in this file",
              site: { unit, start: part.start, end: part.end },
            };
        }
        return true;
      });
      if (found) return found;
    }
  }
  return null;
}
