/** Makes out/shufflewise-<version>.vsix from a production build. */
import { readFileSync, mkdirSync, statSync } from "node:fs";
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
  const vsce = path.join(root, "node_modules/@vscode/vsce/vsce");
  const argv = [process.execPath, vsce, "package", "--no-dependencies", "--out", file];
  const { status, output } = await run(argv, { cwd: root, timeoutMs: 120_000 });
  if (status !== 0) throw new Error(`Packaging failed:\n${output.trim()}`);
  return file;
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
