import fs from "node:fs";
import type { FoundFile } from "../host/discover.ts";
import type { Terminal } from "./terminal.ts";
import { encodeSource, systemReason, type SourceText } from "../host/readText.ts";

/** Writes a file's new text as the file was written; why that is not possible, as half a sentence, else null. */
export function writeSource(file: FoundFile, text: string, source: SourceText): string | null {
  const bytes = encodeSource(text, source);
  if ("problem" in bytes) return bytes.problem;
  try {
    fs.writeFileSync(file.path, bytes);
    return null;
  } catch (error) {
    return systemReason(error, "write");
  }
}

/** Writes a text to standard output as its file was written; why that is not possible, as half a sentence, else null. */
export function printSource(terminal: Terminal, text: string, source: SourceText): string | null {
  const bytes = encodeSource(text, source);
  if ("problem" in bytes) return bytes.problem;
  terminal.out(bytes);
  return null;
}
