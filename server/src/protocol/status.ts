/** Sent by the server when the target Spark version becomes known or changes. */
export const statusNotification = "shufflewise/status";

export interface StatusParams {
  /** "4.1". */
  readonly sparkVersion: string;
  /** For people: where the version comes from, such as "pyproject.toml" or "the default". */
  readonly origin: string;
  /** "Databricks"; null for plain Apache Spark. */
  readonly platform: string | null;
  /** Sentences that people should know beside, such as that another file asks for another version. */
  readonly notes: readonly string[];
}

/** Told by the client: the PySpark of the interpreter that is selected for a folder. */
export const interpreterNotification = "shufflewise/interpreter";

export interface InterpreterParams {
  /** The folder's URI; null when no folder is open. */
  readonly folder: string | null;
  /** "4.1.0"; null when the interpreter has no PySpark or none is selected. */
  readonly pyspark: string | null;
  /** Where that PySpark lies: ".../site-packages/pyspark". */
  readonly package?: string | null;
}

/** Asks for a rule's page. */
export const rulePageRequest = "shufflewise/rulePage";

export interface RulePageParams {
  readonly id: string;
}

export interface RulePageResult {
  /** The page with a heading and a line of facts; null when there is no such rule. */
  readonly markdown: string | null;
}
