import fs from "node:fs";
import path from "node:path";
import ignore, { type Ignore } from "ignore";
import { systemReason } from "./readText.ts";

/** A file to check. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** As the user wrote it, completed below folders, with `/`. */
  readonly shown: string;
  /** Named itself, not found in a folder: then nothing excludes it. */
  readonly isNamed: boolean;
}

export interface Discovery {
  readonly files: readonly FoundFile[];
  /** Paths that cannot be used, with the reason as half a sentence. `isNamed`: the user wrote this path. */
  readonly problems: readonly {
    readonly shown: string;
    readonly problem: string;
    readonly isNamed: boolean;
  }[];
}

/** Folders that hold nothing of the project's own. */
export const skippedFolders: ReadonlySet<string> = new Set(
  (
    ".git .hg .svn .venv venv node_modules site-packages build dist __pycache__ .tox .nox .eggs .mypy_cache " +
    ".ruff_cache .pytest_cache .ipynb_checkpoints .cache spark-warehouse metastore_db"
  ).split(" "),
);

/**
 * The files at and below paths, sorted, each once. In folders: Python files, notebooks, SQL and spark-defaults.conf, without
 * what a .gitignore or the list above leaves out. Links to folders are not followed, so that no loop can catch us.
 */
export function discoverFiles(paths: readonly string[], cwd: string): Discovery {
  const files = new Map<string, FoundFile>();
  const problems: Discovery["problems"][number][] = [];
  for (const given of paths) {
    const absolute = path.resolve(cwd, given);
    const shown = slashed(given);
    try {
      const found = fs.statSync(absolute);
      if (found.isDirectory()) {
        const parents = gitignoresAbove(absolute);
        searchFolder(absolute, shown.replace(/(?<=.)\/+$/, ""), parents, files, problems);
      } else files.set(absolute, { path: absolute, shown, isNamed: true });
    } catch (error) {
      problems.push({ shown, problem: systemReason(error), isNamed: true });
    }
  }
  const sorted = [...files.values()].sort((left, right) => (left.shown < right.shown ? -1 : 1));
  return { files: sorted, problems };
}

/** Whether we check files of this name when a folder is given. */
export function isCheckedName(name: string): boolean {
  return /\.(py|ipynb|sql)$/i.test(name) || isDefaultsName(name);
}

/** Whether a file of this name holds Spark's defaults. */
export function isDefaultsName(name: string): boolean {
  return /^spark-defaults.*\.conf(\.template)?$/.test(name);
}

interface Gitignore {
  readonly folder: string;
  readonly rules: Ignore;
}

function searchFolder(
  folder: string,
  shown: string,
  inherited: readonly Gitignore[],
  files: Map<string, FoundFile>,
  problems: Discovery["problems"][number][],
): void {
  let entries: fs.Dirent[];
  try {
    entries = fs.readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    problems.push({ shown, problem: systemReason(error), isNamed: false });
    return;
  }
  const own = entries.some(({ name }) => name === ".gitignore") ? readGitignore(folder) : null;
  const gitignores = own ? [...inherited, own] : inherited;
  for (const entry of entries) {
    const absolute = path.join(folder, entry.name);
    const below =
      shown === "." ? entry.name : shown.endsWith("/") ? shown + entry.name : `${shown}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skippedFolders.has(entry.name) && !isIgnored(gitignores, absolute, true))
        searchFolder(absolute, below, gitignores, files, problems);
    } else if (
      isCheckedName(entry.name) &&
      isFile(entry, absolute) &&
      !isIgnored(gitignores, absolute, false) &&
      !files.has(absolute)
    )
      files.set(absolute, { path: absolute, shown: below, isNamed: false });
  }
}

function isFile(entry: fs.Dirent, absolute: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && leadsToFile(absolute));
}

/** Links may lead nowhere, to themselves, or where we may not look. */
function leadsToFile(link: string): boolean {
  try {
    return fs.statSync(link).isFile();
  } catch {
    return false;
  }
}

/** The .gitignore files of the folders above, up to the repository's root. */
function gitignoresAbove(folder: string): Gitignore[] {
  const found: Gitignore[] = [];
  for (let at = folder; ;) {
    if (fs.existsSync(path.join(at, ".git"))) return found.reverse();
    const parent = path.dirname(at);
    // Without a repository above, what lies there is not about this folder.
    if (parent === at) return [];
    const gitignore = readGitignore(parent);
    if (gitignore) found.push(gitignore);
    at = parent;
  }
}

function readGitignore(folder: string): Gitignore | null {
  try {
    return { folder, rules: ignore().add(fs.readFileSync(path.join(folder, ".gitignore"), "utf8")) };
  } catch {
    return null;
  }
}

function isIgnored(gitignores: readonly Gitignore[], absolute: string, isFolder: boolean): boolean {
  let ignored = false;
  for (const { folder, rules } of gitignores) {
    const relative = slashed(path.relative(folder, absolute)) + (isFolder ? "/" : "");
    const result = rules.test(relative);
    // A nearer file may take back what a farther one says.
    if (result.ignored) ignored = true;
    else if (result.unignored) ignored = false;
  }
  return ignored;
}

function slashed(text: string): string {
  return path.sep === "\\" ? text.replaceAll("\\", "/") : text;
}
