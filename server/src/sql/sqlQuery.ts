import type { SqlColumnDefinition } from "./tableDefinitions.ts";
import type { NamePart, Span, SqlExpression, SqlSortItem, SqlWindow } from "./sqlExpression.ts";

/** A query as it is written: `WITH … body ORDER BY … LIMIT …`. */
export interface SqlQuery {
  readonly kind: "query";
  readonly recursive: boolean;
  readonly ctes: readonly SqlCte[];
  readonly body: SqlBody;
  readonly organization: SqlOrganization;
  readonly span: Span;
}

/** One entry of WITH. */
export interface SqlCte {
  readonly name: NamePart;
  readonly columns: readonly NamePart[];
  readonly query: SqlQuery;
  readonly span: Span;
}

/** What orders, spreads and cuts the rows of a body. */
export interface SqlOrganization {
  readonly order: readonly SqlSortItem[];
  readonly sort: readonly SqlSortItem[];
  readonly distribute: readonly SqlExpression[];
  readonly cluster: readonly SqlExpression[];
  readonly windows: readonly SqlNamedWindow[];
  /** Null where there is none, and for LIMIT ALL. */
  readonly limit: SqlExpression | null;
  readonly offset: SqlExpression | null;
  readonly span: Span;
}

export interface SqlNamedWindow {
  readonly name: NamePart;
  readonly window: SqlWindow;
}

export type SqlBody =
  | SqlSelect
  | SqlSetOperation
  | SqlPipe
  | SqlTransform
  | SqlValues
  | { readonly kind: "table"; readonly name: readonly NamePart[]; readonly span: Span }
  /** A query in parentheses. */
  | SqlQuery
  | SqlUnknownPart;

/** A part that is not told apart, such as TRANSFORM; its rows and columns are not known. */
export interface SqlUnknownPart {
  readonly kind: "unknown";
  readonly span: Span;
}

export interface SqlSelect {
  readonly kind: "select";
  readonly distinct: boolean;
  readonly hints: readonly SqlHint[];
  readonly items: readonly SqlExpression[];
  /** Null without FROM. Relations beside each other are joined by "cross". */
  readonly from: SqlRelation | null;
  readonly where: SqlExpression | null;
  /** Null without GROUP BY. */
  readonly groupBy: readonly SqlGrouping[] | null;
  readonly having: SqlExpression | null;
  readonly qualify: SqlExpression | null;
  readonly windows: readonly SqlNamedWindow[];
  readonly span: Span;
}

export interface SqlHint {
  readonly name: NamePart;
  readonly args: readonly SqlExpression[];
  readonly span: Span;
}

/**
 * An entry of GROUP BY: one expression, or sets of them. `ALL` alone is an expression with that name; ROLLUP and CUBE
 * have one set for each of their entries; sets that nest are in `sets` side by side.
 */
export interface SqlGrouping {
  readonly kind: "expression" | "rollup" | "cube" | "sets";
  readonly sets: readonly (readonly SqlExpression[])[];
  /** `GROUP BY a, b GROUPING SETS (…)`: the keys in front, which the sets choose from. */
  readonly listed?: readonly SqlExpression[];
}

export type SqlSetOperator = "union" | "intersect" | "except";

/** `a UNION b EXCEPT c`: from left to right. */
export interface SqlSetOperation {
  readonly kind: "setOperation";
  readonly first: SqlBody;
  readonly rest: readonly SqlSetStep[];
  readonly span: Span;
}

export interface SqlSetStep {
  readonly operator: SqlSetOperator;
  readonly all: boolean;
  readonly body: SqlBody;
}

/** `VALUES (1, 'a'), (2, 'b') AS t(x, y)`; a row of one value may stand without parentheses. */
export interface SqlValues {
  readonly kind: "values";
  readonly rows: readonly (readonly SqlExpression[])[];
  readonly alias: SqlTableAlias | null;
  readonly span: Span;
}

/** `SELECT TRANSFORM (a) USING 'cat' AS (x INT) FROM t`: the rows go through a command of the shell. */
export interface SqlTransform {
  readonly kind: "transform";
  /** What the command reads. */
  readonly input: SqlSelect;
  /** What it writes; null where nothing is said of that. */
  readonly columns: readonly SqlColumnDefinition[] | null;
  readonly span: Span;
}

/** `FROM t |> WHERE a > 1 |> SELECT b`. */
export interface SqlPipe {
  readonly kind: "pipe";
  readonly input: SqlBody;
  readonly steps: readonly SqlPipeStep[];
  readonly span: Span;
}

