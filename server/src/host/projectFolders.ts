import fs from "node:fs";
import path from "node:path";

/** What stands at the top of a project. */
const tops = [".git", "pyproject.toml", "shufflewise.toml", "setup.py", "setup.cfg"];

/**
 * The folders that a run over these paths may read modules and data files in: the working directory, and for each path
 * outside of it the project that it belongs to, else its own folder.
 */
export function projectFolders(cwd: string, paths: readonly string[]): readonly string[] {
  const folders = new Set([cwd]);
  for (const given of paths) {
    const absolute = path.resolve(cwd, given);
    if (isInside(absolute, cwd)) continue;
    const folder = isFolder(absolute) ? absolute : path.dirname(absolute);
    folders.add(projectAround(folder) ?? folder);
  }
  return [...folders];
}

function projectAround(folder: string): string | null {
  for (let each = folder; path.dirname(each) !== each; each = path.dirname(each))
    if (tops.some((name) => fs.existsSync(path.join(each, name)))) return each;
  return null;
}

const isInside = (file: string, folder: string): boolean => {
  const relative = path.relative(folder, file);
  return relative !== ".." && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
};

function isFolder(file: string): boolean {
  try {
    return fs.statSync(file).isDirectory();
  } catch {
    return false;
  }
}
