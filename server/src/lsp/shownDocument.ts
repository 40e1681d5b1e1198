import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Range, TextEdit } from "../analysis/finding.ts";
import type { WireEdit } from "../protocol/diagnosticData.ts";

/**
 * A document as the editor shows it. A cell of a notebook is one, too, a window on the text of all cells: its offsets
 * and its text are those of the whole, which is what is analysed; its positions are those in the cell.
 */
export interface ShownDocument extends Pick<
  TextDocument,
  "uri" | "languageId" | "version" | "getText" | "offsetAt" | "positionAt"
> {
  /** What a cell knows of its notebook. */
  readonly notebook?: NotebookWindow;
}

export interface NotebookWindow {
  /** The cell's number among the code cells, from 1. */
  readonly number: number;
  /** What the cell shows of the text of all cells. */
  readonly shown: Range;
  /** The cell that shows an offset, or stands before it. */
  readonly cellAt: (offset: number) => ShownDocument;
  /** An edit of the whole text as one of the cell that shows it; null when it reaches over the border of two cells. */
  readonly toEdit: (edit: TextEdit) => WireEdit | null;
}
