import type { ApiParameter } from "./apiSignature.ts";

/**
 * What an argument stands for. "column" is a Column or a column's name, "columnName" a name alone, "literal" a value
 * that is no column, "ddl" a type or schema as text, "expression" and "query" SQL text, "choice" one of `choices` or
 * of a list. A role speaks of strings: other objects may stand there too, as the annotation says.
 */
export interface ArgumentRole {
  readonly kind:
    | "column"
    | "columnName"
    | "newColumn"
    | "literal"
    | "ddl"
    | "expression"
    | "query"
    | "datetimePattern"
    | "numberPattern"
    | "regex"
    | "jsonPath"
    | "path"
    | "table"
    | "view"
    | "format"
    | "optionKey"
    | "configKey"
    | "alias"
    | "database"
    | "function"
    | "interval"
    | "timeZone"
    | "collation"
    | "choice";
  /** The values that Spark takes, in its own spelling; only for "choice". */
  readonly choices?: readonly string[];
  /** The table of the lists catalogue that holds the values; only for "choice". */
  readonly list?: string;
}

/** Roles by method or function, then by parameter. */
export interface ArgumentRoles {
  /** The role of a parameter of "DataFrame.join" or "functions.lit"; null when nothing is known. */
  readonly role: (name: string, parameter: ApiParameter) => ArgumentRole | null;
  /** The names of the methods and functions, without their class, that take an argument of one of these kinds. */
  readonly takers: (...kinds: readonly ArgumentRole["kind"][]) => readonly string[];
}

interface RoleData {
  /** "DataFrame.join" → {on: "columnName", how: "choice joinTypes"}. */
  readonly roles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Values of choices that no other catalogue lists. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
  /** Roles by the name of the parameter, for functions of pyspark.sql.functions. */
  readonly ofFunctions: Readonly<Record<string, string>>;
}

/** Reads argument-roles.json: what annotations do not tell. */
export function readArgumentRoles(text: string): ArgumentRoles {
  const { roles, choices, ofFunctions } = JSON.parse(text) as RoleData;
  const roleOf = (code: string): ArgumentRole => {
    const [kind = "literal", set = ""] = code.split(" ");
    if (kind !== "choice") return { kind: kind as ArgumentRole["kind"] };
    const values = Object.hasOwn(choices, set) ? choices[set] : undefined;
    return values === undefined ? { kind: "choice", list: set } : { kind: "choice", choices: values };
  };
  const takersOf = new Map<string, readonly string[]>();
  return {
    role(name, parameter) {
      const curated = Object.hasOwn(roles, name) ? roles[name] : undefined;
      const code =
        curated !== undefined && Object.hasOwn(curated, parameter.name) ? curated[parameter.name] : undefined;
      if (code !== undefined) return roleOf(code);
      const annotated = roleByAnnotation(parameter);
      if (annotated !== null) return annotated;
      if (!name.startsWith("functions.")) return roleByName(parameter);
      const usual = Object.hasOwn(ofFunctions, parameter.name) ? ofFunctions[parameter.name] : undefined;
      return usual === undefined ? null : roleOf(usual);
    },
    takers(...kinds) {
      const known = takersOf.get(kinds.join());
      if (known !== undefined) return known;
      const found = Object.entries(roles).flatMap(([name, byParameter]) =>
        Object.values(byParameter).some((code) => kinds.includes(roleOf(code).kind))
          ? [name.slice(name.lastIndexOf(".") + 1)]
          : [],
      );
      const names = [...new Set(found)];
      takersOf.set(kinds.join(), names);
      return names;
    },
  };
}

/** What PySpark's own annotation says: its aliases ColumnOrName and DataTypeOrString, or a data type beside a string. */
function roleByAnnotation({ annotation }: ApiParameter): ArgumentRole | null {
  if (annotation === null) return null;
  if (/\bColumnOrName/.test(annotation)) return { kind: "column" };
  if (/\bDataTypeOrString\b/.test(annotation)) return { kind: "ddl" };
  return takesText(annotation) && /\b(DataType|StructType|AtomicType)\b/.test(annotation)
    ? { kind: "ddl" }
    : null;
}

/** Names that mean the same in all methods. */
function roleByName({ annotation, name }: ApiParameter): ArgumentRole | null {
  if (annotation === null || !takesText(annotation)) return null;
  if (/^paths?$/.test(name)) return { kind: "path" };
  if (/^(tableName|table_name)$/.test(name)) return { kind: "table" };
  return name === "viewName" ? { kind: "view" } : null;
}

function takesText(annotation: string): boolean {
  return /(^|[^\w[])str\b/.test(annotation);
}
