import { TextDocument } from "vscode-languageserver-textdocument";
import type { Notebook } from "../analysis/notebook.ts";
import type { Placement } from "./shownDocument.ts";

/**
 * Where the findings of a notebook stand that is not open. Its cells have no URIs before an editor gives them some, so
 * they stand in the file, where a click opens the notebook and an editor of texts shows the very place.
 */
export function notebookFile(uri: string, json: string, { place }: Notebook): Placement {
  const file = TextDocument.create(uri, "json", 0, json);
  return {
    uri,
    positionAt(offset) {
      // Between the cells stands what the file does not have.
      for (let at = offset; at >= 0; at--) {
        const found = place(at);
        if (found) return file.positionAt(found.offset);
      }
      return file.positionAt(0);
    },
    placeInCell(offset) {
      const found = place(offset);
      return found && `Code cell ${found.cell}, line ${found.line}`;
    },
  };
}