export type SqlPipeStep =
  | {
      readonly kind: "select";
      readonly items: readonly SqlExpression[];
      /** Null without GROUP BY, which stands behind a list from 4.2. */
      readonly groupBy: readonly SqlGrouping[] | null;
      readonly distinct: boolean;
      readonly span: Span;
    }
  | { readonly kind: "extend"; readonly items: readonly SqlExpression[]; readonly span: Span }
  | { readonly kind: "set"; readonly items: readonly SqlExpression[]; readonly span: Span }
  | { readonly kind: "drop"; readonly names: readonly (readonly NamePart[])[]; readonly span: Span }
  | { readonly kind: "as"; readonly name: NamePart; readonly span: Span }
  | { readonly kind: "where"; readonly condition: SqlExpression; readonly span: Span }
  | {
      readonly kind: "aggregate";
      readonly items: readonly SqlExpression[];
      readonly groupBy: readonly SqlGrouping[];
      readonly span: Span;
    }
  /** A relation whose innermost input is `input`: a join or a pivot of what comes before. */
  | { readonly kind: "relation"; readonly relation: SqlRelation; readonly span: Span }
  | ({ readonly kind: "setOperation"; readonly span: Span } & SqlSetStep)
  | { readonly kind: "sample"; readonly span: Span }
  | { readonly kind: "organization"; readonly organization: SqlOrganization; readonly span: Span }
  | SqlUnknownPart;

export interface SqlTableAlias {
  readonly name: NamePart;
  readonly columns: readonly NamePart[];
}

export type SqlJoinType = "inner" | "cross" | "left" | "right" | "full" | "leftsemi" | "leftanti" | "asof";

/** What stands in FROM. */
export type SqlRelation =
  | {
      readonly kind: "table";
      readonly name: readonly NamePart[];
      readonly alias: SqlTableAlias | null;
      readonly sampled: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: "subquery";
      readonly query: SqlQuery;
      readonly alias: SqlTableAlias | null;
      readonly sampled: boolean;
      readonly lateral: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: "function";
      readonly name: readonly NamePart[];
      /** Null for `TABLE(…)` arguments. */
      readonly args: readonly (SqlExpression | null)[];
      readonly argNames: readonly (string | null)[];
      readonly alias: SqlTableAlias | null;
      readonly lateral: boolean;
      readonly span: Span;
    }
  | SqlValues
  | SqlJoin
  | SqlLateralView
  | SqlPivot
  | SqlUnpivot
  /** A relation in parentheses with a name of its own. */
  | {
      readonly kind: "aliased";
      readonly input: SqlRelation;
      readonly alias: SqlTableAlias;
      readonly span: Span;
    }
  /** In a pipe: what comes before. */
  | { readonly kind: "input"; readonly span: Span }
  | SqlUnknownPart;

export interface SqlJoin {
  readonly kind: "join";
  readonly left: SqlRelation;
  readonly right: SqlRelation;
  readonly type: SqlJoinType;
  readonly natural: boolean;
  readonly on: SqlExpression | null;
  readonly using: readonly NamePart[];
  readonly span: Span;
}

/** `LATERAL VIEW OUTER explode(a) t AS x` */
export interface SqlLateralView {
  readonly kind: "lateralView";
  readonly input: SqlRelation;
  readonly outer: boolean;
  readonly function: readonly NamePart[];
  readonly args: readonly SqlExpression[];
  readonly table: NamePart;
  readonly columns: readonly NamePart[];
  readonly span: Span;
}

export interface SqlPivot {
  readonly kind: "pivot";
  readonly input: SqlRelation;
  readonly aggregates: readonly SqlExpression[];
  readonly columns: readonly NamePart[];
  readonly values: readonly { readonly value: SqlExpression; readonly name: NamePart | null }[];
  readonly alias: SqlTableAlias | null;
  readonly span: Span;
}

/** Each entry of `columns` makes one row; its names are as many as `values`. */
export interface SqlUnpivot {
  readonly kind: "unpivot";
  readonly input: SqlRelation;
  readonly includesNulls: boolean;
  readonly values: readonly NamePart[];
  readonly name: NamePart | null;
  readonly columns: readonly {
    readonly names: readonly (readonly NamePart[])[];
    readonly alias: NamePart | null;
  }[];
  readonly alias: SqlTableAlias | null;
  readonly span: Span;
}
