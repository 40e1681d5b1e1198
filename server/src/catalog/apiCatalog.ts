import { parseForm, parseParameters, type SignatureForm } from "./apiSignature.ts";
import { readApiTables, type ApiRow, type ApiTables, type FoundRow } from "./apiTables.ts";
import { readArgumentRoles, type ArgumentRoles } from "./argumentRoles.ts";
import { readOperations, type Operations } from "./operations.ts";
import { nearestKnownVersion } from "./sparkVersion.ts";

/**
 * What PySpark's classes and functions are called, take, return and do. Look-ups without a version answer for any
 * version; those with one answer as that version has it. Types are the short names of classes: "DataFrame".
 */
export interface ApiCatalog extends Operations {
  /** A member of a class by the class's short name; null when the class has no such member. */
  readonly member: (type: string, name: string) => ApiMember | null;
  readonly isClass: (type: string) => boolean;
  /** "pyspark.sql.dataframe.DataFrame" → "DataFrame"; null when it is no class of the API. */
  readonly classNamed: (qualified: string) => string | null;
  /** "pyspark.sql.functions.col" → {name: "functions.col", returns: "Column"}; null for what makes no column or frame. */
  readonly functionNamed: (qualified: string) => { readonly name: string; readonly returns: string } | null;
  /** The names that `from pyspark.sql.functions import *` binds. */
  readonly functionNames: readonly string[];
  /** A method, property or attribute; the class itself, as its constructor, with the name "__init__". */
  readonly signature: (type: string, name: string, version: string) => ApiSignature | null;
  /** A function by our name for it: "functions.col", "pyspark.pandas.read_csv". */
  readonly functionSignature: (name: string, version: string) => ApiSignature | null;
  /** A class, function or member by the path of its import: "pyspark.ml.feature.VectorAssembler". */
  readonly signatureAt: (qualified: string, version: string) => ApiSignature | null;
  /** The one class with a property of that name and type: ("write", "DataFrameWriter") → "DataFrame"; else null. */
  readonly propertyOwner: (name: string, returns: string) => string | null;
  /** Names that do exactly the same, as "where" and "filter", in alphabetical order; empty for none. `of` is "DataFrame" or "functions". */
  readonly aliases: (of: string, name: string) => readonly string[];
  /** Whether a session of Spark Connect has it; null where that version knows no Connect or we do not know the name. */
  readonly connectSupport: (name: string, version: string) => boolean | null;
  /** One sentence in our own words on "DataFrame.join" or "functions.col"; null when nobody has written one. */
  readonly summary: (name: string) => string | null;
  readonly roles: ArgumentRoles;
}

export interface ApiMember {
  /** The short name of the API class it returns; null for anything else. */
  readonly returns: string | null;
  readonly isProperty: boolean;
  /** The annotation of what it returns or holds, such as "list[Row]"; null when PySpark gives none. */
  readonly gives: string | null;
}

/** A method, function, class or property in one version of Spark. */
export interface ApiSignature {
  /** "DataFrame.join", "functions.col", "StructType", "pandas.DataFrame.merge". */
  readonly name: string;
  /** The import path of the class or function that it belongs to. */
  readonly path: string;
  readonly kind:
    "method" | "static" | "class" | "property" | "attribute" | "param" | "function" | "constructor";
  readonly form: SignatureForm;
  /** The ways to call it that PySpark declares, instead of `form`; empty when it declares none. */
  readonly overloads: readonly SignatureForm[];
  readonly since: string | null;
  /** The version of the deprecation ("yes" when PySpark does not say which) and what to use instead. */
  readonly deprecated: { readonly since: string; readonly instead: string | null } | null;
  /** The sibling that does exactly the same. */
  readonly aliasOf: string | null;
  /** False when a Spark Connect session lacks it; null when unknown, or where there is no Connect. */
  readonly inConnect: boolean | null;
  /** "future" and "gone": the version does not have it, but a later or an earlier one. */
  readonly availability: "present" | "future" | "gone";
  /** The first and last line of Spark with it, within those that we know. */
  readonly from: string | null;
  readonly until: string | null;
}

/** Texts of the files in server/data, read when they are first needed. */
export interface ApiTexts {
  readonly api: () => string;
  /** Delta Lake's package, whose objects come between Spark's. */
  readonly delta: () => string;
  readonly ml: () => string;
  readonly pandas: () => string;
  readonly operations: () => string;
  readonly roles: () => string;
  readonly summaries: () => string;
}

const functionsModule = "pyspark.sql.functions.";
/** The first version with Spark Connect's Python client. */
const firstWithConnect = "3.4";

