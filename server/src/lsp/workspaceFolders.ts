import type { Connection, InitializeParams } from "vscode-languageserver";
import { filePath } from "./documentKind.ts";

/** The folders that the editor has open, as paths; folders of other schemes than `file:` do not count. */
export interface WorkspaceFolders {
  readonly paths: () => readonly string[];
  /** Takes them from the initialize request. */
  readonly start: (params: InitializeParams) => void;
  /** Follows the editor's changes. */
  readonly listen: (connection: Connection, changed: () => void) => void;
}

/** No folders, until `start`. */
export function createWorkspaceFolders(): WorkspaceFolders {
  let uris: readonly string[] = [];
  let follows = false;
  return {
    paths: () => uris.map(filePath).filter((path) => path !== null),
    start(params) {
      follows = params.capabilities.workspace?.workspaceFolders ?? false;
      const folders = params.workspaceFolders?.map(({ uri }) => uri);
      // Older clients know a single root alone, in a field that LSP has since deprecated.
      const { rootUri } = params as object as { readonly rootUri?: unknown };
      uris = folders ?? (typeof rootUri === "string" ? [rootUri] : []);
    },
    listen(connection, changed) {
      if (!follows) return;
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        uris = [...uris.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)];
        changed();
      });
    },
  };
}
