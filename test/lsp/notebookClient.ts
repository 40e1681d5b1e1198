import type { TextDocumentContentChangeEvent, WorkspaceEdit } from "vscode-languageserver/node";
import { applied, type Client } from "./client.ts";

/** A notebook that a client has open; cells are known by their names. */
export interface ClientNotebook {
  readonly uri: string;
  readonly cellUri: (name: string) => string;
  /** The text of a cell, as the client has it. */
  readonly textOf: (name: string) => string;
  readonly names: () => readonly string[];
  readonly edit: (name: string, ...changes: TextDocumentContentChangeEvent[]) => Promise<void>;
  /** Puts a cell at a place among the others. */
  readonly insert: (at: number, name: string, text: string) => Promise<void>;
  readonly remove: (name: string) => Promise<void>;
  readonly close: () => Promise<void>;
  /** The texts of all cells after an edit. */
  readonly after: (edit: WorkspaceEdit | undefined) => Readonly<Record<string, string>>;
}

/** Opens a notebook as VS Code does. */
export async function openNotebook(
  client: Client,
  uri: string,
  cells: Readonly<Record<string, string>>,
): Promise<ClientNotebook> {
  const order = Object.keys(cells);
  const texts = new Map(Object.entries(cells));
  const versions = new Map(order.map((name) => [name, 1]));
  let version = 1;
  const cellUri = (name: string): string => `${uri.replace(/^file:/, "vscode-notebook-cell:")}#${name}`;
  const cell = (name: string): object => ({ kind: 2, document: cellUri(name) });
  const item = (name: string): object => ({
    uri: cellUri(name),
    languageId: "python",
    version: versions.get(name),
    text: texts.get(name),
  });
  const change = (cellsChanged: object): Promise<void> =>
    client.connection.sendNotification("notebookDocument/didChange", {
      notebookDocument: { uri, version: ++version },
      change: { cells: cellsChanged },
    });
  await client.connection.sendNotification("notebookDocument/didOpen", {
    notebookDocument: { uri, notebookType: "jupyter-notebook", version, cells: order.map(cell) },
    cellTextDocuments: order.map(item),
  });
  return {
    uri,
    cellUri,
    textOf: (name) => texts.get(name) ?? "",
    names: () => order,
    async edit(name, ...changes) {
      const next = (versions.get(name) ?? 0) + 1;
      versions.set(name, next);
      for (const each of changes)
        texts.set(
          name,
          "range" in each
            ? applied(
                texts.get(name) ?? "",
                { changes: { x: [{ range: each.range, newText: each.text }] } },
                "x",
              )
            : each.text,
        );
      await change({ textContent: [{ document: { uri: cellUri(name), version: next }, changes }] });
    },
    async insert(at, name, text) {
      order.splice(at, 0, name);
      texts.set(name, text);
      versions.set(name, 1);
      await change({
        structure: { array: { start: at, deleteCount: 0, cells: [cell(name)] }, didOpen: [item(name)] },
      });
    },
    async remove(name) {
      const start = order.indexOf(name);
      order.splice(start, 1);
      await change({
        structure: { array: { start, deleteCount: 1 }, didClose: [{ uri: cellUri(name) }] },
      });
    },
    close: () =>
      client.connection.sendNotification("notebookDocument/didClose", {
        notebookDocument: { uri },
        cellTextDocuments: order.map((name) => ({ uri: cellUri(name) })),
      }),
    after: (edit) =>
      Object.fromEntries(order.map((name) => [name, applied(texts.get(name) ?? "", edit, cellUri(name))])),
  };
}
