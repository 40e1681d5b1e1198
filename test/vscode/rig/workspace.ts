import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const folders: string[] = [];

/** Makes a short-named folder of its own that goes with this process. */
export function temporaryFolder(prefix: string): string {
  // One listener for all: Node warns of more than ten.
  if (folders.length === 0)
    process.once("exit", () => {
      for (const each of folders) rmSync(each, { recursive: true, force: true, maxRetries: 3 });
    });
  const folder = mkdtempSync(path.join(realpathSync(tmpdir()), prefix));
  folders.push(folder);
  return folder;
}

/** A workspace to edit in: a copy of a folder, or these files with these texts. */
export function workspaceOf(content: string | Readonly<Record<string, string>>): string {
  const folder = temporaryFolder("sw-ws-");
  if (typeof content === "string") {
    // under its own name, which the window shows
    const copy = path.join(folder, path.basename(content));
    cpSync(content, copy, { recursive: true });
    return copy;
  }
  for (const [name, text] of Object.entries(content)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}
