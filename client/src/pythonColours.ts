import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

/**
 * Colours for SQL in Python files, unless another extension colours Python by its meaning: VS Code takes the colours of
 * one extension alone, and theirs are for the whole file. The grammar for SQL in strings works besides.
 */
export const sqlColouring: Middleware = {
  provideDocumentSemanticTokens: (document, token, next) =>
    isColoured(document) ? null : next(document, token),
  provideDocumentSemanticTokensEdits: (document, previous, token, next) =>
    isColoured(document) ? null : next(document, previous, token),
  provideDocumentRangeSemanticTokens: (document, range, token, next) =>
    isColoured(document) ? null : next(document, range, token),
};

const isColoured = ({ languageId }: vscode.TextDocument): boolean =>
  languageId === "python" &&
  vscode.extensions.all.some(({ packageJSON: manifest }) => coloursPython(manifest));

/** Whether an extension's manifest tells how its own colours for Python look. */
function coloursPython(manifest: unknown): boolean {
  const contributes = memberOf(manifest, "contributes");
  const scopes = memberOf(contributes, "semanticTokenScopes");
  return Array.isArray(scopes) && scopes.some((each) => memberOf(each, "language") === "python");
}

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
