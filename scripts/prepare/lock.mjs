import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as wait } from "node:timers/promises";

/**
 * Runs `work` while no other process of this machine does the same; a lock left by a dead process is taken over.
 * @template T
 * @param {string} file the lock's path
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Error} when the lock cannot be written, as on a full disk
 */
export async function alone(file, work) {
  mkdirSync(path.dirname(file), { recursive: true });
  while (!take(file)) await wait(200);
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * A lock appears with its holder's number in it: an empty one, of a write that failed, would be held by nobody for ever.
 * @param {string} file
 */
function take(file) {
  const own = `${file}.${String(process.pid)}`;
  writeFileSync(own, String(process.pid));
  try {
    linkSync(own, file);
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    if (!holderLives(file)) removeDead(file, own);
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** @param {string} file */
function holderLives(file) {
  try {
    const holder = Number(readFileSync(file, "utf8"));
    // 0 would ask for our own process group.
    return holder > 0 && process.kill(holder, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Somebody else may have taken the lock over since it was read: then it is put back.
 * @param {string} file
 * @param {string} own a path that nobody else uses
 */
function removeDead(file, own) {
  const dead = `${own}.dead`;
  try {
    renameSync(file, dead);
    if (holderLives(dead)) linkSync(dead, file);
  } catch {
    // Gone or taken by now.
  }
  rmSync(dead, { force: true });
}
