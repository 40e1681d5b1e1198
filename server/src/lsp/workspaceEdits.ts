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

/** The same with `placeholder`, the last word of the edits' text, selected for typing over it; where the client can. */
export function workspaceEditWithPlaceholder(
  client: ClientFeatures,
  uri: string,
  version: number | null,
  edits: readonly WireEdit[],
  placeholder: string,
): WorkspaceEdit {
  if (!client.versionedEdits || !client.snippetEdits) return workspaceEdit(client, uri, version, edits);
  const list = edits.map(({ range, newText }): TextEdit | SnippetTextEdit =>
    newText.endsWith(` ${placeholder}`)
      ? { range, snippet: { kind: "snippet", value: withTabStop(newText, placeholder) } }
      : { range, newText },
  );
  return { documentChanges: [documentEdit(uri, version, list)] };
}

function withTabStop(text: string, placeholder: string): string {
  const before = text.slice(0, text.length - placeholder.length).replaceAll(/[\\$}]/g, "\\$&");
  return `${before}\${1:${placeholder}}`;
}

function documentEdit(
  uri: string,
  version: number | null,
  edits: (TextEdit | SnippetTextEdit)[],
): TextDocumentEdit {
  return { textDocument: { uri, version }, edits };
}
