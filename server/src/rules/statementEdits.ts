import type { ExecutionContext } from "../plan/facts.ts";
import type { Statement } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import { replace, startsLine } from "./edits.ts";
import type { Edit } from "./rule.ts";

/** Removes a statement with its line; `pass` takes its place where a block would be left empty. */
export function removeStatement(unit: Unit, { statement, block }: ExecutionContext): Edit {
  const isOnlyOne = block.length === 1 && !isTopLevel(unit, statement);
  if (isOnlyOne) return replace(unit, statement, "pass");
  const line = lineOf(unit, statement);
  return replace(unit, line ?? statement, line ? "" : "pass");
}

function isTopLevel(unit: Unit, statement: Statement): boolean {
  return unit.body.includes(statement);
}

/** The statement's own lines with their end, or null when it shares them with other code or a comment. */
function lineOf(unit: Unit, statement: Statement): { start: number; end: number } | null {
  if (!startsLine(unit, statement.start)) return null;
  const rest = /^[ \t]*(\r?\n|$)/.exec(unit.text.slice(statement.end));
  if (!rest) return null;
  return {
    start: unit.text.lastIndexOf("\n", statement.start - 1) + 1,
    end: statement.end + rest[0].length,
  };
}
