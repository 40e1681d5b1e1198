import { createHash } from "node:crypto";
import type { Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze, type Engine } from "../analysis/analyze.ts";
import { isNotebookName, readNotebook } from "../analysis/notebook.ts";
import type { Options } from "../analysis/options.ts";
import { findingDiagnostics } from "./diagnostics.ts";
import { filePath, fileUri, isSqlName, ownSpelling } from "./documentKind.ts";
import { modulePath, timeBudget } from "./documents.ts";
import { notebookFile } from "./notebookFile.ts";
import type { ServerHost } from "./serverHost.ts";
import type { DocumentSettings, Settings } from "./settings.ts";
import type { Placement } from "./shownDocument.ts";

/** What we found in a file that is not open. */
export interface FileReport {
  readonly version: null;
  readonly resultId: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The workspace's files of Python and Spark's SQL and its notebooks, checked from disk. Of each only the diagnostics are kept. */
export interface WorkspaceFiles {
  /** The URIs of all those files that the settings do not leave out. */
  readonly uris: () => Promise<readonly string[]>;
  /** Checks a file; null when it cannot be read, as a broken notebook, or is left out. */
  readonly check: (uri: string) => Promise<FileReport | null>;
  /** A file's text on disk and its options; null when it cannot be read or is left out. */
  readonly source: (uri: string) => Promise<{ readonly text: string; readonly options: Options } | null>;
  /** A file was written, or all may have been; `list`: files may have come or gone. */
  readonly forget: (uri: string | null, list: boolean) => void;
  /** Whether somebody tells us of changes on disk; without, nothing is kept between two looks. */
  watched: boolean;
}

/** `folders` are the paths of the workspace's folders at the moment. */
export function createWorkspaceFiles(
  host: ServerHost,
  engine: Promise<Engine>,
  settings: Settings,
  folders: () => readonly string[],
  nextResultId: () => string,
): WorkspaceFiles {
  let known: readonly string[] | null = null;
  const reports = new Map<
    string,
    FileReport & { readonly hash: string; readonly settings: DocumentSettings }
  >();
  const fresh = new Set<string>();

  const files: WorkspaceFiles = {
    watched: false,
    async uris() {
      if (known !== null && files.watched) return known;
      const paths = new Set(folders().flatMap((folder) => host.sourceFiles(folder)));
      const found = [...paths].map(fileUri);
      const wanted: string[] = [];
      for (const uri of found) {
        const { enabled, included, readsSql } = await settings.of(uri);
        if (enabled && included && (readsSql || !isSqlName(uri))) wanted.push(uri);
      }
      for (const uri of reports.keys()) if (!wanted.includes(uri)) reports.delete(uri);
      return (known = wanted);
    },
    async check(uri) {
      const wanted = await settings.of(uri);
      const path = filePath(uri);
      if (path === null || !wanted.enabled || !wanted.included) return null;
      if (isSqlName(uri) && !wanted.readsSql) return null;
      const last = reports.get(uri);
      if (last?.settings === wanted && files.watched && fresh.has(uri)) return last;
      const text = host.readText(path);
      if (text === null) {
        reports.delete(uri);
        return null;
      }
      fresh.add(uri);
      const hash = createHash("sha256").update(text).digest("base64");
      if (last?.settings === wanted && last.hash === hash) return last;
      const source = readPlaced(uri, text);
      if (source === null) {
        reports.delete(uri);
        return null;
      }
      const { options } = wanted;
      const analysis = analyze(await engine, source.text, options, undefined, timeBudget(), modulePath(uri));
      const diagnostics = findingDiagnostics(source.place, analysis, null);
      const report = { version: null, resultId: nextResultId(), diagnostics, hash, settings: wanted };
      reports.set(uri, report);
      return report;
    },
    async source(uri) {
      const { options, enabled, included, readsSql } = await settings.of(uri);
      const path = filePath(uri);
      if (path === null || !enabled || !included || (isSqlName(uri) && !readsSql)) return null;
      const text = host.readText(path);
      return text === null ? null : { text, options };
    },
    forget(uri, list) {
      if (list) known = null;
      if (uri === null) fresh.clear();
      else fresh.delete(ownSpelling(uri));
    },
  };
  return files;
}

/** What of a file is to be analysed, and where it stands; null for a broken notebook. */
function readPlaced(uri: string, text: string): { readonly text: string; readonly place: Placement } | null {
  if (!isNotebookName(uri)) return { text, place: TextDocument.create(uri, "python", 0, text) };
  const notebook = readNotebook(text);
  return "problem" in notebook ? null : { text: notebook.text, place: notebookFile(uri, text, notebook) };
}
