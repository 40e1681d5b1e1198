import type { SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { WireEdit } from "../protocol/diagnosticData.ts";
import type { ClientFeatures } from "./clientFeatures.ts";

/** Edits of one document, tied to the version they are for where the client understands that. */
export function workspaceEdit(
  client: ClientFeatures,
  uri: string,
  version: number | null,
  edits: readonly WireEdit[],
): WorkspaceEdit {
  const list = edits.map(({ range, newText }): TextEdit => ({ range, newText }));
  return client.versionedEdits
    ? { documentChanges: [documentEdit(uri, version, list)] }
    : { changes: { [uri]: list } };
}

/**
 * The same with `placeholder`, a word that ends the edits' texts or is called in them, selected for typing over it
 * everywhere at once; where the client can.
 */
export function workspaceEditWithPlaceholder(
  client: ClientFeatures,
  uri: string,
  version: number | null,
  edits: readonly WireEdit[],
  placeholder: string,
): WorkspaceEdit {
  if (!client.versionedEdits || !client.snippetEdits) return workspaceEdit(client, uri, version, edits);
  const list = edits.map(({ range, newText }): TextEdit | SnippetTextEdit => {
    const value = withTabStops(newText, placeholder);
    return value === null ? { range, newText } : { range, snippet: { kind: "snippet", value } };
  });
  return { documentChanges: [documentEdit(uri, version, list)] };
}

function withTabStops(text: string, placeholder: string): string | null {
  const parts = text.split(new RegExp(`(?<=^|\\s)${placeholder}(?=\\(|$)`));
  if (parts.length === 1) return null;
  return parts.map((part) => part.replaceAll(/[\\$}]/g, "\\$&")).join(`\${1:${placeholder}}`);
}

function documentEdit(
  uri: string,
  version: number | null,
  edits: (TextEdit | SnippetTextEdit)[],
): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}
