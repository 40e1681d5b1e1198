import type { SnippetTextEdit, TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver";
import type { WireEdit } from "../protocol/diagnosticData.ts";
import type { ClientFeatures } from "./clientFeatures.ts";

/** Edits of one file; `version` is that of the open document, null for a file on disk. */
export interface FileEdits {
  readonly uri: string;
  readonly version: number | null;
  readonly edits: readonly WireEdit[];
}

/** Edits of several files, tied to the versions they are for where the client understands that. */
export function workspaceEdits(client: ClientFeatures, files: readonly FileEdits[]): WorkspaceEdit {
  const documents = files.flatMap(byDocument);
  return client.versionedEdits
    ? { documentChanges: documents.map(({ uri, version, edits }) => documentEdit(uri, version, [...edits])) }
    : { changes: Object.fromEntries(documents.map(({ uri, edits }) => [uri, [...edits]])) };
}

/** Edits of one document, tied to the version they are for where the client understands that. */
export function workspaceEdit(
  client: ClientFeatures,
  uri: string,
  version: number | null,
  edits: readonly WireEdit[],
): WorkspaceEdit {
  return workspaceEdits(client, [{ uri, version, edits }]);
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
  const toSnippet = ({ range, newText }: WireEdit): TextEdit | SnippetTextEdit => {
    const value = withTabStops(newText, placeholder);
    return value === null ? { range, newText } : { range, snippet: { kind: "snippet", value } };
  };
  return {
    documentChanges: byDocument({ uri, version, edits }).map((each) =>
      documentEdit(each.uri, each.version, each.edits.map(toSnippet)),
    ),
  };
}

/** Edits of other cells of the same notebook stand by themselves. */
export function byDocument({ uri, version, edits }: FileEdits): readonly FileEdits[] {
  const documents = new Map<string, { uri: string; version: number | null; edits: WireEdit[] }>();
  for (const { range, newText, document } of edits) {
    const own = document ?? { uri, version };
    const known = documents.get(own.uri) ?? { ...own, edits: [] };
    documents.set(own.uri, known);
    known.edits.push({ range, newText });
  }
  return [...documents.values()];
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
