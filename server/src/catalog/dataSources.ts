import { closestName } from "./closestName.ts";
import { compareVersions, knownVersions, nearestKnownVersion } from "./sparkVersion.ts";
import { tableOf, type Table, type TableFile } from "./tableFile.ts";

/** How a source is used: spark.read, df.write, spark.readStream, df.writeStream. */
export type SourceAccess = "read" | "write" | "readStream" | "writeStream";

/** A name that `format()` takes. */
export interface DataSource {
  readonly name: string;
  readonly kind: "file" | "database" | "stream" | "table";
  readonly access: readonly SourceAccess[];
  /** The package of platforms.json that brings it; null for what Spark has built in. */
  readonly package: string | null;
}

/** One option of a source, as a Spark version knows it. */
export interface SourceOption {
  /** As it is usually written; Spark does not look at case. */
  readonly name: string;
  readonly type: "boolean" | "int" | "double" | "char" | "string" | "time" | "bytes";
  readonly access: readonly SourceAccess[];
  /** What counts without it, for the first access; null when there is nothing, or when it depends on the data. */
  readonly default: string | null;
  /** The default for writing, or for a batch instead of a stream, where that differs. */
  readonly otherDefault: { readonly when: "write" | "batch"; readonly value: string } | null;
  /** The configuration that the default is taken from. */
  readonly defaultFrom: string | null;
  /** What it may be; null when it is not one of a list. Case does not count. */
  readonly values: readonly string[] | null;
  /** Whether values beside the listed ones are possible. */
  readonly open: boolean;
  /** What a text is to hold. */
  readonly form: "path" | "datetime" | "timezone" | "locale" | "column" | "json" | "sql" | null;
  readonly required: boolean;
  /** Another spelling of the same option. */
  readonly alternative: string | null;
  /** Options with the same word exclude each other. */
  readonly oneOf: string | null;
  readonly secret: boolean;
  /** For Spark's own use. */
  readonly internal: boolean;
  /** The version that deprecated it. */
  readonly deprecated: string | null;
  /** A sentence in our own words; null where nobody has written one. */
  readonly summary: string | null;
  /** The first Spark with it; null when the oldest one that we know has it. */
  readonly since: string | null;
}

/** Data sources and their options, per Spark version. */
export interface DataSourceCatalog {
  /** The names that `format()` takes, those of the usual packages included. */
  readonly formats: (version: string) => readonly DataSource[];
  /** Every option of a format for one access, by name; empty for an unknown format. */
  readonly options: (format: string, access: SourceAccess, version: string) => readonly SourceOption[];
  /** One option, whatever its case; also by its other spelling. Null when the format does not have it. */
  readonly option: (format: string, name: string, version: string) => SourceOption | null;
  /** The option of the format that an unknown one resembles; null when none is near. */
  readonly nearestOption: (format: string, name: string, version: string) => string | null;
  /** What the option `compression` takes; CSV, JSON, text and XML share theirs. */
  readonly codecs: (format: string, version: string) => readonly string[];
}

interface OptionRow {
  readonly type?: SourceOption["type"];
  readonly default?: string;
  readonly alternative?: string;
}

interface OptionNote {
  readonly type?: SourceOption["type"];
  readonly scope: readonly SourceAccess[];
  readonly default?: string;
  readonly defaultWrite?: string;
  readonly defaultBatch?: string;
  readonly defaultFrom?: string;
  /** A list, or "codecs:parquet". */
  readonly values?: readonly string[] | string;
  readonly open?: boolean;
  readonly form?: SourceOption["form"];
  readonly required?: boolean;
  readonly oneOf?: string;
  readonly secret?: boolean;
  readonly internal?: boolean;
  readonly deprecated?: string;
  /** The first version, where the installs cannot tell. */
  readonly since?: string;
}

interface SourceFile extends TableFile {
  readonly options: Table<OptionRow>;
  readonly codecs: Table<object>;
}

interface NoteFile {
  readonly formats: Readonly<
    Record<
      string,
      Pick<DataSource, "kind"> & Partial<Pick<DataSource, "access" | "package">> & { since?: string }
    >
  >;
  readonly options: Readonly<Record<string, OptionNote>>;
  /** By "jdbc.truncate", or by "header" for what means the same in every format. */
  readonly summaries: Readonly<Record<string, string>>;
}

const everyAccess: readonly SourceAccess[] = ["read", "write", "readStream", "writeStream"];
const textFormats = ["csv", "json", "xml"];

