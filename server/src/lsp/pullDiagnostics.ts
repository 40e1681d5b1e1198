import {
  DocumentDiagnosticReportKind,
  type Connection,
  type DocumentDiagnosticReport,
  type PreviousResultId,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver";
import type { ServerContext } from "./serverContext.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { ownSpelling } from "./documentKind.ts";
import { nextTurn, throwIfCancelled } from "./guard.ts";

/** Answers textDocument/diagnostic and workspace/diagnostic. */
export function registerPullDiagnostics(connection: Connection, context: ServerContext): void {
  const { guard, documents, engine, changes } = context;
  /** Documents that were closed, and that the client may still show the findings of: by our spelling their URIs. */
  const closed = new Map<string, string>();
  const left = (uri: string): void => {
    if (documents.isOpen(uri)) return;
    closed.set(ownSpelling(uri), uri);
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
      const previous = new Map(params.previousResultIds.map((each) => [ownSpelling(each.uri), each]));
      // An answer is asked for again at once: so one without news waits for news, and one in parts goes on for ever.
      for (;;) {
        const seen = changes.count();
        const justClosed = new Map(closed);
        closed.clear();
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        for await (const report of newReports(context, previous, justClosed)) {
          throwIfCancelled(token);
          if (partial === undefined) items.push(report);
          else partial.report({ items: [report] });
          const { uri, resultId } = report;
          if (resultId === undefined) previous.delete(ownSpelling(uri));
          else previous.set(ownSpelling(uri), { uri, value: resultId });
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

/**
 * What has changed since the client's last results: new findings, and empty reports for what has gone. Both maps go by
 * our spelling of URIs.
 */
async function* newReports(
  { documents, engine, workspaceFiles, settings }: ServerContext,
  previous: ReadonlyMap<string, PreviousResultId>,
  justClosed: ReadonlyMap<string, string>,
): AsyncGenerator<WorkspaceDocumentDiagnosticReport> {
  const gone = new Map(justClosed);
  for (const [key, { uri }] of previous) gone.set(key, uri);
  if ((await settings.mode()) === "workspace") {
    const { catalog } = await engine;
    // The cells of open notebooks are asked for by themselves.
    const closed = (await workspaceFiles.uris()).filter((uri) => documents.shown(uri) === null);
    const files = [
      ...closed.map((uri) => [uri, uri] as const),
      ...documents.open.keys().map((uri) => [ownSpelling(uri), uri] as const),
    ];
    for (const [key, uri] of files) {
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
      gone.delete(key);
      const { version, resultId, diagnostics } = report;
      const isNews =
        justClosed.has(key) ||
        (previous.get(key)?.value !== resultId && (diagnostics.length > 0 || previous.has(key)));
      if (!isNews) continue;
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...diagnostics] };
    }
  }
  for (const uri of gone.values())
    if (!documents.isOpen(uri))
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
}
