import { createHash } from "node:crypto";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import { analyze, type Engine } from "../analysis/analyze.ts";
import type { Options } from "../analysis/options.ts";
import { findingDiagnostics } from "./diagnostics.ts";
import { filePath, isSqlName } from "./documentKind.ts";
import { modulePath, timeBudget } from "./documents.ts";
import type { ServerHost } from "./serverHost.ts";
import type { DocumentSettings, Settings } from "./settings.ts";

/** What we found in a file that is not open. */
export interface FileReport {
  readonly version: null;
  readonly resultId: string;
  readonly diagnostics: readonly Diagnostic[];
}

/** The workspace's files of Python and Spark's SQL, checked from disk. Of each only the diagnostics are kept. */
export interface WorkspaceFiles {
  /** The URIs of all those files that the settings do not leave out. */
  readonly uris: () => Promise<readonly string[]>;
  /** Checks a file; null when it cannot be read or is left out. */
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
      const found = [...paths].map((path) => pathToFileURL(path).href);
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
      const document = TextDocument.create(uri, "python", 0, text);
      const analysis = analyze(await engine, text, wanted.options, undefined, timeBudget(), modulePath(uri));
      const diagnostics = findingDiagnostics(document, analysis, null);
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
      else fresh.delete(uri);
    },
  };
  return files;
}
