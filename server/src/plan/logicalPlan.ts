import type { Site } from "../syntax/module.ts";
import type { ColumnExpression } from "./column.ts";
import type { BoundArgument } from "./facts.ts";
import type { QueryStep } from "./query/queryStep.ts";
import type { Session } from "./session.ts";
import type { StatedEffect } from "./statedEffect.ts";
import type { BuilderCall, Value } from "./value.ts";

/** Operators by the names that Spark's logical plans use; `Unknown` is a step that we cannot name. */
export type Operator =
  | "Relation"
  | "LocalRelation"
  | "Range"
  | "SqlQuery"
  | "Project"
  | "Filter"
  | "Join"
  | "Aggregate"
  | "Pivot"
  | "Window"
  | "Sort"
  | "Limit"
  | "Sample"
  | "Deduplicate"
  | "Union"
  | "SetOperation"
  | "Generate"
  | "Repartition"
  | "RepartitionByExpression"
  | "Hint"
  | "SubqueryAlias"
  | "MapInPython"
  /** One of several frames, after paths have met; see `eitherFrame.ts`. */
  | "Either"
  | "Parameter"
  | "Unknown";

/**
 * One step of a DataFrame's logical plan. Plans are immutable DAGs: a frame used twice is the same object twice, so
 * identity answers "is this the same computation?".
 */
export interface PlanNode {
  readonly operator: Operator;
  /** The API that made the step, such as "DataFrame.join" or "DataFrameReader.parquet". */
  readonly method: string;
  readonly inputs: readonly PlanNode[];
  /** The call expression that made the step. */
  readonly site: Site;
  /** The method's name in that call, as a place to underline. */
  readonly nameSite: Site;
  readonly streaming: boolean;
  /** Rows come from outside the program: files, tables, a caller's argument. SQL text counts only once it is parsed. */
  readonly outside: boolean;
  /** An upper bound of the row count that the code itself proves (limit, literal rows, global aggregate), else null. */
  readonly maxRows: number | null;
  /** The column expressions of the step: projected, filtered, grouped or joined by. */
  readonly columns: readonly ColumnExpression[];
  readonly details: PlanDetails;
  /** The call's arguments. */
  readonly args: readonly BoundArgument[];
  /** What was called on the builder before: grouping and pivot, a reader's options and schema. */
  readonly builder: readonly BuilderCall[];
  /** The session as the step found it. What follows from it (schemas: `schema/analysis.ts`) is worked out when asked. */
  readonly session: Session;
}

export interface PlanDetails {
  /** Join: the type as written, normalised ("inner", "left_outer", "cross" …); null when not a constant. */
  readonly joinType?: string | null;
  /** Join: whether any `on` condition was given. */
  readonly hasCondition?: boolean;
  /** Hint: its name in lower case, such as "broadcast". */
  readonly hint?: string | null;
  /** Relation: the format as written, such as "csv", or "table". */
  readonly format?: string | null;
  /** Relation: reader options in lower-case keys, by the value as Spark would read it; null when not a constant. */
  readonly options?: ReadonlyMap<string, string | null>;
  /** Relation: a schema was given. */
  readonly hasSchema?: boolean;
  /** Repartition: the target, when it is a constant. */
  readonly partitions?: number | null;
  /** Relation: path or table, when it is a constant. */
  readonly location?: string | null;
  /** Steps of SQL text: what they say beside their expressions. */
  readonly query?: QueryStep;
  /** A table that a pipeline stores: the schema that it is declared with, and the query that fills it. */
  readonly stored?: { readonly schema: Value | null; readonly query: PlanNode | null };
  /** SqlQuery and SQL.Command: what the statement does. */
  readonly states?: StatedEffect;
  /** SqlQuery: the text, when it is a constant. */
  readonly sql?: string | null;
}

/** Steps that have the columns of their input, all of them and no others. */
export const keepingOperators: ReadonlySet<Operator> = new Set<Operator>([
  "Filter",
  "Sort",
  "Limit",
  "Sample",
  "Deduplicate",
  "Repartition",
  "RepartitionByExpression",
  "Hint",
  "SubqueryAlias",
]);

/** The node and all nodes below it, each once, top first. Iterative: chains may be thousands of steps long. */
export function planNodes(root: PlanNode): PlanNode[] {
  const seen = new Set<PlanNode>([root]);
  for (const node of seen) for (const input of node.inputs) seen.add(input);
  return [...seen];
}

/** Whether a step is the batch that a function of `foreachBatch` gets: each action on it reads the source again. */
export const isBatchOfStream = ({ method }: PlanNode): boolean => method === "DataStreamWriter.foreachBatch";
