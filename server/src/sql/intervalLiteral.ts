import { atomic, type DataType } from "../catalog/dataType.ts";
import { nodesBelow, type SqlNode } from "./tree.ts";

const fields = ["year", "month", "day", "hour", "minute", "second"];
const within: Readonly<Record<string, string>> = {
  week: "day",
  millisecond: "second",
  microsecond: "second",
  nanosecond: "second",
};
const firstTimeField = fields.indexOf("day");

/** The type of `INTERVAL 1 DAY`, `INTERVAL '1-2' YEAR TO MONTH` and the like. */
export function intervalLiteral(node: SqlNode, text: string): DataType {
  const units: string[] = [];
  for (const { rule, start, end, children } of nodesBelow(node)) {
    if (rule === "unitInMultiUnits" || rule === "unitInUnitToUnit") units.push(text.slice(start, end));
    // Before 3.4 units are any names.
    else if (rule === "multiUnitsInterval" || rule === "unitToUnitInterval")
      for (const child of children)
        if (child.kind === "node" && child.rule === "identifier")
          units.push(text.slice(child.start, child.end));
  }
  return intervalTypeOf(units);
}

/** The interval that holds some units: "interval day to hour"; the old mixed one where years meet days. */
export function intervalTypeOf(units: readonly string[]): DataType {
  const found = units
    .map((unit) => unit.toLowerCase().replace(/s$/, ""))
    .map((unit) => fields.indexOf(within[unit] ?? unit))
    .filter((field) => field >= 0);
  const [from, to] = [Math.min(...found), Math.max(...found)];
  if (found.length === 0 || (from < firstTimeField && to >= firstTimeField)) return atomic("interval");
  return atomic(from === to ? `interval ${fields[from]}` : `interval ${fields[from]} to ${fields[to]}`);
}
