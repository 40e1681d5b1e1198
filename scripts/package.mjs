/** Makes out/shufflewise-<version>.vsix from a production build. */
import { readFileSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { createVSIX } from "@vscode/vsce";
import { buildIfStale } from "./build.mjs";
import { out, root } from "./prepare/paths.mjs";

/** @returns {string} where the .vsix of this version lies, whether or not it has been made */
export function vsixPath() {
  const { name, version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  return path.join(out, `${name}-${version}.vsix`);
}

/** Builds for production when needed and packages. @returns {Promise<string>} the .vsix */
export async function packageExtension() {
  await buildIfStale({ production: true });
  mkdirSync(out, { recursive: true });
  const packagePath = vsixPath();
  await createVSIX({ cwd: root, packagePath, dependencies: false });
  return packagePath;
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