/** Builds the look-ups from the texts of data-sources.json and data-source-options.json. */
export function createDataSourceCatalog(sourceText: string, noteText: string): DataSourceCatalog {
  const file = JSON.parse(sourceText) as SourceFile;
  const { formats, options: notes, summaries } = JSON.parse(noteText) as NoteFile;
  const rows = tableOf(file, file.options);
  const codecRows = tableOf(file, file.codecs);
  const canonical = new Map(Object.keys(formats).map((name) => [name.toLowerCase(), name]));
  const memo = new Map<string, ReadonlyMap<string, SourceOption>>();

  function codecs(format: string, version: string): readonly string[] {
    const group = textFormats.includes(format) ? "text" : format;
    const start = `${group}.`;
    const names = (at: string) =>
      codecRows.keys(at).flatMap((key) => (key.startsWith(start) ? [key.slice(start.length)] : []));
    const known = names(version);
    // Avro came as a package before 4.0; its codecs were the same.
    return known.length === 0 && group === "avro" ? names("4.0") : known;
  }

  function optionOf(group: string, name: string, version: string): SourceOption | null {
    const key = `${group}.${name}`;
    const row = rows.row(key, version);
    const note = Object.hasOwn(notes, key) ? notes[key] : undefined;
    if (note === undefined || !isIn(key, note, version)) return null;
    const first = knownVersions.find((each) => isIn(key, note, each)) ?? null;
    return {
      name,
      type: note.type ?? row?.type ?? "string",
      access: note.scope,
      default: row?.default ?? note.default ?? null,
      otherDefault:
        note.defaultWrite !== undefined
          ? { when: "write", value: note.defaultWrite }
          : note.defaultBatch !== undefined
            ? { when: "batch", value: note.defaultBatch }
            : null,
      defaultFrom: note.defaultFrom ?? null,
      values: typeof note.values === "string" ? codecs(note.values.slice(7), version) : (note.values ?? null),
      open: note.open ?? false,
      form: note.form ?? null,
      required: note.required ?? false,
      alternative: row?.alternative ?? null,
      oneOf: note.oneOf ?? null,
      secret: note.secret ?? false,
      internal: note.internal ?? false,
      deprecated: note.deprecated ?? null,
      summary: summaries[key] ?? summaries[name] ?? null,
      since: first === knownVersions[0] ? null : first,
    };
  }

  function isIn(key: string, { since }: OptionNote, version: string): boolean {
    const isTold = since !== undefined && compareVersions(since, nearestKnownVersion(version)) <= 0;
    return isTold || rows.row(key, version) !== null;
  }

  /** Whose options a format has beside its own. */
  function groupsOf(name: string): readonly string[] {
    const { kind, access = everyAccess } = formats[name] ?? {};
    const isWritten = access.includes("writeStream");
    return [...(isWritten ? ["stream"] : []), ...(kind === "file" ? ["fileStream", "files"] : [])];
  }

  /** All options of a format by their names in lower case. */
  function optionsOf(format: string, version: string): ReadonlyMap<string, SourceOption> {
    const name = canonical.get(format.toLowerCase());
    if (name === undefined) return new Map();
    const key = `${name} ${nearestKnownVersion(version)}`;
    let found = memo.get(key);
    if (found === undefined) {
      const groups = [...groupsOf(name), name];
      const all = groups.flatMap((group) =>
        Object.keys(notes).flatMap((each) => {
          const option = each.startsWith(`${group}.`)
            ? optionOf(group, each.slice(group.length + 1), version)
            : null;
          if (option === null) return [];
          // A stream of files is read and written with the options of the format.
          const access = formats[name]?.kind === "file" ? withStreams(option.access) : option.access;
          return [[option.name.toLowerCase(), { ...option, access }] as const];
        }),
      );
      found = new Map(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
      memo.set(key, found);
    }
    return found;
  }

  return {
    formats: (version) =>
      Object.entries(formats)
        .filter(
          ([, { since }]) => since === undefined || compareVersions(since, nearestKnownVersion(version)) <= 0,
        )
        .map(([name, { kind, access, package: from }]) => ({
          name,
          kind,
          access: access ?? everyAccess,
          package: from ?? null,
        })),
    options: (format, access, version) =>
      [...optionsOf(format, version).values()].filter(
        (option) => option.access.includes(access) && !option.internal,
      ),
    option: (format, name, version) => optionsOf(format, version).get(name.toLowerCase()) ?? null,
    nearestOption(format, name, version) {
      const known = optionsOf(format, version);
      const near = closestName(name.toLowerCase(), [...known.keys()]);
      return near === null ? null : (known.get(near)?.name ?? null);
    },
    codecs,
  };
}

function withStreams(access: readonly SourceAccess[]): readonly SourceAccess[] {
  return everyAccess.filter(
    (each) =>
      access.includes(each) ||
      (each === "readStream" && access.includes("read")) ||
      (each === "writeStream" && access.includes("write")),
  );
}
