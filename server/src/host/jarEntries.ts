import { open, type FileHandle } from "node:fs/promises";
import { inflateRawSync } from "node:zlib";

const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const endSize = 22;
const longestComment = 65_535;
/** Larger directories and entries are no jar of Spark's. */
const largest = 64_000_000;

/**
 * The contents of a few files in a jar, by their names; those that it has not are left out. Only the directory and
 * these files are read. @throws {Error} for what is no jar
 */
export async function jarEntries(
  file: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const handle = await open(file, "r");
  try {
    const { size } = await handle.stat();
    const tail = await bytesAt(handle, Math.max(0, size - endSize - longestComment), size);
    const end = tail.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]));
    if (end < 0 || tail.readUInt32LE(end) !== endMark) throw new Error("it is no jar");
    const directory = tail.readUInt32LE(end + 16);
    const entries = await bytesAt(handle, directory, directory + tail.readUInt32LE(end + 12));
    const found = new Map<string, Uint8Array>();
    for (let at = 0; at + 46 <= entries.length && entries.readUInt32LE(at) === entryMark;) {
      const [nameSize, extraSize, commentSize] = [28, 30, 32].map((place) =>
        entries.readUInt16LE(at + place),
      );
      const name = entries.toString("utf8", at + 46, at + 46 + (nameSize ?? 0));
      if (names.includes(name)) found.set(name, await contents(handle, entries.subarray(at)));
      at += 46 + (nameSize ?? 0) + (extraSize ?? 0) + (commentSize ?? 0);
    }
    return found;
  } finally {
    await handle.close();
  }
}

async function contents(handle: FileHandle, entry: Buffer): Promise<Uint8Array> {
  const [method, packed, start] = [entry.readUInt16LE(10), entry.readUInt32LE(20), entry.readUInt32LE(42)];
  // The file's own head has a name and further fields of lengths of its own.
  const head = await bytesAt(handle, start, start + 30);
  const from = start + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  const bytes = await bytesAt(handle, from, from + packed);
  if (method === 0) return bytes;
  if (method !== 8) throw new Error(`it is packed in an unknown way (${method})`);
  return inflateRawSync(bytes, { maxOutputLength: largest });
}

async function bytesAt(handle: FileHandle, start: number, end: number): Promise<Buffer> {
  if (end - start > largest) throw new Error("its parts are too large");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
  if (bytesRead < end - start) throw new Error("it ends too early");
  return buffer;
}
