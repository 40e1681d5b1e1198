import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Range, TextEdit } from "../analysis/finding.ts";
import type { WireEdit } from "../protocol/diagnosticData.ts";

/** Where the findings of a text stand: in its document, or in the file of a notebook, which is no such text. */
export interface Placement extends Pick<TextDocument, "uri" | "positionAt"> {
  /** What a cell knows of its notebook. */
  readonly notebook?: NotebookWindow;
  /**
   * Of the file of a notebook that is not open: the code cell and line in words, null for what is in none. Positions are
   * those in the JSON, where no edit of ours can be made.
   */
  readonly placeInCell?: (offset: number) => string | null;
}

/**
 * A document as the editor shows it. A cell of a notebook is one, too, a window on the text of all cells: its offsets
 * and its text are those of the whole, which is what is analysed; its positions are those in the cell.
 */
export interface ShownDocument
  extends Placement, Pick<TextDocument, "languageId" | "version" | "getText" | "offsetAt"> {}

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
