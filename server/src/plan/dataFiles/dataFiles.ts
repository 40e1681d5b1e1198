import type { Field } from "../../catalog/dataType.ts";
import type { DeclaredKind, DeclaredTable } from "../declaredTables/declaredTables.ts";
import { csvFields } from "./csvSchema.ts";
import { deltaFields } from "./deltaSchema.ts";
import { jsonFields } from "./jsonSchema.ts";
import { parquetFields, type ParquetFooter } from "./parquetSchema.ts";
import { partitionFields } from "./partitions.ts";

/** The data files of the workspace, as the shell lets the core see them. None of the functions throws. */
export interface DataFiles {
  /** A path as code writes it, as the files that it stands for; null when nothing of the workspace has it. */
  readonly find: (location: string) => DataLocation | null;
  /** The same for a script, whose folder and those around it are where relative paths may start too. Equal for equal folders. */
  readonly beside: (script: string) => DataFiles;
  /** The table that a file of the workspace declares under this name; null for none, and where several differ. */
  readonly declaredTable: (kind: DeclaredKind, name: string) => DeclaredTable | null;
  /** How often `find` has found something: what rests on data cannot be kept by the source text alone. */
  readonly reads: () => number;
  /** Whether a change of the file at this path may change what `find` has said. */
  readonly concerns: (path: string) => boolean;
  /** The first bytes of a file, at most `limit`, as text; null for what is not UTF-8. A character that is cut is left out. */
  readonly head: (file: string, limit: number) => string | null;
  /** What a Parquet file says of itself at its end; null for what is none, or too long. */
  readonly parquetFooter: (file: string) => ParquetFooter | null;
}

/** The files behind a location. */
export interface DataLocation {
  /** Data files, the hidden and the marked ones left out, in the order of their names; some of many. */
  readonly files: readonly DataFile[];
  /** `files` has all of them. */
  readonly complete: boolean;
  /** The files of a Delta table's log, in the order of their names. Empty for what is no Delta table. */
  readonly deltaLog: readonly DataFile[];
}

export interface DataFile {
  /** What the shell calls it. */
  readonly file: string;
  /** The folders between the location and the file: ["year=2024"]. */
  readonly folders: readonly string[];
  /** In bytes. */
  readonly size: number;
}

/** Bytes of one data file that are read at most. */
export const bytesRead = 64 * 1024;

/** What is read and how: options in lower-case keys, null for values that the code does not tell. */
export interface DataSource {
  readonly format: string;
  readonly location: string;
  readonly options: ReadonlyMap<string, string | null>;
  /** Spark takes days for dates, not for timestamps, when it infers types: from 3.4. */
  readonly prefersDates: boolean;
}

export type FileSchema =
  | { readonly fields: readonly Field[] }
  /** Why the files do not tell; continues "the schema is not known: …". */
  | { readonly reason: string };

/** The columns that Spark finds in the files of the workspace; null when the source is not one of files here. */
export function fileSchema(files: DataFiles, source: DataSource): FileSchema | null {
  const read = readers[source.format.toLowerCase()];
  const found = read ? locationOf(files, source.location) : null;
  if (!read || !found) return null;
  if (source.format.toLowerCase() === "delta") return read(files, found, source);
  const [first] = found.files;
  if (!first) return { reason: `there is no data file at ${source.location}` };
  const schema = read(files, found, source);
  if ("reason" in schema) return schema;
  const known = new Set(schema.fields.map(({ name }) => name.toLowerCase()));
  const partitions = partitionFields(found.files);
  if (partitions === null) return { reason: "the folders of its partitions do not agree" };
  return {
    fields: [...schema.fields, ...partitions.filter(({ name }) => !known.has(name.toLowerCase()))],
  };
}

/** The files of a location as code writes it; null for what lies elsewhere. */
function locationOf(files: DataFiles, location: string): DataLocation | null {
  if (/^[a-z][\w+.-]*:\/\//i.test(location.replace(/^file:\/\/(\/|(?=\.))/i, "$1"))) return null;
  return files.find(location.replace(/^file:(\/\/)?/i, ""));
}

/** Formats of which Spark takes the files' size for the size of the rows (HadoopFsRelation.sizeInBytes, 3.3 to 4.3). */
const sizedByFiles = /^(csv|json|orc|parquet|text|xml|avro|binaryfile)$/i;

/** What Spark reckons the rows of a source to take, in bytes; null where the workspace's files do not tell. */
export function fileBytes(files: DataFiles, format: string, location: string): number | null {
  const found = sizedByFiles.test(format) ? locationOf(files, location) : null;
  if (!found?.complete || found.files.length === 0) return null;
  return found.files.reduce((sum, { size }) => sum + size, 0);
}

type Reader = (files: DataFiles, location: DataLocation, source: DataSource) => FileSchema;

/** The text of the first file, and whether it is all of the data. */
function textOf(
  files: DataFiles,
  { files: [first, ...others] }: DataLocation,
): { readonly text: string; readonly whole: boolean } | null {
  const text = first ? files.head(first.file, bytesRead) : null;
  return first && text !== null ? { text, whole: others.length === 0 && first.size <= bytesRead } : null;
}

const notText = { reason: "its file is not text in UTF-8" };

const readers: Readonly<Record<string, Reader>> = {
  parquet(files, { files: [first] }, { options }) {
    if (options.get("mergeschema") === "true" || options.get("mergeschema") === null)
      return { reason: "the schemas of all its files are merged" };
    const footer = first && files.parquetFooter(first.file);
    const fields = footer ? parquetFields(footer) : null;
    return fields ? { fields } : { reason: "its Parquet file cannot be read" };
  },
  csv(files, location, { options, prefersDates }) {
    const data = textOf(files, location);
    if (data && (location.files[0]?.size ?? 0) > bytesRead && !/[\r\n]/.test(data.text))
      return { reason: "the first line of its file does not end within 64 KB" };
    return data ? csvFields(data.text, data.whole, options, prefersDates) : notText;
  },
  json(files, location, { options }) {
    const data = textOf(files, location);
    return data ? jsonFields(data.text, data.whole, options) : notText;
  },
  delta(files, { deltaLog }) {
    const texts = deltaLog.map(({ file, size }) => (size <= bytesRead ? files.head(file, bytesRead) : null));
    const fields = deltaFields(texts);
    return fields ? { fields } : { reason: "the table's log does not tell its columns" };
  },
};
