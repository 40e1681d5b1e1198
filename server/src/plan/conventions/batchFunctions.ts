import type { Unit } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import { walk } from "../../syntax/walk.ts";

const namesOfUnits = sideTable<Unit, ReadonlySet<string>>();

/** The names that stand in arguments of `foreachBatch()`: those of the functions that it hands batches to. */
export function batchFunctionNames(unit: Unit): ReadonlySet<string> {
  let names = namesOfUnits.get(unit);
  if (!names) {
    const found = new Set<string>();
    if (unit.text.includes("foreachBatch"))
      for (const statement of unit.body)
        walk(statement, (node) => {
          if (node.kind !== "Call" || node.callee.kind !== "Attribute") return true;
          if (node.callee.name.id !== "foreachBatch") return true;
          for (const { value } of node.args)
            walk(value, (part) => {
              if (part.kind === "Name") found.add(part.id);
              if (part.kind === "Attribute") found.add(part.name.id);
              return true;
            });
          return true;
        });
    names = found;
    namesOfUnits.set(unit, names);
  }
  return names;
}
