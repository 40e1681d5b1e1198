import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { root } from "./paths.mjs";
import { npm, run } from "./processes.mjs";

const oldestNode = [20, 19];

/**
 * Installs the packages of package-lock.json unless exactly they are there. Uses Node's own modules alone.
 * @param {(line: string) => void} [say]
 * @throws {Error} with the next step
 */
export async function prepareNodeModules(say = () => {}) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestNode;
  if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
    throw new Error(`Node ${oldestNode.join(".")} or newer is needed, this is ${process.versions.node}.`);
  }
  if (isInstalled()) return;
  say("installing the packages of package-lock.json (npm ci)");
  const argv = npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error");
  const { status, output } = await run(argv, { cwd: root, timeoutMs: 900_000 });
  if (status !== 0)
    throw new Error(`npm ci failed:\n${output.trim()}\nCheck the network and run the command again.`);
}

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean } | undefined> }} Lock */

/** npm keeps a copy of the lock of what it has installed; times of files say nothing after a checkout. */
function isInstalled() {
  const installed = path.join(root, "node_modules/.package-lock.json");
  if (!existsSync(installed)) return false;
  const there = readLock(installed);
  return Object.entries(readLock(path.join(root, "package-lock.json")).packages).every(
    ([folder, wanted]) =>
      folder === "" || wanted?.optional === true || there.packages[folder]?.version === wanted?.version,
  );
}

/** @param {string} file @returns {Lock} */
const readLock = (file) => JSON.parse(readFileSync(file, "utf8"));