/** Builds the look-ups. */
export function createApiCatalog(texts: ApiTexts): ApiCatalog {
  const tables = readApiTables(texts.api(), texts.delta());
  const operations = readOperations(texts.operations());
  const [ml, pandas] = [once(() => readApiTables(texts.ml())), once(() => readApiTables(texts.pandas()))];
  const roles = once(() => readArgumentRoles(texts.roles()));
  const summaries = once(
    () =>
      (JSON.parse(texts.summaries()) as { readonly summaries: Readonly<Record<string, string>> }).summaries,
  );
  const members = new Map<string, Map<string, ApiMember | null>>();
  const signatures = new Map<ApiTables, Map<string, ApiSignature | null>>();
  const aliasIndex = once(() => indexAliases(tables));
  const functionNames = once(() =>
    tables
      .functionKeys()
      .filter((key) => /^functions\.\w+$/.test(key))
      .map((key) => key.slice("functions.".length)),
  );

  const tablesOf = (qualified: string): ApiTables =>
    qualified.startsWith("pyspark.ml.") ? ml() : qualified.startsWith("pyspark.pandas.") ? pandas() : tables;

  function memberOf(type: string, name: string): ApiMember | null {
    let known = members.get(type);
    if (known === undefined) members.set(type, (known = new Map<string, ApiMember | null>()));
    let member = known.get(name);
    if (member === undefined) {
      const row = name.startsWith("_") ? null : tables.anyMember(type, name);
      member = row && {
        returns: classOf(tables, row),
        isProperty: row.takes === undefined,
        gives: row.gives ?? null,
      };
      known.set(name, member);
    }
    return member;
  }

  /** Reading a signature's text takes some 50 µs, so each is read once. */
  function remembered(from: ApiTables, key: string, make: () => ApiSignature | null): ApiSignature | null {
    let ofFile = signatures.get(from);
    if (ofFile === undefined) signatures.set(from, (ofFile = new Map<string, ApiSignature | null>()));
    let signature = ofFile.get(key);
    if (signature === undefined) ofFile.set(key, (signature = make()));
    return signature;
  }

  function signatureIn(from: ApiTables, type: string, name: string, version: string): ApiSignature | null {
    const line = nearestKnownVersion(version);
    return remembered(from, `${type} ${name} ${line}`, () => memberSignature(from, type, name, line));
  }

  function memberSignature(from: ApiTables, type: string, name: string, line: string): ApiSignature | null {
    const owner = from.class(type, line);
    if (owner === null) return null;
    const found = from.member(type, name, line);
    if (name === "__init__")
      return constructorOf(
        labelOf(owner.row.name, type),
        owner.row.name,
        found,
        owner,
        connectOf(from, type, line),
      );
    if (found === null || name.startsWith("_")) return null;
    const label = labelOf(owner.row.name, type);
    const inConnect = from.isClassicOnly(`${found.owner}.${name}`, line)
      ? false
      : connectOf(from, type, line);
    return signatureOf(`${label}.${name}`, owner.row.name, found.row.kind ?? "method", found, inConnect);
  }

  function functionIn(from: ApiTables, key: string, version: string): ApiSignature | null {
    const line = nearestKnownVersion(version);
    const found = from.function(key, line);
    if (found === null) return null;
    const path = key.startsWith("functions.") ? `pyspark.sql.${key}` : key;
    return remembered(from, `${key} ${line}`, () =>
      signatureOf(key, path, "function", found, connectOf(from, key, line)),
    );
  }

  return {
    ...operations,
    member: memberOf,
    isClass: tables.hasClass,
    classNamed(qualified) {
      if (!/^delta\.|^pyspark\.(?!pandas\.|ml\.|mllib\.)/.test(qualified)) return null;
      const name = tables.classAt(qualified) ?? qualified.slice(qualified.lastIndexOf(".") + 1);
      return tables.hasClass(name) ? name : null;
    },
    functionNamed(qualified) {
      const name = functionKey(qualified);
      const row = tablesOf(name).anyFunction(name);
      return row?.gives === "Column" || row?.gives === "DataFrame" || row?.gives === "pyspark.sql.Column"
        ? { name, returns: row.gives.replace("pyspark.sql.", "") }
        : null;
    },
    get functionNames() {
      return functionNames();
    },
    signature: (type, name, version) => signatureIn(tables, type, name, version),
    functionSignature: (name, version) => functionIn(tablesOf(name), name, version),
    signatureAt(qualified, version) {
      const from = tablesOf(qualified);
      const asFunction = functionIn(from, functionKey(qualified), version);
      if (asFunction !== null) return asFunction;
      const asClass = classIn(from, qualified);
      if (asClass !== null) return signatureIn(from, asClass, "__init__", version);
      const dot = qualified.lastIndexOf(".");
      const owner = classIn(from, qualified.slice(0, dot));
      return owner === null ? null : signatureIn(from, owner, qualified.slice(dot + 1), version);
    },
    propertyOwner: tables.propertyOwner,
    aliases: (of, name) => aliasIndex().get(`${of}.${name}`) ?? [],
    connectSupport(name, version) {
      const line = nearestKnownVersion(version);
      const [type = "", member = ""] = name.split(".");
      if (type === "functions") return functionIn(tables, name, line)?.inConnect ?? null;
      if (member === "") return tables.hasClass(type) ? connectOf(tables, type, line) : null;
      return signatureIn(tables, type, member, line)?.inConnect ?? null;
    },
    summary(name) {
      const all = summaries();
      return (Object.hasOwn(all, name) ? all[name] : undefined) ?? null;
    },
    get roles() {
      return roles();
    },
  };
}

