/** What PySpark's classes and functions are called and what they return; the same for Spark 3.3 to 4.3 so far. */
export interface ApiCatalog {
  /** A member of a class by the class's short name; null when the class has no such member. */
  readonly member: (type: string, name: string) => ApiMember | null;
  readonly isClass: (type: string) => boolean;
  /** "pyspark.sql.dataframe.DataFrame" → "DataFrame"; null when it is no class of the API. */
  readonly classNamed: (qualified: string) => string | null;
  /** "pyspark.sql.functions.col" → {name: "functions.col", returns: "Column"}; null for what is no function of the API. */
  readonly functionNamed: (qualified: string) => { readonly name: string; readonly returns: string } | null;
  /** The names that `from pyspark.sql.functions import *` binds. */
  readonly functionNames: readonly string[];
  /** What a method does to a plan; null when it does nothing to it. */
  readonly operation: (type: string, method: string) => Operation | null;
  /** Methods that no other common library's objects have: their use tells a Spark DataFrame. */
  readonly pysparkOnly: ReadonlySet<string>;
  /** Whether "functions.sum" makes one value of many rows; `over` a window it no longer does. */
  readonly isAggregate: (name: string) => boolean;
  /** Whether "functions.explode" makes rows. */
  readonly isGenerator: (name: string) => boolean;
}

export interface ApiMember {
  /** The short name of the API class it returns; null for anything else. */
  readonly returns: string | null;
  readonly isProperty: boolean;
}

export interface Operation {
  /** The logical operator it adds. */
  readonly operator?: string;
  /** How the number of rows follows from the input's. */
  readonly rows?: "keep" | "one" | "few" | "limit" | "sum" | "product" | "groups" | "grow";
  /** It needs rows of several partitions together. */
  readonly wide?: boolean;
  readonly effect?: "action" | "write" | "start" | "cache" | "unpersist" | "checkpoint" | "view";
  /** The action asks for a few rows only. */
  readonly limited?: boolean;
  /** It makes a GroupedData. */
  readonly group?: boolean;
}

interface ApiData {
  readonly classes: Readonly<
    Record<string, { readonly qualified: string; readonly members: Readonly<Record<string, string>> }>
  >;
  readonly functions: Readonly<Record<string, string>>;
}

interface OperationData {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly pysparkOnly: readonly string[];
  /** Functions of pyspark.sql.functions by name. */
  readonly aggregates: readonly string[];
  readonly generators: readonly string[];
}

const functionsModule = "pyspark.sql.functions.";

/** Builds the look-ups from the texts of pyspark-api.json and dataframe-operations.json. */
export function createApiCatalog(apiText: string, operationText: string): ApiCatalog {
  const api = JSON.parse(apiText) as ApiData;
  const operations = JSON.parse(operationText) as OperationData;
  const members = new Map(
    Object.entries(api.classes).map(([type, entry]) => [
      type,
      new Map(
        Object.entries(entry.members).map(([name, code]): [string, ApiMember] => {
          const isProperty = code.startsWith(".");
          const returns = isProperty ? code.slice(1) : code;
          return [name, { returns: returns === "" ? null : returns, isProperty }];
        }),
      ),
    ]),
  );
  const functions = new Map(Object.entries(api.functions));
  const aggregates = new Set(operations.aggregates.map((name) => `functions.${name}`));
  const generators = new Set(operations.generators.map((name) => `functions.${name}`));
  const byOperation = new Map(Object.entries(operations.operations));
  return {
    member: (type, name) => members.get(type)?.get(name) ?? null,
    isClass: (type) => members.has(type),
    classNamed(qualified) {
      if (!/^pyspark\.(?!pandas\.|ml\.|mllib\.)/.test(qualified)) return null;
      const name = qualified.slice(qualified.lastIndexOf(".") + 1);
      return members.has(name) ? name : null;
    },
    functionNamed(qualified) {
      const plain = qualified.replace(/^pyspark\.sql\.(connect\.)?functions\.(builtin\.)?/, functionsModule);
      const returns = functions.get(plain);
      if (returns === undefined) return null;
      const name = plain.startsWith(functionsModule)
        ? `functions.${plain.slice(functionsModule.length)}`
        : plain;
      return { name, returns };
    },
    functionNames: [...functions.keys()]
      .filter((name) => name.startsWith(functionsModule) && !name.slice(functionsModule.length).includes("."))
      .map((name) => name.slice(functionsModule.length)),
    operation: (type, method) => byOperation.get(`${type}.${method}`) ?? null,
    pysparkOnly: new Set(operations.pysparkOnly),
    isAggregate: (name) => aggregates.has(name),
    isGenerator: (name) => generators.has(name),
  };
}
