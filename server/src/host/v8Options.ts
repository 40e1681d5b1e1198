import { setFlagsFromString } from "node:v8";

const [major = 0, minor = 0] = process.versions.v8.split(".").map(Number);

/**
 * Gives V8 twice its patience before it optimises a function: a check, and a start, are over before much of that pays
 * off. The name of the option changed in V8 12, and V8 complains on the error stream about one it does not know, so
 * later versions than those looked at (Node 20 to 26) are left as they are.
 */
export function optimiseLater(): void {
  if (major === 11) setFlagsFromString("--interrupt-budget=264000");
  else if ((major === 12 && minor >= 4) || major === 13 || major === 14)
    setFlagsFromString("--invocation-count-for-turbofan=6000");
}

/**
 * Lets WebAssembly run as V8's baseline compiler makes it until tens of thousands of lines are parsed: the optimising
 * compiler takes longer for the parser's few huge functions than all parsing of a start, and 20 MB. Node 20 optimises
 * after a thousandth, later versions after a 150th of this.
 */
export function optimiseParserLater(): void {
  if (major >= 11 && major <= 14) setFlagsFromString("--wasm-tiering-budget=2000000000");
}

/** Lets WebAssembly be optimised as soon as V8 does by itself, which pays off in a run over many files. */
export function optimiseParserSoon(): void {
  if (major === 11) setFlagsFromString("--wasm-tiering-budget=1800000");
  else if (major >= 12 && major <= 14) setFlagsFromString("--wasm-tiering-budget=13000000");
}

/**
 * Makes V8 frugal: garbage of keystrokes is freed soon instead of piling up (after 500 edits of a 4,551-line file 141 MB
 * are resident, not 294). Given on the command line, the option would also take the young generation down to 1 MB.
 */
export function beFrugal(): void {
  setFlagsFromString("--optimize-for-size");
}
