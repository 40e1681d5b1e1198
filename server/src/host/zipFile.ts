import { inflateRawSync } from "node:zlib";

/** One file in an archive. */
export interface ZipEntry {
  readonly name: string;
  /** Its bytes, unpacked anew each time. @throws {Error} where the archive is damaged */
  readonly read: () => Uint8Array;
}

const directoryEnd = 0x06054b50;
const directoryEntry = 0x02014b50;
const localHeader = 0x04034b50;

/**
 * The files in a ZIP archive (a jar, a wheel), from its directory; of archives above 4 GB nothing.
 * @throws {Error} when the bytes are no archive
 */
export function zipEntries(bytes: Uint8Array): readonly ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = endOf(view);
  const entries: ZipEntry[] = [];
  let place = view.getUint32(end + 16, true);
  for (let count = view.getUint16(end + 10, true); count > 0; count -= 1) {
    if (view.getUint32(place, true) !== directoryEntry)
      throw new Error("The archive's directory is damaged.");
    const method = view.getUint16(place + 10, true);
    const packed = view.getUint32(place + 20, true);
    const nameLength = view.getUint16(place + 28, true);
    const header = view.getUint32(place + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(place + 46, place + 46 + nameLength));
    entries.push({ name, read: () => contentOf(view, bytes, header, packed, method) });
    place += 46 + nameLength + view.getUint16(place + 30, true) + view.getUint16(place + 32, true);
  }
  return entries;
}

/** Where the end of the directory is told: behind it at most a comment of 64 KB stands. */
function endOf(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - 65_535);
  for (let place = view.byteLength - 22; place >= lowest; place -= 1)
    if (view.getUint32(place, true) === directoryEnd) return place;
  throw new Error("This is no ZIP archive.");
}

function contentOf(
  view: DataView,
  bytes: Uint8Array,
  header: number,
  packed: number,
  method: number,
): Uint8Array {
  if (view.getUint32(header, true) !== localHeader) throw new Error("A file of the archive is damaged.");
  const start = header + 30 + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  const content = bytes.subarray(start, start + packed);
  if (method === 0) return content;
  if (method !== 8) throw new Error("The archive is packed in a way that is not known here.");
  return inflateRawSync(content);
}
