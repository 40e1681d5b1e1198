import {
  DidChangeWatchedFilesNotification,
  FileChangeType,
  type Connection,
  type FileEvent,
} from "vscode-languageserver";
import { mayPinVersion, pinFileGlobs } from "../analysis/projectPins.ts";
import type { ClientFeatures } from "./clientFeatures.ts";
import { filePath, settingsFormat } from "./documentKind.ts";

/** What has changed on disk, as far as it concerns us. */
export interface ChangedFiles {
  /** A file of settings, or one that may pin PySpark. */
  readonly settingsChanged: boolean;
  /** Paths of data files. */
  readonly data: readonly string[];
  /** What is checked; `written`: it was there before and still is. */
  readonly sources: readonly { readonly uri: string; readonly written: boolean }[];
}

const watched = [
  "**/*.{py,sql,ipynb}",
  "**/*.{csv,json,parquet,yml,yaml}",
  "**/{shufflewise,.shufflewise,pyproject}.toml",
  ...pinFileGlobs,
];

/** Asks the client to tell of changed files; false when it cannot. */
export async function registerFileWatchers(
  connection: Connection,
  { registersFileWatchers }: ClientFeatures,
  onChanged: (files: ChangedFiles) => void,
): Promise<boolean> {
  connection.onDidChangeWatchedFiles(({ changes }) => onChanged(sortChanges(changes)));
  if (!registersFileWatchers) return false;
  const watchers = watched.map((globPattern) => ({ globPattern }));
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  return true;
}

/** For clients that watch no files: whatever may have changed is looked at again when a document is saved. */
export function changedBySave(uri: string): ChangedFiles {
  return { ...sortChanges([{ uri, type: FileChangeType.Changed }]), settingsChanged: true };
}

function sortChanges(changes: readonly FileEvent[]): ChangedFiles {
  return {
    settingsChanged: changes.some(
      ({ uri }) => settingsFormat(uri) !== null || mayPinVersion(uri.slice(uri.lastIndexOf("/") + 1)),
    ),
    data: changes.flatMap(({ uri }) =>
      /\.(csv|json|parquet|sql|ya?ml)$/i.test(uri) ? (filePath(uri) ?? []) : [],
    ),
    sources: changes
      .filter(({ uri }) => /\.(py|sql|ipynb)$/.test(uri))
      .map(({ uri, type }) => ({ uri, written: type === FileChangeType.Changed })),
  };
}
