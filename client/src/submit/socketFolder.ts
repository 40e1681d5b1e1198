import { existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

const prefix = "shufflewise-";
/** As mkdtemp completes the prefix. */
const pattern = /^shufflewise-[A-Za-z0-9]{6}$/;
const socketName = "relay.sock";

/** Milliseconds until a folder may count as left behind: before, its editor may be about to listen. */
const youth = 60_000;

/**
 * Makes a folder that only this user may enter, and gives the address of a socket in it. The folders that
 * killed editors of this user have left are removed meanwhile. POSIX only.
 */
export function makeSocketFolder(): { readonly folder: string; readonly address: string } {
  const parent = tmpdir();
  // What is left behind harms nobody, and the next editor tries again.
  void removeLeftFolders(parent).catch(() => undefined);
  const folder = mkdtempSync(path.join(parent, prefix));
  return { folder, address: path.join(folder, socketName) };
}

/**
 * Makes the folder of an earlier address again, or takes it over from an editor that is gone. POSIX only.
 * @throws {Error} when somebody else has it, or somebody listens there
 */
export async function takeSocketFolder(address: string): Promise<string> {
  const folder = path.dirname(address);
  if (!existsSync(folder)) mkdirSync(folder, { mode: 0o700 });
  const { uid, mode } = lstatSync(folder);
  if (uid !== process.getuid?.() || (mode & 0o777) !== 0o700)
    throw new Error(`${folder} belongs to somebody else.`);
  if (existsSync(address) && !(await isRefused(address)))
    throw new Error(`Somebody listens at ${address} already.`);
  rmSync(address, { force: true });
  return folder;
}

/** Removes this user's socket folders that nobody listens in. */
export async function removeLeftFolders(parent: string): Promise<void> {
  for (const name of readdirSync(parent)) {
    const folder = path.join(parent, name);
    if (pattern.test(name) && isOwn(folder) && (await isRefused(path.join(folder, socketName))))
      rmSync(folder, { recursive: true, force: true });
  }
}

/** Whether a folder is one of this user's, old enough, and holds a socket and nothing else. */
function isOwn(folder: string): boolean {
  try {
    const found = lstatSync(folder);
    const isOld = Date.now() - found.mtimeMs > youth;
    if (!found.isDirectory() || found.uid !== process.getuid?.() || !isOld) return false;
    const [only, ...others] = readdirSync(folder);
    return only === socketName && others.length === 0 && lstatSync(path.join(folder, only)).isSocket();
  } catch {
    // Somebody else has removed it.
    return false;
  }
}

/** Whether nobody listens any more: an editor that is busy lets a connection wait, and is not refused. */
function isRefused(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => {
      socket.destroy();
      resolve(false);
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
}
