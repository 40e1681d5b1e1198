import { sqlCellMagic, sqlLineMark } from "../plan/conventions/sqlMagics.ts";
import type { TextEdit } from "./finding.ts";

/** The code cells of a notebook as one Python text, in which each stands below a comment that begins it. */
export interface NotebookText {
  readonly text: string;
  readonly cells: readonly NotebookCell[];
  /** Where an offset of the text stands; null on the comments that we put between cells. */
  readonly place: (offset: number) => CellPlace | null;
  /** An edit of the text as one of a cell's source; null when it touches a comment between cells. */
  readonly editInCell: (edit: TextEdit) => CellEdit | null;
}

/** One code cell. */
export interface NotebookCell {
  /** As the notebook has it. */
  readonly source: string;
  /** The source without what only IPython understands; as long as the source, line by line, but for cells of SQL. */
  readonly python: string;
  /** The cell is SQL: its lines stand as Databricks writes them in Python files. */
  readonly isSql: boolean;
  /** Where `python` begins in the text. */
  readonly start: number;
}

/** A place in a cell. */
export interface CellPlace {
  /** From 0, code cells only. */
  readonly index: number;
  /** In the cell's source, at its end at most. */
  readonly offset: number;
}

/** An edit of the source of one cell. */
export interface CellEdit extends TextEdit {
  readonly index: number;
}

const border = "# %% cell ";

/** Makes one text of the sources of the code cells. */
export function joinCells(sources: readonly string[]): NotebookText {
  const cells: NotebookCell[] = [];
  let text = "";
  for (const [index, source] of sources.entries()) {
    text += `${border}${index + 1}\n`;
    const isSql = sqlCellMagic.test(source);
    const python = isSql ? asComments(source) : withoutMagics(source);
    cells.push({ source, python, isSql, start: text.length });
    text += python.endsWith("\n") || python === "" ? python : `${python}\n`;
  }
  return {
    text,
    cells,
    place: (offset) => placeIn(cells, offset),
    editInCell: (edit) => editIn(cells, edit),
  };
}

/** The cell that an offset of the text lies in or behind, by its index; -1 before the first one. */
export const cellIndexAt = (cells: readonly NotebookCell[], offset: number): number =>
  cells.findLastIndex(({ start }) => start <= offset);

function placeIn(cells: readonly NotebookCell[], offset: number): CellPlace | null {
  const index = cellIndexAt(cells, offset);
  const cell = cells[index];
  if (!cell) return null;
  const inText = offset - cell.start;
  const inCell = cell.isSql ? sourceOffset(cell, inText) : inText;
  return inText > cell.python.length || inCell > cell.source.length ? null : { index, offset: inCell };
}

function editIn(cells: readonly NotebookCell[], { start, end, newText }: TextEdit): CellEdit | null {
  const index = cellIndexAt(cells, start);
  const cell = cells[index];
  if (!cell) return null;
  const last = cell.start + cell.python.length;
  // The last line of a cell mostly has no end of its own, but has one in the text.
  const isOpen = cell.python !== "" && !cell.python.endsWith("\n");
  if (end > last + (isOpen ? 1 : 0)) return null;
  const inSource = (offset: number): number =>
    offset > last ? cell.source.length : (placeIn(cells, offset)?.offset ?? cell.source.length);
  let inserted = cell.isSql ? newText.replaceAll(`\n${sqlLineMark}`, "\n") : newText;
  if (end > last) inserted = inserted.replace(/\r?\n$/, "");
  if (start > last) inserted = `\n${inserted}`;
  return { index, start: inSource(start), end: inSource(end), newText: inserted };
}

/** The offset in the whole text of one in a cell's source. */
export function joinedOffset({ source, isSql, start, python }: NotebookCell, offset: number): number {
  if (!isSql) return start + Math.min(offset, source.length);
  const before = source.slice(0, offset).split("\n");
  const lines = python.split("\n");
  const lineStart = lengthOf(lines.slice(0, before.length - 1));
  const column = sqlLineMark.length + (before.at(-1)?.length ?? 0);
  return start + lineStart + Math.min(column, lines[before.length - 1]?.length ?? 0);
}

