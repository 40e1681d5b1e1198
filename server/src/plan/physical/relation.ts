import type { PlanNode } from "../logicalPlan.ts";
import type { Key } from "./columnKey.ts";
import type { Partitioning, SortKey } from "./partitioning.ts";

/** What a column is made of. */
export interface Definition {
  /** The expression, null where it is equal to nothing else. */
  readonly key: () => Key | null;
  /** The columns that it reads. */
  readonly reads: readonly string[];
}

export type Definitions = ReadonlyMap<string, Definition>;

interface RelationBase {
  /** The step of the program. */
  readonly node: PlanNode;
  readonly inputs: readonly Relation[];
  /** Tokens of the columns in order; null where not all are known. */
  readonly output: readonly string[] | null;
  /** The most rows that Spark's optimizer can prove, or null. */
  readonly maxRows: number | null;
  /** Spark's estimate of the size (SizeInBytesOnlyStatsPlanVisitor); infinite where it is huge or not known. */
  readonly bytes: number;
}

/** What a relation has that others of its kind may lack. */
type RelationParts =
  | {
      readonly kind: "scan";
      /** Spark's name of the scan. */
      readonly name: string;
      /** What follows the name. */
      readonly details: string;
      /** The same for equal scans of different steps; null where no two are equal. */
      readonly sameAs: string | null;
      readonly partitioning: (token: string) => readonly Partitioning[];
      /** What is read depends on what the code does not tell. */
      readonly assumes: string | null;
    }
  | {
      readonly kind: "project";
      readonly definitions: Definitions;
      /** The same columns under new identities, which is no step of its own: a frame joined with itself. */
      readonly renumbers: boolean;
      /** Random values or generated rows: sorts below must stay. */
      readonly deterministic: boolean;
      readonly python: string | null;
    }
  | {
      readonly kind: "filter";
      readonly reads: readonly string[];
      /** Columns whose nulls it drops. */
      readonly rejectsNulls: readonly string[];
      readonly details: string;
      readonly python: string | null;
    }
  /** A step that leaves rows in their partitions. */
  | {
      readonly kind: "narrow";
      readonly name: string;
      readonly details: string;
      readonly reads: readonly string[];
      /** Sorts and demands pass through, as with hints and aliases. */
      readonly transparent: boolean;
      /** Null: partitioning stays; else what it becomes. */
      readonly loses: boolean;
      readonly hint: string | null;
    }
  | {
      readonly kind: "aggregate";
      readonly keys: readonly Key[];
      readonly allColumns: boolean;
      /** Groups of columns of distinct aggregates. */
      readonly distinct: readonly (readonly Key[])[];
      /** Cube and rollup multiply the rows before; Python's aggregates are not worked out in two halves. */
      readonly mode: "hash" | "expand" | "python";
      readonly definitions: Definitions;
      readonly reads: readonly string[];
      readonly orderMatters: boolean;
      /** No aggregate functions. */
      readonly groupOnly: boolean;
      /** Functions like `max`, to which a row is the same as two. */
      readonly duplicates: boolean;
    }
  | {
      readonly kind: "window";
      readonly partition: readonly Key[];
      readonly order: readonly SortKey[];
      readonly made: readonly string[];
      readonly reads: readonly string[];
      /** Only `row_number` and the like, of which a filter may want the first few. */
      readonly ranks: boolean;
    }
  | { readonly kind: "sort"; readonly order: readonly SortKey[]; readonly global: boolean }
  | { readonly kind: "limit"; readonly count: number | null; readonly offset: boolean }
  | {
      readonly kind: "repartition";
      readonly to: Partitioning;
      readonly reads: readonly string[];
    }
  | { readonly kind: "coalesce"; readonly partitions: number }
  | {
      readonly kind: "join";
      readonly type: string;
      readonly keys: readonly { readonly left: Key; readonly right: Key }[];
      readonly reads: readonly string[];
      readonly takesHints: boolean;
    }
  | { readonly kind: "union" }
  /** A Python function for each group of one frame, or of two. */
  | {
      readonly kind: "groups";
      readonly name: string;
      readonly keys: readonly (readonly Key[])[];
    }
  /** A step that is not followed. */
  | { readonly kind: "opaque" };

/**
 * A step of Spark's optimized logical plan, as far as it decides how rows are exchanged. Relations are immutable and
 * shared, as the plans that they are made of.
 */
export type Relation = RelationBase & RelationParts;

export type RelationOf<Kind extends Relation["kind"]> = Extract<Relation, { readonly kind: Kind }>;

/** The columns that a relation reads of its inputs, whatever is asked of it. */
export function readsOf(relation: Relation): readonly string[] {
  switch (relation.kind) {
    case "filter":
    case "narrow":
    case "window":
    case "repartition":
    case "join":
      return relation.reads;
    case "aggregate":
      return [...relation.reads, ...relation.keys.flatMap((key) => key.tokens)];
    case "sort":
      return relation.order.flatMap(({ key }) => key.tokens);
    case "groups":
      return relation.keys.flat().flatMap((key) => key.tokens);
    default:
      return [];
  }
}

/** Whether it has no rows at all, which Spark's optimizer knows (PropagateEmptyRelation). */
export const isEmpty = (relation: Relation): boolean => relation.maxRows === 0;

/** A relation without rows. */
export const emptyRelation = (node: PlanNode, output: readonly string[] | null): Relation => ({
  kind: "scan",
  node,
  inputs: [],
  output,
  maxRows: 0,
  bytes: 0,
  name: "LocalTableScan",
  details: "<empty>",
  sameAs: null,
  partitioning: () => [],
  assumes: null,
});
