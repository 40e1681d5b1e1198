/** What methods and functions do to a plan. */
export interface Operations {
  /** What a method does to a plan; null when it does nothing to it. */
  readonly operation: (type: string, method: string) => Operation | null;
  /** The same by "DataFrame.join". */
  readonly operationNamed: (name: string) => Operation | null;
  /** Methods that no other common library's objects have: their use tells a Spark DataFrame. */
  readonly pysparkOnly: ReadonlySet<string>;
  /** Whether "functions.sum" makes one value of many rows; `over` a window it no longer does. */
  readonly isAggregate: (name: string) => boolean;
  /** Whether "functions.explode" makes rows. */
  readonly isGenerator: (name: string) => boolean;
}

export interface Operation {
  /** The logical operator it adds. */
  readonly operator?: string;
  /** How the number of rows follows from the input's. */
  readonly rows?: "keep" | "one" | "few" | "limit" | "sum" | "product" | "groups" | "grow";
  /** It needs rows of several partitions together. */
  readonly wide?: boolean;
  /**
   * What it does to Spark beside a plan. "view": names a frame, or forgets a name. "conf": a session's configuration.
   * "catalog": tables, databases, functions. "session": all else that a session or context keeps. "stop" ends a
   * session or a query, "wait" waits for one.
   */
  readonly effect?:
    | "action"
    | "write"
    | "start"
    | "cache"
    | "unpersist"
    | "checkpoint"
    | "view"
    | "conf"
    | "catalog"
    | "session"
    | "stop"
    | "wait";
  /** It runs a job at once though it gives something to go on with: to look at the data. */
  readonly eager?: "always" | "withoutSchema" | "withoutValues";
  /** The action asks for a few rows only. */
  readonly limited?: boolean;
  /**
   * The action runs the frame's own plan: a later one of the kind on the same frame reads the shuffle files that the
   * first has left (asked of Spark 4.3; `count` and writes make a plan of their own).
   */
  readonly ownPlan?: boolean;
  /** It makes a GroupedData. */
  readonly group?: boolean;
}

interface OperationData {
  readonly operations: Readonly<Record<string, Operation>>;
  readonly pysparkOnly: readonly string[];
  /** Functions of pyspark.sql.functions by name. */
  readonly aggregates: readonly string[];
  readonly generators: readonly string[];
}

/** Reads dataframe-operations.json. */
export function readOperations(text: string): Operations {
  const data = JSON.parse(text) as OperationData;
  const operations = new Map(Object.entries(data.operations));
  const byType = new Map<string, Map<string, Operation>>();
  for (const [name, operation] of operations) {
    const dot = name.indexOf(".");
    const type = name.slice(0, dot);
    const ofType = byType.get(type) ?? new Map<string, Operation>();
    byType.set(type, ofType.set(name.slice(dot + 1), operation));
  }
  const aggregates = new Set(data.aggregates.map((name) => `functions.${name}`));
  const generators = new Set(data.generators.map((name) => `functions.${name}`));
  return {
    operation: (type, method) => byType.get(type)?.get(method) ?? null,
    operationNamed: (name) => operations.get(name) ?? null,
    pysparkOnly: new Set(data.pysparkOnly),
    isAggregate: (name) => aggregates.has(name),
    isGenerator: (name) => generators.has(name),
  };
}
