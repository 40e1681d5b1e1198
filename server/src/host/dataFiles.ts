import fs from "node:fs";
import path from "node:path";
import { TextDecoder } from "node:util";
import { parquetMetadata } from "hyparquet/src/metadata.js";
import { bytesRead, type DataFile, type DataFiles, type DataLocation } from "../plan/dataFiles/dataFiles.ts";
export type { DataFiles } from "../plan/dataFiles/dataFiles.ts";
import type { ParquetFooter } from "../plan/dataFiles/parquetSchema.ts";

import { tableFor, type DeclaredTable } from "../plan/declaredTables/declaredTables.ts";
import { isDeclaringName, readDeclaredTables } from "./declaredTables.ts";

/** Files of one location that are looked at. */
const mostFiles = 200;

/**
 * The data files inside some folders, and nowhere else. A relative path is looked for in each of them, and, for a
 * script, in its folder and those around it. What is read is kept: make another one when files change.
 */
export function openDataFiles(folders: readonly string[]): DataFiles {
  const roots = folders.map(realPath).filter((folder) => folder !== null);
  const found = new Map<string, DataLocation | null>();
  const footers = new Map<string, ParquetFooter | null>();
  const besides = new Map<string, DataFiles>();
  let declared: readonly DeclaredTable[] | null = null;
  let reads = 0;
  const isInside = (file: string): boolean =>
    roots.some((root) => file === root || file.startsWith(root + path.sep));
  const locate = (location: string, bases: readonly string[]): DataLocation | null => {
    const candidates = path.isAbsolute(location)
      ? [location]
      : bases.map((base) => path.join(base, location));
    for (const candidate of candidates) {
      const real = realPath(candidate);
      if (real !== null && isInside(real)) return locationOf(real);
    }
    return null;
  };
  const foldersAround = (script: string): readonly string[] => {
    const around: string[] = [];
    for (let folder = path.dirname(script); isInside(folder); folder = path.dirname(folder))
      around.push(folder);
    return around;
  };
  const filesFrom = (bases: readonly string[]): DataFiles => ({
    find(location) {
      // Patterns match files that nobody has named: they are not followed.
      if (/[*?{[]/.test(location)) return null;
      const key = `${bases.at(-1) ?? ""}\n${location}`;
      let known = found.get(key);
      if (known === undefined) found.set(key, (known = locate(location, bases)));
      if (known !== null) reads++;
      return known;
    },
    beside(script) {
      const folder = path.dirname(script);
      let files = besides.get(folder);
      if (files === undefined)
        besides.set(folder, (files = filesFrom([...roots, ...foldersAround(script).toReversed()])));
      return files;
    },
    declaredTable(kind, name) {
      declared ??= readDeclaredTables(roots);
      const table = tableFor(declared, kind, name);
      if (table !== null) reads++;
      return table;
    },
    reads: () => reads,
    concerns(file) {
      if (isDeclaringName(file)) return declared !== null;
      const folder = path.dirname(file);
      return [...found.values()].some(
        (location) =>
          location === null ||
          location.files.some((each) => each.file === file || path.dirname(each.file) === folder) ||
          location.deltaLog.some((each) => path.dirname(each.file) === folder),
      );
    },
    head(file, limit) {
      const bytes = bytesOf(file, 0, limit);
      if (bytes === null) return null;
      try {
        return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: bytes.length === limit });
      } catch {
        return null;
      }
    },
    parquetFooter(file) {
      let footer = footers.get(file);
      if (footer === undefined) footers.set(file, (footer = footerOf(file)));
      return footer;
    },
  });
  return filesFrom(roots);
}

function realPath(file: string): string | null {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}

function locationOf(root: string): DataLocation | null {
  const stat = statOf(root);
  if (!stat) return null;
  if (stat.isFile())
    return { files: [{ file: root, folders: [], size: stat.size }], complete: true, deltaLog: [] };
  const log = filesIn(path.join(root, "_delta_log"), 0).filter(({ file }) => /\d{20}\.json$/.test(file));
  const files = filesIn(root, 6);
  return { files, complete: files.length < mostFiles, deltaLog: log };
}

/** The data files of a folder and of the partitions in it, by name; hidden and marked ones are left out as Spark does. */
function filesIn(root: string, depth: number, folders: readonly string[] = []): DataFile[] {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(root, { withFileTypes: true });
  } catch {
    return [];
  }
  const files: DataFile[] = [];
  for (const entry of entries.sort((left, right) => (left.name < right.name ? -1 : 1))) {
    if (files.length >= mostFiles || /^[_.]/.test(entry.name)) continue;
    const file = path.join(root, entry.name);
    if (entry.isDirectory() && depth > 0) files.push(...filesIn(file, depth - 1, [...folders, entry.name]));
    const size = entry.isFile() ? statOf(file)?.size : undefined;
    if (size !== undefined) files.push({ file, folders, size });
  }
  return files;
}

function statOf(file: string): fs.Stats | null {
  try {
    return fs.statSync(file);
  } catch {
    return null;
  }
}

function bytesOf(file: string, from: number, length: number): Uint8Array | null {
  let handle: number | undefined;
  try {
    handle = fs.openSync(file, "r");
    const bytes = new Uint8Array(length);
    return bytes.subarray(0, fs.readSync(handle, bytes, 0, length, from));
  } catch {
    return null;
  } finally {
    if (handle !== undefined) fs.closeSync(handle);
  }
}

/** The end of a Parquet file: "PAR1", before it the length of the footer, before that the footer. */
function footerOf(file: string): ParquetFooter | null {
  const size = statOf(file)?.size ?? 0;
  const length = Math.min(size, bytesRead);
  const bytes = bytesOf(file, size - length, length);
  if (!bytes || bytes.length < 12) return null;
  try {
    const { schema, key_value_metadata = [] } = parquetMetadata(bytes.slice().buffer, { geoparquet: false });
    return {
      schema,
      metadata: Object.fromEntries(key_value_metadata.map(({ key, value }) => [key, value ?? ""])),
    };
  } catch {
    return null;
  }
}
