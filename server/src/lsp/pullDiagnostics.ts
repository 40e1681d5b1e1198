import {
  DocumentDiagnosticReportKind,
  type Connection,
  type DocumentDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import type { ServerContext } from "./serverContext.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { nextTurn, throwIfCancelled } from "./guard.ts";

/** Answers textDocument/diagnostic and workspace/diagnostic. */
export function registerPullDiagnostics(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine, changes } = context;
  /** Documents that were closed, and that the client may still show the findings of. */
  const closed = new Set<string>();
  const left = (uri: string): void => {
    if (documents.isOpen(uri)) return;
    closed.add(uri);
    changes.raise();
  };
  documents.open.onDidClose(({ document: { uri } }) => left(uri));
  documents.notebooks.onDidChange((_, removed) => removed.forEach(left));

  connection.languages.diagnostics.on((params, token) => {
    // VS Code's client asks once more about a document that it closes, drops that answer and, until it comes, what the
    // workspace's report says of the document. So that report follows the answer, which is sent in this turn.
    const { uri } = params.textDocument;
    const follow = (): void => void setImmediate(left, uri);
    return guard("textDocument/diagnostic", noReport, async (): Promise<DocumentDiagnosticReport> => {
      await nextTurn();
      throwIfCancelled(token);
      const { catalog } = await engine;
      const checked = await documents.check(uri);
      if (checked === null) return noReport;
      const { resultId } = checked;
      if (params.previousResultId === resultId)
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      const items = [...diagnosticsOf(checked, catalog)];
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }).finally(follow);
  });

  connection.languages.diagnostics.onWorkspace((params, token, _progress, partial) =>
    guard("workspace/diagnostic", { items: [] }, async () => {
      const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
      // An answer is asked for again at once: so one without news waits for news, and one in parts goes on for ever.
      for (;;) {
        const seen = changes.count();
        const justClosed = new Set(closed);
        closed.clear();
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        for await (const report of newReports(context, previous, justClosed)) {
          throwIfCancelled(token);
          if (partial === undefined) items.push(report);
          else partial.report({ items: [report] });
          if (report.resultId === undefined) previous.delete(report.uri);
          else previous.set(report.uri, report.resultId);
        }
        throwIfCancelled(token);
        if (items.length > 0) return { items };
        await changes.after(seen, token);
        throwIfCancelled(token);
      }
    }),
  );
}

const noReport: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };

/** What has changed since the client's last results: new findings, and empty reports for what has gone. */
async function* newReports(
  { documents, engine, workspaceFiles, settings }: ServerContext,
  previous: ReadonlyMap<string, string>,
  justClosed: ReadonlySet<string>,
): AsyncGenerator<WorkspaceDocumentDiagnosticReport> {
  const gone = new Set([...previous.keys(), ...justClosed]);
  if ((await settings.mode()) === "workspace") {
    const { catalog } = await engine;
    const files = await workspaceFiles.uris();
    for (const uri of new Set([...files, ...documents.open.keys()])) {
      await nextTurn();
      const checked = await documents.check(uri);
      const report =
        checked === null
          ? await workspaceFiles.check(uri)
          : {
              version: checked.version,
              resultId: checked.resultId,
              diagnostics: diagnosticsOf(checked, catalog),
            };
      if (report === null) continue;
      gone.delete(uri);
      const { version, resultId, diagnostics } = report;
      const isNews =
        justClosed.has(uri) ||
        (previous.get(uri) !== resultId && (diagnostics.length > 0 || previous.has(uri)));
      if (!isNews) continue;
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...diagnostics] };
    }
  }
  for (const uri of gone)
    if (!documents.isOpen(uri))
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
}
