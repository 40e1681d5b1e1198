import type { ExecutionContext } from "../plan/facts.ts";
import type { Unit } from "../syntax/module.ts";
import { replace, startsLine } from "./edits.ts";
import type { Edit } from "./rule.ts";

/** Removes a statement with its line; `pass` takes its place where a block would be left empty. A comment behind it stays. */
export function removeStatement(unit: Unit, { statement, block }: ExecutionContext): Edit {
  const isTopLevel = unit.body.includes(statement);
  if (block.length === 1 && !isTopLevel) return replace(unit, statement, "pass");
  const { start, end } = statement;
  const behind = unit.text.slice(end);
  if (!startsLine(unit, start)) return replace(unit, statement, "pass");
  const lineEnd = /^[ \t]*(\r?\n|$)/.exec(behind);
  if (lineEnd)
    return replace(
      unit,
      { start: unit.text.lastIndexOf("\n", start - 1) + 1, end: end + lineEnd[0].length },
      "",
    );
  const gap = /^[ \t]*(?=#)/.exec(behind);
  return gap ? replace(unit, { start, end: end + gap[0].length }, "") : replace(unit, statement, "pass");
}
