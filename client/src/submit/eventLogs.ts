import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type * as vscode from "vscode";

/** Makes the folder for event logs in the workspace, ignored by git, and gives its address for Spark. */
export function prepareEventLogs(folder: vscode.WorkspaceFolder): string {
  const own = path.join(folder.uri.fsPath, ".shufflewise");
  const events = path.join(own, "events");
  mkdirSync(events, { recursive: true });
  const ignore = path.join(own, ".gitignore");
  if (!existsSync(ignore)) writeFileSync(ignore, "*\n");
  return pathToFileURL(events).href;
}

/**
 * The log that a run has left in `address`: the newest entry since `since` (ms), of this application when its id is
 * known. Null when there is none or the folder is not on this machine. Spark 4 writes a folder, older ones a file.
 */
export function findEventLog(address: string, since: number, applicationId: string | null): string | null {
  try {
    const folder = address.startsWith("file:") ? fileURLToPath(new URL(address)) : address;
    const logs = readdirSync(folder)
      .filter((name) => applicationId === null || name.includes(applicationId))
      .map((name) => path.join(folder, name))
      .map((file) => ({ file, modified: statSync(file).mtimeMs }))
      .filter(({ modified }) => modified >= since - 1000)
      .toSorted((left, right) => right.modified - left.modified);
    return logs[0]?.file ?? null;
  } catch {
    return null;
  }
}
