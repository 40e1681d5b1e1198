import { NotebookDocuments, type Connection, type NotebookDocument } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { cellIndexAt, joinCells, joinedOffset, type NotebookText } from "../analysis/notebookText.ts";
import type { NotebookWindow, ShownDocument } from "./shownDocument.ts";

/** A version of an open notebook. */
export interface OpenNotebook {
  /** The code cells as one document, by the notebook's own URI. */
  readonly document: TextDocument;
  /** The cells as windows on it, by their URIs. */
  readonly cells: ReadonlyMap<string, ShownDocument>;
}

/** The open notebooks, in step with the editor. */
export interface Notebooks {
  /** The notebook that a cell is in, as it stands now; null for what is no cell of an open notebook. */
  readonly ofCell: (uri: string) => OpenNotebook | null;
  readonly hasCell: (uri: string) => boolean;
  /** The URIs of the cells of an open notebook, by the notebook's own; null for others. */
  readonly cellsOf: (uri: string) => readonly string[] | null;
  /** The URIs of the cells of all open notebooks. */
  readonly cellUris: () => readonly string[];
  /** Told with the URIs of a notebook that was opened and of its cells. */
  readonly onDidOpen: (listener: (uri: string, cells: readonly string[]) => void) => void;
  /** Told with the URIs of the cells of a notebook that has changed, and of those that it has lost. */
  readonly onDidChange: (listener: (cells: readonly string[], removed: readonly string[]) => void) => void;
  /** Told with the URIs of the notebook and of its cells. */
  readonly onDidClose: (listener: (uri: string, cells: readonly string[]) => void) => void;
  readonly listen: (connection: Connection) => void;
}

/** What the editor keeps us in step with: cells of Python, in notebooks of any kind. */
export const notebookSelector = [{ notebook: "*", cells: [{ language: "python" }] }];

/** No notebook is open yet. */
export function createNotebooks(): Notebooks {
  const notebooks = new NotebookDocuments(TextDocument);
  const known = new Map<string, OpenNotebook>();
  /** Of its own, since a closing notebook is forgotten behind those who are told. */
  const opened = new Map<string, NotebookDocument>();
  let versions = 0;
  notebooks.onDidOpen((notebook) => opened.set(notebook.uri, notebook));
  notebooks.onDidChange(({ notebookDocument }) => known.delete(notebookDocument.uri));
  notebooks.onDidClose(({ uri }) => {
    known.delete(uri);
    opened.delete(uri);
  });
  const cellUris = ({ cells }: NotebookDocument): readonly string[] => cells.map(({ document }) => document);

  return {
    ofCell(cell) {
      const notebook = notebooks.findNotebookDocumentForCell(cell);
      if (!notebook) return null;
      let open = known.get(notebook.uri);
      if (open === undefined) {
        const sources = notebook.cells.flatMap((each) => notebooks.getCellTextDocument(each) ?? []);
        known.set(notebook.uri, (open = openNotebook(notebook.uri, ++versions, sources)));
      }
      return open.cells.has(cell) ? open : null;
    },
    hasCell: (uri) => notebooks.cellTextDocuments.get(uri) !== undefined,
    cellsOf(uri) {
      const notebook = opened.get(uri);
      return notebook ? cellUris(notebook) : null;
    },
    cellUris: () => notebooks.cellTextDocuments.keys(),
    onDidOpen(listener) {
      notebooks.onDidOpen((notebook) => listener(notebook.uri, cellUris(notebook)));
    },
    onDidChange(listener) {
      notebooks.onDidChange(({ notebookDocument, cells }) =>
        listener(cellUris(notebookDocument), cells?.removed.map(({ document }) => document) ?? []),
      );
    },
    onDidClose(listener) {
      notebooks.onDidClose((notebook) => listener(notebook.uri, cellUris(notebook)));
    },
    listen: (connection) => void notebooks.listen(connection),
  };
}

function openNotebook(uri: string, version: number, sources: readonly TextDocument[]): OpenNotebook {
  const joined = joinCells(sources.map((source) => source.getText()));
  const windows: ShownDocument[] = [];
  const cellAt = (offset: number): ShownDocument =>
    windows[Math.max(0, cellIndexAt(joined.cells, offset))] ?? document;
  const toEdit: NotebookWindow["toEdit"] = (edit) => {
    const placed = joined.editInCell(edit);
    const source = placed && sources[placed.index];
    if (!source) return null;
    return {
      range: { start: source.positionAt(placed.start), end: source.positionAt(placed.end) },
      newText: placed.newText,
      document: { uri: source.uri, version: source.version },
    };
  };
  const document = TextDocument.create(uri, "python", version, joined.text);
  for (const [index, source] of sources.entries())
    windows.push(cellWindow(joined, index, source, { cellAt, toEdit }));
  return { document, cells: new Map(windows.map((cell) => [cell.uri, cell])) };
}

function cellWindow(
  { text, cells, place }: NotebookText,
  index: number,
  source: TextDocument,
  notebook: Omit<NotebookWindow, "number" | "shown">,
): ShownDocument {
  const cell = cells[index];
  const start = cell?.start ?? 0;
  const end = start + (cell?.python.length ?? 0);
  return {
    uri: source.uri,
    languageId: source.languageId,
    version: source.version,
    getText: () => text,
    offsetAt: (position) => (cell ? joinedOffset(cell, source.offsetAt(position)) : 0),
    positionAt: (offset) =>
      source.positionAt(offset < start ? 0 : offset > end ? Infinity : (place(offset)?.offset ?? Infinity)),
    notebook: { ...notebook, number: index + 1, shown: { start, end } },
  };
}
