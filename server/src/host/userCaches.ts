import fs from "node:fs";
import os from "node:os";
import path from "node:path";

/** The folder in which the user's programs keep what they can make again; null for a user without a home. */
export function userCaches(): string | null {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (XDG_CACHE_HOME !== undefined && path.isAbsolute(XDG_CACHE_HOME)) return XDG_CACHE_HOME;
  if (process.platform === "win32" && LOCALAPPDATA !== undefined) return LOCALAPPDATA;
  const home = homeFolder();
  if (home === null) return null;
  if (process.platform === "win32") return path.join(home, "AppData", "Local");
  if (process.platform === "darwin") return path.join(home, "Library", "Caches");
  return path.join(home, ".cache");
}

/** Containers run programs as users of whom the system knows nothing: then it throws, or says nothing. */
function homeFolder(): string | null {
  try {
    const home = os.homedir();
    return path.isAbsolute(home) ? home : null;
  } catch {
    return null;
  }
}

/** Removes a file of the caches, if it is there and that is possible. */
export function removeFile(file: string): void {
  try {
    fs.rmSync(file, { force: true });
  } catch {
    // The folder itself is none, or not ours.
  }
}
