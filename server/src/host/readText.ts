import fs from "node:fs";
import { TextDecoder } from "node:util";

/** A source file's text with what is needed to write it back as it was. */
export interface SourceText {
  /** Without the byte order mark. */
  readonly text: string;
  /** A label of the WHATWG encoding standard. */
  readonly encoding: string;
  readonly hasByteOrderMark: boolean;
}

/** Why a file has no text, as half a sentence: "it is not valid UTF-8 (…)". */
export interface Unreadable {
  readonly problem: string;
}

/** Reads and decodes a Python or configuration file. */
export function readSource(path: string): SourceText | Unreadable {
  let bytes: Uint8Array;
  try {
    bytes = fs.readFileSync(path);
  } catch (error) {
    return { problem: systemReason(error) };
  }
  return decodeSource(bytes);
}

/** Decodes as Python does: UTF-8, unless a coding cookie in the first two lines (PEP 263) names another encoding. */
export function decodeSource(bytes: Uint8Array): SourceText | Unreadable {
  const hasByteOrderMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  if (isWide(bytes))
    return { problem: "it is UTF-16, which Python and Spark do not read either; save it as UTF-8" };
  const cookie = hasByteOrderMark ? null : codingCookie(bytes);
  const encoding = canonical(cookie ?? "utf-8");
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(encoding, { fatal: true });
  } catch {
    return { problem: `its coding comment names the unknown encoding "${cookie ?? ""}"` };
  }
  try {
    return { text: decoder.decode(bytes), encoding, hasByteOrderMark };
  } catch {
    const hint =
      cookie === null
        ? "; save it as UTF-8, or name its encoding in a first line such as `# -*- coding: latin-1 -*-`"
        : "";
    return { problem: `it is not valid ${encoding.toUpperCase()}${hint}` };
  }
}

/** The bytes of a changed text in the file's own encoding, or why there are none. */
export function encodeSource(
  text: string,
  { encoding, hasByteOrderMark }: SourceText,
): Uint8Array | Unreadable {
  if (encoding === "utf-8") return new TextEncoder().encode((hasByteOrderMark ? "\ufeff" : "") + text);
  const codes = singleByteCodes(encoding);
  if (!codes) return { problem: `we read ${encoding}, and cannot write it` };
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index++) {
    const code = codes.get(text.charAt(index));
    if (code === undefined) return { problem: `its encoding, ${encoding}, lacks a character that they need` };
    bytes[index] = code;
  }
  return bytes;
}

/** Why the operating system refuses a file, as half a sentence. */
export function systemReason(error: unknown, wanted: "read" | "write" = "read"): string {
  const code = error instanceof Error && "code" in error ? error.code : null;
  switch (code) {
    case "ENOENT":
      return "it does not exist";
    case "EACCES":
    case "EPERM":
      return `you may not ${wanted} it`;
    case "EROFS":
      return "its disk can only be read";
    case "ELOOP":
      return "its links lead round in a circle";
    case "EISDIR":
      return "it is a folder";
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

/** Whether a text begins with a byte order mark of UTF-16, or with a letter and a zero as PowerShell writes them. */
function isWide([first, second]: Uint8Array): boolean {
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return second === undefined ? false : (first === 0) !== (second === 0);
}

function codingCookie(bytes: Uint8Array): string | null {
  let head = "";
  for (const byte of bytes.subarray(0, 400)) head += String.fromCharCode(byte);
  const [first = "", second = ""] = head.split(/\r\n|\r|\n/);
  const pattern = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
  const found = pattern.exec(first) ?? (/^[ \t\f]*(#.*)?$/.test(first) ? pattern.exec(second) : null);
  return found?.[1] ?? null;
}

/** Python's names of encodings are looser than the standard's. */
function canonical(name: string): string {
  const plain = name.toLowerCase().replaceAll("_", "-");
  if (/^utf-?8(-sig)?$/.test(plain)) return "utf-8";
  if (/^(latin-?1|iso-?8859-?1|ascii|us-ascii|cp1252)$/.test(plain)) return "windows-1252";
  const codePage = /^cp(125\d|866)$/.exec(plain);
  return codePage ? (codePage[1] === "866" ? "ibm866" : `windows-${codePage[1] ?? ""}`) : plain;
}

function singleByteCodes(encoding: string): ReadonlyMap<string, number> | null {
  const all = new TextDecoder(encoding).decode(Uint8Array.from({ length: 256 }, (_, code) => code));
  return all.length === 256 ? new Map(Array.from(all, (character, code) => [character, code])) : null;
}
