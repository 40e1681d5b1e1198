/** Makes out/shufflewise-<version>.vsix from a production build. */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { buildIfStale } from "./build.mjs";
import { out, root } from "./prepare/paths.mjs";
import { run } from "./prepare/processes.mjs";

/** @returns {string} where the .vsix of this version lies, whether or not it has been made */
export function vsixPath() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return path.join(out, `${name}-${version}.vsix`);
}

/**
 * Builds for production when needed and packages.
 * @returns {Promise<string>} the .vsix
 * @throws {Error} with the packager's own words
 */
export async function packageExtension() {
  await buildIfStale({ production: true });
  mkdirSync(out, { recursive: true });
  const file = vsixPath();
  const stage = stageSources();
  const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
  const argv = [process.execPath, vsce, "package", "--no-dependencies", "--out", file];
  const { status, output } = await run(argv, { cwd: stage, timeoutMs: 120_000 });
  rmSync(stage, { recursive: true, force: true });
  if (status !== 0) throw new Error(`Packaging failed:\n${output.trim()}`);
  return file;
}

/**
 * Copies what .vscodeignore names to a folder of its own: the packager lists every file below it before it chooses, and
 * ours holds whole PySparks.
 */
function stageSources() {
  const stage = mkdtempSync(path.join(tmpdir(), "sw-package-"));
  const allowed = readFileSync(path.join(root, ".vscodeignore"), "utf8").matchAll(/^!([^/*\n]+)/gm);
  const beginnings = [".vscodeignore", ...[...allowed].map(([, name = ""]) => name)];
  for (const name of readdirSync(root).filter((each) => beginnings.some((start) => each.startsWith(start))))
    cpSync(path.join(root, name), path.join(stage, name), { recursive: true });
  return stage;
}

if (process.argv[1] === import.meta.filename) {
  try {
    const file = await packageExtension();
    console.log(`${path.relative(root, file)}, ${(statSync(file).size / 1e6).toFixed(2)} MB`);
  } catch (error) {
    console.error(/** @type {Error} */ (error).message);
    process.exitCode = 1;
  }
}