/** The sources of the cells of a changed text; one that nothing changed is null, a problem half a sentence. */
export function changedSources(
  { cells }: NotebookText,
  changed: string,
): readonly (string | null)[] | { readonly problem: string } {
  const parts = changed.split(/^# %% cell \d+\n/m).slice(1);
  if (parts.length !== cells.length) return { problem: "a fix reaches over the border between two cells" };
  const sources: (string | null)[] = [];
  for (const [index, cell] of cells.entries()) {
    let part = parts[index] ?? "";
    if (!cell.python.endsWith("\n")) part = part.replace(/\n$/, "");
    const source = part === cell.python ? cell.source : restored(part, cell);
    if (source === null) return { problem: `a fix touches a magic command in cell ${index + 1}` };
    sources.push(source === cell.source ? null : source);
  }
  return sources;
}

const restored = (part: string, cell: NotebookCell): string | null =>
  cell.isSql ? withoutMarks(part, cell) : withMagics(part, cell);

const asComments = (source: string): string => {
  const lines = source.split("\n");
  const magic = lines.findIndex((line) => line.trim() !== "");
  return lines.map((line, index) => sqlLineMark + (index === magic ? "%sql" : line)).join("\n");
};

const lengthOf = (lines: readonly string[]): number =>
  lines.reduce((length, line) => length + line.length + 1, 0);

/** The offset in the source of a cell of SQL of one in its lines with their marks. */
function sourceOffset({ source, python }: NotebookCell, offset: number): number {
  const before = python.slice(0, offset).split("\n");
  const lines = source.split("\n");
  const start = lengthOf(lines.slice(0, before.length - 1));
  const column = (before.at(-1)?.length ?? 0) - sqlLineMark.length;
  return start + Math.min(Math.max(0, column), lines[before.length - 1]?.length ?? 0);
}

/** The lines of a cell of SQL without their marks; null when one has lost its own. */
function withoutMarks(part: string, { source, python }: NotebookCell): string | null {
  const marked = python.split("\n");
  const magic = marked.findIndex((line) => line === `${sqlLineMark}%sql`);
  const lines = part.split("\n");
  const isWhole =
    lines.every((line) => line.startsWith(sqlLineMark)) &&
    lines.slice(0, magic + 1).every((line, index) => line === marked[index]);
  if (!isWhole) return null;
  return [
    ...source.split("\n").slice(0, magic + 1),
    ...lines.slice(magic + 1).map((line) => line.slice(sqlLineMark.length)),
  ].join("\n");
}

/** Cell magics below which the cell is Python all the same. */
const pythonMagics = /^%%(time|timeit|capture|prun|pyspark|python3?|spark)\b/;

/** Cells that are no Python: below a magic of cells, or one of Databricks that stands for the whole cell. */
const isForeign = (source: string): boolean => {
  const begin = source.trimStart();
  return (
    /^%(md|scala|r|sh|fs)(-sandbox)?\b/.test(begin) || (begin.startsWith("%%") && !pythonMagics.test(begin))
  );
};

function withoutMagics(source: string): string {
  const hidesAll = isForeign(source);
  return source
    .split("\n")
    .map((line) => {
      if (hidesAll || /^\s*(%{1,2}[A-Za-z_]|!(?!=)|\?)/.test(line) || /^\s*[\w.]+\?{1,2}\s*$/.test(line))
        return line.replace(/^(\s*)\S/, "$1#");
      return line.replace(/^(\s*[\w, ]+=\s*)((?:%[A-Za-z_]|!).*)$/, (_, target: string, magic: string) =>
        magic.length === 1 ? `${target}0` : `${target}0#${magic.slice(2)}`,
      );
    })
    .join("\n");
}

/** Puts magics back where their stand-ins are; null when one is gone. */
function withMagics(part: string, { source, python }: NotebookCell): string | null {
  const originals = source.split("\n");
  const hidden = python
    .split("\n")
    .map((line, index) => ({ line, original: originals[index] ?? "" }))
    .filter(({ line, original }) => line !== original);
  const lines = part.split("\n").map((line) => {
    if (line !== hidden[0]?.line) return line;
    return hidden.shift()?.original ?? line;
  });
  return hidden.length === 0 ? lines.join("\n") : null;
}
