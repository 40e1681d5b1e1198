/** From 1, in the file; of a notebook, that is its JSON. */
export interface PlaceInFile {
  readonly line: number;
  readonly column: number;
  /** The same in a notebook's cell, from 1. */
  readonly cell: { readonly cell: number; readonly line: number; readonly column: number } | null;
}

/** A place as people know it: "a.py:4:1" or "a.ipynb: cell 2, line 1:5". */
export function placeName(file: string, { line, column, cell }: PlaceInFile): string {
  return cell === null
    ? `${file}:${line}:${column}`
    : `${file}: ${lineName({ line, column, cell })}:${cell.column}`;
}

/** A line as people know it: "line 4" or "cell 2, line 1". */
export function lineName({ line, cell }: PlaceInFile): string {
  return cell === null ? `line ${line}` : `cell ${cell.cell}, line ${cell.line}`;
}

/** A place as our JSON tells it. */
export function placeJson({ line, column, cell }: PlaceInFile): object {
  return { line, column, ...cellJson(cell) };
}

/** What our JSON tells of a notebook's cell, and of other files nothing. */
export function cellJson(cell: { readonly cell: number; readonly line: number } | null): object {
  return cell === null ? {} : { cell: cell.cell, cellLine: cell.line };
}
