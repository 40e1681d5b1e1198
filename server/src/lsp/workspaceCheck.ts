import type {
  CancellationToken,
  Connection,
  WorkDoneProgressReporter,
  WorkDoneProgressServerReporter,
} from "vscode-languageserver";
import type { CheckWorkspaceResult } from "../protocol/commands.ts";
import { ownSpelling } from "./documentKind.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import { nextTurn } from "./guard.ts";
import type { ServerContext } from "./serverContext.ts";

/** The check of the whole workspace that a user asks for. */
export interface WorkspaceCheck {
  readonly run: (
    token: CancellationToken,
    progress: WorkDoneProgressReporter,
  ) => Promise<CheckWorkspaceResult>;
  /** A file that was checked has changed on disk: what was published is brought up to date. */
  readonly refresh: (uri: string) => Promise<void>;
}

/**
 * Publishes the findings of files that are not open; those of open ones come by the usual way, and those of a notebook
 * by its cells. What was published comes back when the file is closed, as the file then is.
 */
export function createWorkspaceCheck(connection: Connection, context: ServerContext): WorkspaceCheck {
  const { documents, engine, workspaceFiles } = context;
  const published = new Set<string>();
  /** Files that are open, and had something published before. */
  const opened = new Set<string>();

  const open = (spelled: string): void => {
    const uri = ownSpelling(spelled);
    if (!published.delete(uri)) return;
    opened.add(uri);
    void connection.sendDiagnostics({ uri, diagnostics: [] });
  };
  const close = (spelled: string): void => {
    const uri = ownSpelling(spelled);
    if (opened.delete(uri)) void context.guard("checking a closed file", null, () => publish(uri));
  };
  documents.open.onDidOpen(({ document: { uri } }) => open(uri));
  documents.open.onDidClose(({ document: { uri } }) => close(uri));
  documents.notebooks.onDidOpen(open);
  documents.notebooks.onDidClose(close);

  async function publish(uri: string): Promise<number | null> {
    const shown = documents.shown(uri);
    if (shown !== null) return countOf(shown);
    const report = await workspaceFiles.check(uri);
    // It may have been opened while it was read.
    if (documents.shown(uri) !== null) return report?.diagnostics.length ?? null;
    const diagnostics = [...(report?.diagnostics ?? [])];
    if (diagnostics.length > 0 || published.has(uri)) await connection.sendDiagnostics({ uri, diagnostics });
    if (diagnostics.length > 0) published.add(uri);
    else published.delete(uri);
    return report?.diagnostics.length ?? null;
  }

  async function countOf(shown: readonly string[]): Promise<number> {
    const { catalog } = await engine;
    let count = 0;
    for (const uri of shown) {
      const checked = await documents.check(uri);
      if (checked !== null) count += diagnosticsOf(checked, catalog).length;
    }
    return count;
  }

  return {
    async run(token, given) {
      const progress = context.client().workDoneProgress
        ? await connection.window.createWorkDoneProgress()
        : given;
      const cancelled = (): boolean =>
        token.isCancellationRequested || (hasToken(progress) && progress.token.isCancellationRequested);
      progress.begin("Checking PySpark files", 0, "looking for files", true);
      const result = { files: 0, findings: 0, cancelled: false, unreadable: [] as string[] };
      try {
        const pulls = context.client().pullsDiagnostics && (await context.settings.mode()) === "workspace";
        workspaceFiles.forget(null, true);
        const uris = await workspaceFiles.uris();
        for (const [index, uri] of uris.entries()) {
          await nextTurn();
          if (cancelled()) return { ...result, cancelled: true };
          // In workspace mode the editor pulls all findings: published ones would stand there twice.
          const count = pulls
            ? ((await workspaceFiles.check(uri))?.diagnostics.length ?? null)
            : await publish(uri);
          if (count === null) result.unreadable.push(uri);
          result.files++;
          result.findings += count ?? 0;
          if (index % 20 === 0)
            progress.report(Math.round((100 * index) / uris.length), `${index} of ${uris.length} files`);
        }
        for (const uri of [...published]) if (!uris.includes(uri)) await publish(uri);
        return result;
      } finally {
        progress.done();
        context.changes.raise();
      }
    },
    async refresh(spelled) {
      const uri = ownSpelling(spelled);
      if (published.has(uri)) await publish(uri);
    },
  };
}

/** Progress that the server began itself has a cancel button of its own. */
function hasToken(progress: WorkDoneProgressReporter): progress is WorkDoneProgressServerReporter {
  return "token" in progress;
}
