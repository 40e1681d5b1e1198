import type { Span, Statement } from "../../syntax/ast.ts";
import type { Unit } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import { sqlStatement, statementSpans } from "./sqlStatementText.ts";

/** What stands before each line of a notebook's cell of SQL where its cells are one Python text. */
export const sqlLineMark = "# MAGIC ";

/**
 * The line that makes a cell SQL: what Jupyter's extensions for SQL write, and Databricks on a line of its own. It is
 * the first that is not empty.
 */
export const sqlCellMagic = /^\s*(?:%%(?:spark)?sql\b[^\n]*|%sql[ \t]*\r?)(?:\n|$)/;

const known = sideTable<Unit, readonly Statement[]>();

/**
 * The statements of a unit of a Databricks notebook: its own, and before each those that its SQL cells run. A cell is
 * written as comments: `# MAGIC %sql` and `# MAGIC SELECT …` below.
 */
export function notebookStatements(unit: Unit): readonly Statement[] {
  if (!unit.text.includes("# MAGIC %sql")) return unit.body;
  let statements = known.get(unit);
  if (statements === undefined) {
    const magics = cellsOf(unit).flatMap((cell) => statementsOf(unit.text, cell));
    statements = [...unit.body, ...magics].toSorted((left, right) => left.start - right.start);
    known.set(unit, statements);
  }
  return statements;
}

/** The lines of SQL of each cell, without what marks them; a line's end belongs to it. */
function cellsOf({ text, comments }: Unit): readonly (readonly Span[])[] {
  const cells: Span[][] = [];
  let end = -1;
  let cell: Span[] | null = null;
  for (const comment of comments) {
    const isNext = comment.start === end;
    const mark = /^# MAGIC( |$)/.exec(comment.text)?.[0];
    end = comment.end + (text.startsWith("\r\n", comment.end) ? 2 : 1);
    if (mark === undefined) {
      cell = null;
      continue;
    }
    const magic = /^# MAGIC %sql\b ?/.exec(comment.text)?.[0];
    if (magic !== undefined && !(isNext && cell !== null)) cells.push((cell = []));
    else if (!isNext) cell = null;
    cell?.push({ start: comment.start + (magic ?? mark).length, end: Math.min(end, text.length) });
  }
  return cells;
}

/** The statements of a cell, each of as many pieces as it has lines. */
function statementsOf(text: string, lines: readonly Span[]): readonly Statement[] {
  let length = 0;
  const placed = lines.map(({ start, end }) => {
    const from = length;
    length += end - start;
    return { from, start, end };
  });
  const content = lines.map(({ start, end }) => text.slice(start, end)).join("");
  return statementSpans(content).map((span) =>
    sqlStatement(
      text,
      placed.flatMap(({ from, start, end }) => {
        const first = Math.max(span.start, from);
        const last = Math.min(span.end, from + end - start);
        return first < last ? [{ start: start + first - from, end: start + last - from }] : [];
      }),
    ),
  );
}