/** What we call a class: those of the pandas API share names with Spark's own. */
function labelOf(path: string, type: string): string {
  return path.startsWith("pyspark.pandas.") ? `pandas.${type}` : type;
}

/** "pyspark.sql.connect.functions.builtin.col" → "functions.col"; other paths stay. */
function functionKey(qualified: string): string {
  const plain = qualified.replace(/^pyspark\.sql\.(connect\.)?functions\.(builtin\.)?/, functionsModule);
  return plain.startsWith(functionsModule) ? `functions.${plain.slice(functionsModule.length)}` : plain;
}

/** The class at a path; users may import it from where PySpark defines it as well. */
function classIn(from: ApiTables, qualified: string): string | null {
  const known = from.classAt(qualified);
  if (known !== null) return known;
  const name = qualified.slice(qualified.lastIndexOf(".") + 1);
  return qualified.startsWith("pyspark.") && /^[A-Z]/.test(name) && from.hasClass(name) ? name : null;
}

function connectOf(from: ApiTables, key: string, line: string): boolean | null {
  if (from.versions.indexOf(line) < from.versions.indexOf(firstWithConnect)) return null;
  return !from.isClassicOnly(key, line);
}

/** The one class of the API that a result is; None beside it does not count. */
function classOf(tables: ApiTables, { gives = "" }: ApiRow): string | null {
  const [only = "", ...others] = gives.split(" | ").filter((each) => each !== "None");
  const name = /^[\w.]+/.exec(only)?.[0] ?? "";
  return others.length === 0 && tables.hasClass(name) ? name : null;
}

function signatureOf(
  name: string,
  path: string,
  kind: ApiSignature["kind"],
  { row, availability, from, until }: FoundRow<ApiRow>,
  inConnect: boolean | null,
): ApiSignature {
  const { deprecated, instead = null } = row;
  return {
    name,
    path,
    kind,
    form: { parameters: parseParameters(row.takes ?? ""), returns: row.gives ?? null },
    overloads: (row.overloads ?? []).map(parseForm),
    since: row.since ?? null,
    deprecated: deprecated === undefined ? null : { since: deprecated, instead },
    aliasOf: row.alias ?? null,
    inConnect,
    availability,
    from,
    until,
  };
}

/** A class as what calling it makes. */
function constructorOf(
  type: string,
  path: string,
  init: FoundRow<ApiRow> | null,
  owner: FoundRow<{ readonly since?: string; readonly deprecated?: string; readonly instead?: string }>,
  inConnect: boolean | null,
): ApiSignature {
  const { since, deprecated, instead } = owner.row;
  const row: ApiRow = {
    ...init?.row,
    gives: type,
    ...(since !== undefined && { since }),
    ...(deprecated !== undefined && { deprecated }),
    ...(instead !== undefined && { instead }),
  };
  const constructor = signatureOf(type, path, "constructor", { ...owner, row }, inConnect);
  return { ...constructor, overloads: constructor.overloads.map((form) => ({ ...form, returns: type })) };
}

/** Names that mean the same by "DataFrame.where"; what an alias stands for and its other aliases. */
function indexAliases(tables: ApiTables): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, alias] of tables.aliases()) {
    const dot = key.lastIndexOf(".");
    const of = key.slice(0, dot);
    const group = groups.get(`${of}.${alias}`) ?? [alias];
    group.push(key.slice(dot + 1));
    for (const name of group) groups.set(`${of}.${name}`, group);
  }
  return new Map(
    [...groups].map(([key, group]) => {
      const own = key.slice(key.lastIndexOf(".") + 1);
      return [key, [...new Set(group)].filter((name) => name !== own).sort()];
    }),
  );
}

function once<Result>(make: () => Result): () => Result {
  let made: { readonly result: Result } | null = null;
  return () => (made ??= { result: make() }).result;
}
