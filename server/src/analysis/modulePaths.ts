import { conftestLevels, takesConftests } from "../plan/conventions/fileConventions.ts";
import { packagesAbove } from "../plan/python/imports.ts";

/** The Python files of a workspace, as far as imports need them. All paths have `/` between their parts. */
export interface ModuleTexts {
  /** The text of a file inside the workspace; null when there is none, or none that may be read. */
  readonly read: (path: string) => string | null;
  /** The workspace's folders. */
  readonly folders: () => readonly string[];
  /** Another number whenever a text may have changed. */
  readonly version: () => number;
  /** Another number whenever files may have come or gone. */
  readonly listVersion: () => number;
}

/** Packages that no workspace has: looking for them would cost a look at many places for nothing. */
const foreign: ReadonlySet<string> = new Set(
  `pyspark delta py4j pandas numpy os sys re json datetime time typing functools itertools collections math random
  logging pathlib dataclasses enum abc argparse decimal uuid copy operator string io csv subprocess unittest pytest
  contextlib textwrap tempfile shutil glob hashlib traceback warnings inspect asyncio threading concurrent boto3
  requests yaml matplotlib sklearn scipy pyarrow __future__`.split(/\s+/),
);

/** Finds the files that imports mean. What was found is kept until files come or go. */
export function createModulePaths(
  texts: ModuleTexts,
): (from: string, module: string, level: number) => string | null {
  const known = new Map<string, string | null>();
  let listVersion = texts.listVersion();
  return (from, module, level) => {
    const [first = ""] = module.split(".");
    if (level === 0 && (first === "" || foreign.has(first))) return null;
    if (texts.listVersion() !== listVersion) {
      known.clear();
      listVersion = texts.listVersion();
    }
    const folder = folderOf(from);
    const key = `${folder} ${level} ${module}`;
    let path = known.get(key);
    if (path === undefined) known.set(key, (path = find(texts, folder, module, level)));
    return path;
  };
}

function find(texts: ModuleTexts, folder: string, module: string, level: number): string | null {
  const parts = module === "" ? [] : module.split(".");
  const bases = level > 0 ? [above(folder, level - 1)] : basesOf(texts.folders(), folder);
  for (const base of bases) {
    if (base === null) continue;
    const stem = [base, ...parts].join("/");
    const candidates = parts.length > 0 ? [`${stem}/__init__.py`, `${stem}.py`] : [`${stem}/__init__.py`];
    const found = candidates.find((path) => texts.read(path) !== null);
    if (found !== undefined) return found;
  }
  return null;
}

/** Where Python may look for a module: beside the file, in the folders above it up to the workspace's, and in their `src`. */
function basesOf(folders: readonly string[], folder: string): string[] {
  const root = folders
    .filter((each) => folder === each || folder.startsWith(`${each}/`))
    .toSorted((left, right) => right.length - left.length)[0];
  const bases: string[] = [folder];
  if (root !== undefined)
    for (let each: string | null = folder; each !== null && each.length >= root.length; each = above(each, 1))
      bases.push(each, `${each}/src`);
  for (const each of folders) bases.push(each, `${each}/src`);
  return [...new Set(bases)];
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf("/")));

function above(folder: string, levels: number): string | null {
  let path = folder;
  for (let level = 0; level < levels; level += 1) {
    const end = path.lastIndexOf("/");
    if (end <= 0) return null;
    path = path.slice(0, end);
  }
  return path;
}

interface ImportedModule {
  readonly module: string;
  readonly level: number;
  /** It is named as a package above an imported module: it runs first, unless the text itself stands in it. */
  readonly isAbove?: true;
}

/** Whether a file stands in the package that the file of a module found is, or in one below it. */
export const standsIn = (path: string, packageFile: string): boolean =>
  packageFile.endsWith("/__init__.py") && path.startsWith(packageFile.slice(0, -"__init__.py".length));

/** The modules that a text names in its imports, found without a look at its syntax: perhaps more, never less. */
export function importedModules(text: string): ImportedModule[] {
  const found: ImportedModule[] = [];
  for (const [, dots = "", module = "", names = ""] of text.matchAll(
    /^[ \t]*from[ \t]+(\.*)[ \t]*([\w.]*)[ \t]+import\b([^#\n(]*(?:\([^)]*\))?)/gm,
  )) {
    const level = dots.length;
    for (const path of packagesAbove(module)) found.push({ module: path, level, isAbove: true });
    found.push({ module, level });
    for (const name of names.match(/\w+/g) ?? [])
      found.push({ module: module === "" ? name : `${module}.${name}`, level });
  }
  // pytest runs them, without an import.
  if (takesConftests(text))
    for (let level = 1; level <= conftestLevels; level += 1) found.push({ module: "conftest", level });
  for (const [, names = ""] of text.matchAll(/(?:^|;)[ \t]*import[ \t]+([^#\n;]+)/gm))
    for (const name of names.split(",")) {
      const parts = (/^\s*([\w.]+)/.exec(name)?.[1] ?? "").split(".");
      parts.forEach((_, index) => {
        found.push({ module: parts.slice(0, index + 1).join("."), level: 0 });
      });
    }
  return found;
}
