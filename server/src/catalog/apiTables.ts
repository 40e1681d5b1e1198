import { joinedTable, readRowFile, type RowTable } from "./rowFile.ts";
import { rowIn, type Versioned } from "./versioned.ts";

/** A member or function in the catalogue's files. */
export interface ApiRow {
  /** The parameters as text; absent for what is not called. */
  readonly takes?: string;
  /** What it returns or holds, as text. */
  readonly gives?: string;
  /** Absent for a method or function. */
  readonly kind?: "static" | "class" | "property" | "attribute" | "param";
  readonly since?: string;
  /** The version of the deprecation, or "yes". */
  readonly deprecated?: string;
  readonly instead?: string;
  /** The sibling that does exactly the same. */
  readonly alias?: string;
  readonly overloads?: readonly string[];
}

/** A class in the catalogue's files. */
export interface ApiClassRow {
  /** Its path for an import. */
  readonly name: string;
  /** The short names of its base classes in the order of Python's look-up, space between. */
  readonly inherits?: string;
  readonly since?: string;
  readonly deprecated?: string;
  readonly instead?: string;
}

/** A row in one version, or as the nearest version with it has it. */
export interface FoundRow<Row> {
  readonly row: Row;
  /** Versions with this row are later, earlier or this one. */
  readonly availability: "present" | "future" | "gone";
  /** The first and the last line of Spark with it, where those are not all that we know. */
  readonly from: string | null;
  readonly until: string | null;
}

/** The classes, members and functions of one of the catalogue's files. */
export interface ApiTables {
  readonly versions: readonly string[];
  /** Function keys, in alphabetical order. */
  readonly functionKeys: () => readonly string[];
  /** Every [name, what it is an alias of], members as "Class.member". */
  readonly aliases: () => Iterable<readonly [string, string]>;
  /** The class, no deprecated one, whose property of that name gives an object of the type; null for none or several. */
  readonly propertyOwner: (name: string, gives: string) => string | null;
  readonly hasClass: (type: string) => boolean;
  /** The short name of a class by its path; null when the file has no such class. */
  readonly classAt: (path: string) => string | null;
  /** Any version's row, newest first; null for what is no member. */
  readonly anyMember: (type: string, name: string) => ApiRow | null;
  readonly anyFunction: (key: string) => ApiRow | null;
  readonly class: (type: string, version: string) => FoundRow<ApiClassRow> | null;
  /** A member, also an inherited one; `owner` is the class that defines it. */
  readonly member: (
    type: string,
    name: string,
    version: string,
  ) => (FoundRow<ApiRow> & { readonly owner: string }) | null;
  readonly function: (key: string, version: string) => FoundRow<ApiRow> | null;
  /** Whether Spark Connect lacks it in that version; `key` names a class, member or function. */
  readonly isClassicOnly: (key: string, version: string) => boolean;
}

/** Reads one file, with the classes of a second one beside its own; the rows stay as they are written. */
export function readApiTables(text: string, beside?: string): ApiTables {
  const file = readRowFile(text);
  const others = beside === undefined ? null : readRowFile(beside);
  const tableOf = <Row extends object>(name: string): RowTable<Row> =>
    others === null ? file.table(name) : joinedTable<Row>(others.table(name), file.table(name));
  const { versions } = file;
  const classes = tableOf<Versioned<ApiClassRow>>("classes");
  const members = tableOf<Versioned<ApiRow>>("members");
  // By "functions.col" or the path of the import.
  const functions = file.table<Versioned<ApiRow>>("functions");
  // Classes, members and functions without a working counterpart in Spark Connect.
  const notInConnect = file.table<Versioned<object>>("notInConnect");
  const ownersOf = (type: string): readonly string[] =>
    [type, ...(classes.get(type)?.inherits ?? "").split(" ")].filter((each) => each !== "");
  const find = <Row extends { readonly since?: string }>(row: Versioned<Row> | undefined, version: string) =>
    row === undefined ? null : foundIn(row, versions, version);
  return {
    versions,
    functionKeys: functions.keys,
    *aliases() {
      for (const table of [members, functions])
        for (const key of table.keys()) {
          const alias = table.get(key)?.alias;
          if (alias !== undefined) yield [key, alias];
        }
    },
    propertyOwner(name, gives) {
      const owners = classes.keys().filter((type) => {
        const row = members.get(`${type}.${name}`);
        return (
          row?.kind === "property" &&
          row.gives?.replace(/\[.*/, "") === gives &&
          classes.get(type)?.deprecated === undefined
        );
      });
      return owners.length === 1 ? (owners[0] ?? null) : null;
    },
    hasClass: classes.has,
    classAt: (path) =>
      [path.slice(path.lastIndexOf(".") + 1), path].find((key) => classes.get(key)?.name === path) ?? null,
    anyMember(type, name) {
      for (const owner of ownersOf(type)) {
        const row = members.get(`${owner}.${name}`);
        if (row !== undefined) return row;
      }
      return null;
    },
    anyFunction: (key) => functions.get(key) ?? null,
    class: (type, version) => find(classes.get(type), version),
    member(type, name, version) {
      // What one of the classes has now comes before what another one had once.
      const found = ownersOf(type).flatMap((owner) => {
        const row = find(members.get(`${owner}.${name}`), version);
        return row === null ? [] : [{ ...row, owner }];
      });
      return found.find(({ availability }) => availability === "present") ?? found[0] ?? null;
    },
    function: (key, version) => find(functions.get(key), version),
    isClassicOnly(key, version) {
      const row = notInConnect.get(key);
      return row !== undefined && rowIn(row, versions, version) !== null;
    },
  };
}

function foundIn<Row extends { readonly since?: string }>(
  row: Versioned<Row>,
  versions: readonly string[],
  version: string,
): FoundRow<Row> | null {
  const here = rowIn<Row>(row, versions, version);
  const at = versions.indexOf(version);
  const { from = null, until = null } = row;
  // The first version of a thing does not change, but older docstrings do not always say it.
  const { since } = row;
  if (here !== null)
    return {
      row: since === undefined ? here : { ...here, since },
      availability: "present",
      from,
      until,
    };
  const later = versions.slice(at + 1).find((each) => rowIn<Row>(row, versions, each) !== null);
  const earlier = versions.slice(0, at).findLast((each) => rowIn<Row>(row, versions, each) !== null);
  const nearest = later ?? earlier;
  const other = nearest === undefined ? null : rowIn<Row>(row, versions, nearest);
  return other === null
    ? null
    : { row: other, availability: later === undefined ? "gone" : "future", from, until };
}
