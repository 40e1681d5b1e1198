import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { removeFile, userCaches } from "./userCaches.ts";

/** Results kept from one run to the next, by what they were made from. */
export interface Cache<T> {
  readonly get: (key: string) => T | undefined;
  readonly set: (key: string, value: T) => void;
  /** Writes what was used or added; failures are nobody's loss and stay silent. */
  readonly save: () => void;
}

/** Entries kept a project; older ones go first. */
const most = 20_000;

/** A key for results that depend on these texts alone. */
export function cacheKey(...parts: readonly string[]): string {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(`${part.length} `).update(part);
  return hash.digest("base64url");
}

/**
 * The cache of a folder's results, in one file among the user's caches. `version` changes whenever older results may be
 * wrong; a file that is damaged or of another version counts as empty.
 */
export function openCache<T>(
  folder: string,
  version: string,
  isValid: (value: unknown) => value is T,
): Cache<T> {
  const caches = userCaches();
  if (caches === null) return noCache();
  const file = path.join(caches, "shufflewise", `${cacheKey(folder).slice(0, 16)}.json`);
  const entries = readEntries(file, version, isValid);
  let changed = false;
  return {
    get(key) {
      const value = entries.get(key);
      if (value === undefined) return undefined;
      entries.delete(key);
      entries.set(key, value);
      return value;
    },
    set(key, value) {
      entries.set(key, value);
      changed = true;
    },
    save() {
      if (!changed) return;
      const kept = [...entries].slice(-most);
      const temporary = `${file}.${process.pid}`;
      try {
        fs.mkdirSync(path.dirname(file), { recursive: true });
        fs.writeFileSync(temporary, JSON.stringify({ version, entries: kept }));
        fs.renameSync(temporary, file);
      } catch {
        removeFile(temporary);
      }
    },
  };
}

/** A cache that keeps nothing. */
export function noCache<T>(): Cache<T> {
  const nothing = (): undefined => undefined;
  return { get: nothing, set: nothing, save: nothing };
}

function readEntries<T>(
  file: string,
  version: string,
  isValid: (value: unknown) => value is T,
): Map<string, T> {
  const entries = new Map<string, T>();
  try {
    const content: unknown = JSON.parse(fs.readFileSync(file, "utf8"));
    if (!isRecord(content) || content["version"] !== version || !Array.isArray(content["entries"]))
      return entries;
    for (const entry of content["entries"] as readonly unknown[]) {
      if (!Array.isArray(entry)) continue;
      const [key, value] = entry as readonly unknown[];
      if (typeof key === "string" && isValid(value)) entries.set(key, value);
    }
  } catch {
    // Absent or damaged: the next save makes it whole.
  }
  return entries;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
