import fs from "node:fs";
import path from "node:path";
import type { ModuleTexts } from "../analysis/modulePaths.ts";
import { readSource } from "./readText.ts";

/** Files beyond this size are no modules that anybody writes, in bytes. */
const largestModule = 2_000_000;

/** The Python files inside some folders, and nowhere else, with a say in when they have changed. */
export interface OpenModuleTexts extends ModuleTexts {
  /** What may have changed: the texts that an editor holds, files on disk, or, with "list", also which files there are. */
  readonly changed: (what: "open" | "disk" | "list") => void;
}

/**
 * What is read is kept until `changed` is called. `openText` gives the text of a file that an editor holds, which
 * counts more than the one on disk.
 */
export function openModuleTexts(
  folders: () => readonly string[],
  openText: (file: string) => string | null = () => null,
): OpenModuleTexts {
  const texts = new Map<string, string | null>();
  const roots = new Map<string, string | null>();
  let version = 0;
  let listVersion = 0;
  const isInside = (file: string): boolean => {
    const real = realPath(file);
    return (
      real !== null &&
      folders().some((folder) => {
        let root = roots.get(folder);
        if (root === undefined) roots.set(folder, (root = realPath(folder)));
        return root !== null && real.startsWith(root + path.sep);
      })
    );
  };
  const fromDisk = (file: string): string | null => {
    try {
      const stat = fs.statSync(file);
      if (!stat.isFile() || stat.size > largestModule || !isInside(file)) return null;
    } catch {
      return null;
    }
    const source = readSource(file);
    return "problem" in source ? null : source.text;
  };
  return {
    read(file) {
      const open = openText(file);
      if (open !== null) return open;
      let text = texts.get(file);
      if (text === undefined) texts.set(file, (text = fromDisk(file)));
      return text;
    },
    folders: () => folders().map(slashed),
    version: () => version,
    listVersion: () => listVersion,
    changed(what) {
      version += 1;
      if (what === "list") listVersion += 1;
      if (what !== "open") texts.clear();
    },
  };
}

/** A path as imports are looked for: with `/` between its parts. */
export const slashed = (file: string): string => (path.sep === "/" ? file : file.replaceAll(path.sep, "/"));

function realPath(file: string): string | null {
  try {
    return fs.realpathSync(file);
  } catch {
    return null;
  }
}
