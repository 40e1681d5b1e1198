import type { Connection } from "vscode-languageserver";
import { diagnosticsOf } from "./diagnostics.ts";
import type { ServerContext } from "./serverContext.ts";

/** How long the typing must pause before findings are published, in milliseconds. */
const delay = 150;

/** Publishes the open documents' diagnostics for clients that do not ask for them. */
export interface PushDiagnostics {
  /** All open documents are checked again, since settings have changed. */
  readonly again: () => void;
}

/** Publishes after every pause in typing; a newer edit puts off what an older one has asked for. */
export function startPushDiagnostics(connection: Connection, context: ServerContext): PushDiagnostics {
  const { guard, documents, engine } = context;
  const timers = new Map<string, NodeJS.Timeout>();

  function schedule(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.set(
      uri,
      setTimeout(() => {
        timers.delete(uri);
        void guard("publishing diagnostics", undefined, () => publish(uri));
      }, delay),
    );
  }

  async function publish(uri: string): Promise<void> {
    const { catalog } = await engine;
    const checked = await documents.check(uri);
    if (checked === null || timers.has(uri)) return;
    const { version } = checked;
    const diagnostics = [...diagnosticsOf(checked, catalog)];
    await connection.sendDiagnostics({ uri, version, diagnostics });
  }

  documents.open.onDidChangeContent(({ document: { uri } }) => schedule(uri));
  function clear(uri: string): void {
    clearTimeout(timers.get(uri));
    timers.delete(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  documents.open.onDidClose(({ document: { uri } }) => clear(uri));
  documents.notebooks.onDidOpen((_, cells) => cells.forEach(schedule));
  documents.notebooks.onDidChange((cells, removed) => {
    cells.forEach(schedule);
    removed.forEach(clear);
  });
  documents.notebooks.onDidClose((_, cells) => cells.forEach(clear));
  connection.onShutdown(() => {
    for (const timer of timers.values()) clearTimeout(timer);
    timers.clear();
  });
  return {
    again() {
      for (const uri of [...documents.open.keys(), ...documents.notebooks.cellUris()]) schedule(uri);
    },
  };
}
