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
  const { guard, documents, engine } = context;

  connection.languages.diagnostics.on((params, token) =>
    guard("textDocument/diagnostic", noReport, async (): Promise<DocumentDiagnosticReport> => {
      await nextTurn();
      throwIfCancelled(token);
      const { catalog } = await engine;
      const checked = await documents.check(params.textDocument.uri);
      if (checked === null) return noReport;
      const { resultId } = checked;
      if (params.previousResultId === resultId)
        return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      const items = [...diagnosticsOf(checked, catalog)];
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
    }),
  );

  connection.languages.diagnostics.onWorkspace((params, token, _progress, partial) =>
    guard("workspace/diagnostic", { items: [] }, async () => {
      const previous = new Map(params.previousResultIds.map(({ uri, value }) => [uri, value]));
      // An answer without news would be asked for again at once: so it waits for news.
      for (;;) {
        const seen = context.changes.count();
        const items: WorkspaceDocumentDiagnosticReport[] = [];
        let reported = 0;
        for await (const report of newReports(context, previous)) {
          throwIfCancelled(token);
          reported++;
          if (partial === undefined) items.push(report);
          else partial.report({ items: [report] });
        }
        throwIfCancelled(token);
        if (reported > 0) return { items };
        await context.changes.after(seen, token);
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
): AsyncGenerator<WorkspaceDocumentDiagnosticReport> {
  const gone = new Map(previous);
  if ((await settings.mode()) === "workspace") {
    const { catalog } = await engine;
    const closed = await workspaceFiles.uris();
    for (const uri of new Set([...closed, ...documents.open.keys()])) {
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
      if (previous.get(uri) === resultId || (diagnostics.length === 0 && !previous.has(uri))) continue;
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version, resultId, items: [...diagnostics] };
    }
  }
  for (const uri of gone.keys())
    if (documents.open.get(uri) === undefined)
      yield { kind: DocumentDiagnosticReportKind.Full, uri, version: null, items: [] };
}
