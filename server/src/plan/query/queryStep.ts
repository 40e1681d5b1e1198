import type { DataType } from "../../catalog/dataType.ts";
import type { SqlGrouping } from "../../sql/sqlQuery.ts";
import type { SqlTableChange } from "../../sql/tableDefinitions.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";

/** A name in a query and its place. */
export interface QueryName {
  readonly text: string;
  readonly site: Site;
}

/** A key of GROUP BY. Sets that leave it out make nulls of it. */
export interface GroupingKey {
  readonly column: ColumnExpression;
  readonly isInAll: boolean;
  readonly kind: SqlGrouping["kind"];
}

/** PIVOT: the columns whose values become columns, and those values under the names given for them. */
export interface QueryPivot {
  readonly columns: readonly ColumnExpression[];
  readonly values: readonly { readonly value: ColumnExpression; readonly name: QueryName | null }[];
}

/** UNPIVOT: the names of the new columns, and the columns that each row is made of. */
export interface QueryUnpivot {
  readonly values: readonly QueryName[];
  readonly name: QueryName | null;
  readonly columns: readonly (readonly ColumnExpression[])[];
}

/** What a table of the program holds: columns that DDL defines, those of a query, or those of another table. */
export interface StoredTable {
  readonly defined?: readonly (QueryName & { readonly dataType: DataType })[];
  /** `CREATE TABLE … AS`, LIKE, and tables that ALTER TABLE has changed. */
  readonly from?: PlanNode;
  readonly change?: SqlTableChange;
  /** The columns of PARTITIONED BY, which come last. */
  readonly partitions?: readonly string[];
  /** It may be one of this name that was there before the program, with other columns. */
  readonly perhaps?: true;
  /** How many changes to tables the program had made before whose names it does not tell. */
  readonly changes?: number | null;
}

/** INSERT: the table if the program has made it, the columns named, and those that PARTITION gives a value. */
export interface QueryInsert {
  readonly table: PlanNode | null;
  readonly columns: readonly QueryName[];
  readonly fixed: readonly QueryName[];
  readonly byName: boolean;
  /** Which rows of the table go: `REPLACE WHERE`. */
  readonly where?: ColumnExpression;
}

/** UPDATE, DELETE and MERGE: expressions on the table, on what MERGE reads, and on both side by side. */
export interface QueryChange {
  readonly target: readonly ColumnExpression[];
  readonly source: readonly ColumnExpression[];
  readonly both: readonly ColumnExpression[];
}

/** The frames of each query around a subquery; the nearest query first. */
export type Surroundings = readonly (readonly PlanNode[])[];

/** What a step of a query says beside its expressions. */
export interface QueryStep {
  /** SubqueryAlias: the alias, and names for the columns. */
  readonly alias?: { readonly name: string; readonly columns: readonly QueryName[] };
  /** Join: the names behind USING; "natural" for all that both sides have. */
  readonly using?: readonly QueryName[] | "natural";
  /** Aggregate: the keys of GROUP BY, as written. */
  readonly grouping?: readonly GroupingKey[];
  readonly pivot?: QueryPivot;
  /** Relation: the table that the program has made. */
  readonly table?: StoredTable;
  readonly insert?: QueryInsert;
  /** What the command of TRANSFORM writes; null where nothing is said of that. */
  readonly written?: readonly (QueryName & { readonly dataType: DataType })[] | null;
  readonly change?: QueryChange;
  readonly unpivot?: QueryUnpivot;
  /** Limit: the most rows, null where the text does not tell. */
  readonly count?: number | null;
  /** LocalRelation: the rows of VALUES. */
  readonly rows?: readonly (readonly ColumnExpression[])[];
  /** Generate: whether rows without elements come through. */
  readonly outer?: boolean;
  /** Unknown: why its columns are not known. */
  readonly reason?: string;
  /** Inside of a subquery: the frames of each query around, whose columns it may name; the nearest query first. */
  readonly around?: Surroundings;
}
