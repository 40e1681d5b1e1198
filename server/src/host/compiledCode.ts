import { isAscii } from "node:buffer";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { Script } from "node:vm";
import { threadId } from "node:worker_threads";
import { removeFile, userCaches } from "./userCaches.ts";

/** Milliseconds after the start at which a long-lived process keeps what V8 has compiled until then. */
const settled = 8_000;
/** Days after which kept code is removed: by then it mostly belongs to bundles that are gone. */
const mostDays = 30;

/**
 * Runs a bundle as `require` would, with the code that V8 compiled for it the last time. Compiling what a start needs
 * takes longer than running it. The code is kept in the user's caches, for this very bundle, V8 and options: V8 itself
 * refuses any other, so `setOptions` sets the options before the code is read, and again before it is kept, whatever the
 * program has set since. Whatever goes wrong with the kept code, the bundle runs without it.
 */
export function runWithCompiledCode(bundle: string, setOptions: () => void): void {
  setOptions();
  const source = textOf(bundle);
  const kept = keptFile(bundle);
  const cachedData = kept === null ? null : readKept(kept);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${source}\n})`, {
    filename: bundle,
    ...(cachedData && { cachedData }),
  });
  if (kept !== null)
    keepLater(script, kept, script.cachedDataRejected === true ? null : cachedData, setOptions);
  const module = { exports: {} };
  const run = script.runInThisContext() as (...given: readonly unknown[]) => void;
  run.call(module.exports, module.exports, createRequire(bundle), module, bundle, path.dirname(bundle));
}

/** The text of a bundle: bundles are ASCII, which V8 takes as it stands, beside its heap. */
function textOf(bundle: string): string {
  const bytes = fs.readFileSync(bundle);
  return bytes.toString(isAscii(bytes) ? "latin1" : "utf8");
}

/** Changes with the bundle, with V8, with the options that decide what V8 compiles, and with the command that is run; null where nothing can be kept. */
function keptFile(bundle: string): string | null {
  const caches = userCaches();
  if (caches === null) return null;
  const { size, mtimeMs } = fs.statSync(bundle);
  const key = [
    bundle,
    size,
    mtimeMs,
    process.versions.v8,
    process.arch,
    process.argv[2],
    ...process.execArgv,
  ].join("\n");
  let hash = 0;
  for (let at = 0; at < key.length; at += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(at)) >>> 0;
  const name = `${path.basename(bundle, ".js")}-${hash.toString(36)}.bin`;
  return path.join(caches, "shufflewise", "code", name);
}

function readKept(file: string): Buffer | null {
  try {
    return fs.readFileSync(file);
  } catch {
    return null;
  }
}

/** How much more has to be compiled than was kept before it is kept anew. */
const worthKeeping = 1.2;

/**
 * Keeps the compiled code once the program has settled, or at its end where that comes first. Where there was kept code,
 * only a program that settles looks whether it knows much more by now. A failure is nobody's loss and stays silent.
 */
function keepLater(script: Script, file: string, before: Buffer | null, setOptions: () => void): void {
  const known = before?.length ?? 0;
  let isKept = false;
  const keep = (): void => {
    if (isKept) return;
    isKept = true;
    const temporary = `${file}.${process.pid}-${threadId}`;
    try {
      setOptions();
      const code = script.createCachedData();
      if (code.length < known * worthKeeping) return;
      fs.mkdirSync(path.dirname(file), { recursive: true });
      removeOld(path.dirname(file));
      fs.writeFileSync(temporary, code);
      fs.renameSync(temporary, file);
    } catch {
      removeFile(temporary);
    }
  };
  setTimeout(keep, settled).unref();
  if (before === null) process.once("exit", keep);
}

function removeOld(folder: string): void {
  const oldest = Date.now() - mostDays * 24 * 60 * 60 * 1000;
  for (const name of fs.readdirSync(folder)) {
    const file = path.join(folder, name);
    if (fs.statSync(file).mtimeMs < oldest) removeFile(file);
  }
}
