import fs from "node:fs";
import type { FoundFile } from "../host/discover.ts";
import { encodeSource, systemReason, type SourceText } from "../host/readText.ts";

/** Writes a file's new text as the file was written; why that is not possible, as half a sentence, else null. */
export function writeSource(file: FoundFile, text: string, source: SourceText): string | null {
  const bytes = encodeSource(text, source);
  if (!bytes) return `its encoding, ${source.encoding}, lacks a character that they need`;
  try {
    fs.writeFileSync(file.path, bytes);
    return null;
  } catch (error) {
    return systemReason(error);
  }
}
