import type { DataType } from "../catalog/dataType.ts";
import type { SqlNode } from "./tree.ts";

/** A piece of the text, as offsets. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** One part of a name, without its quotes; the span includes them. */
export interface NamePart {
  readonly text: string;
  readonly span: Span;
}

/** An expression of SQL as it is written; what names mean is not known yet. */
export type SqlExpression =
  | SqlLiteral
  | SqlName
  | SqlStar
  | SqlCall
  | SqlCast
  | SqlOperation
  | SqlCase
  | SqlLambda
  | SqlField
  | SqlSubscript
  | SqlTuple
  | SqlAlias
  | SqlSubquery
  | SqlParameter
  | SqlUnknown;

export interface SqlLiteral {
  readonly kind: "literal";
  /** As text for decimals, whole numbers that a double cannot hold, dates, times, intervals and binaries. */
  readonly value: string | number | boolean | null;
  readonly dataType: DataType;
  readonly span: Span;
}

/** `a`, `t.a`, `db.t.a.field`: which parts are tables and which are fields, the schema tells. */
export interface SqlName {
  readonly kind: "name";
  readonly parts: readonly NamePart[];
  readonly span: Span;
}

/** `*`, `t.*`, `* EXCEPT (a, b.c)`. */
export interface SqlStar {
  readonly kind: "star";
  readonly qualifier: readonly NamePart[];
  readonly except: readonly (readonly NamePart[])[];
  readonly span: Span;
}

/**
 * A function's call. Special forms are calls too: `EXTRACT(f FROM x)` is extract('f', x), `POSITION(a IN b)` is
 * locate(a, b), `TRIM(LEADING a FROM b)` is ltrim(a, b), `TIMESTAMPADD(u, n, t)` is timestampadd('u', n, t),
 * `CURRENT_DATE` is current_date(), `STRUCT(…)` is struct(…), `x COLLATE c` is collate(x, 'c'), and `x:path` is
 * variant_get(x, '$.path').
 */
export interface SqlCall {
  readonly kind: "call";
  /** The function's name; several parts for `catalog.db.f`. */
  readonly name: readonly NamePart[];
  readonly args: readonly SqlExpression[];
  /** The name behind which each argument stands (`f(a => 1)`); null for those by position. */
  readonly argNames: readonly (string | null)[];
  readonly distinct: boolean;
  readonly filter: SqlExpression | null;
  readonly nulls: "ignore" | "respect" | null;
  /** `WITHIN GROUP (ORDER BY …)` */
  readonly within: readonly SqlSortItem[];
  readonly over: SqlWindow | null;
  readonly span: Span;
}

/** `CAST(x AS type)`, `TRY_CAST(x AS type)`, `x::type`. */
export interface SqlCast {
  readonly kind: "cast";
  readonly operand: SqlExpression;
  /** Unknown for a type that no version has. */
  readonly dataType: DataType;
  readonly typeSpan: Span;
  readonly isTry: boolean;
  readonly span: Span;
}

/**
 * Operators by their names here. What is negated (`NOT LIKE`, `IS NOT NULL`) is a "not" around the plain one. "and", "or"
 * and "||" have as many operands as stand in a row.
 */
export type SqlOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "div"
  | "||"
  /** Bitwise, as in SQL. */
  | "&"
  | "|"
  | "^"
  | "~"
  | "<<"
  | ">>"
  | ">>>"
  | "negative"
  | "positive"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "<=>"
  | "and"
  | "or"
  | "not"
  /** The text, the pattern, and the escape character if one is given. */
  | "like"
  | "ilike"
  | "rlike"
  /** The text and the patterns. */
  | "like any"
  | "like all"
  | "ilike any"
  | "ilike all"
  /** The value, then the choices or one subquery. */
  | "in"
  /** The value, the lower and the upper bound. */
  | "between"
  | "is null"
  | "is true"
  | "is false"
  /** One subquery. */
  | "exists";

export interface SqlOperation {
  readonly kind: "operation";
  readonly operator: SqlOperator;
  readonly operands: readonly SqlExpression[];
  readonly span: Span;
}

export interface SqlCase {
  readonly kind: "case";
  /** What `CASE x WHEN …` compares; null for `CASE WHEN …`. */
  readonly subject: SqlExpression | null;
  readonly branches: readonly { readonly when: SqlExpression; readonly then: SqlExpression }[];
  readonly otherwise: SqlExpression | null;
  readonly span: Span;
}

export interface SqlLambda {
  readonly kind: "lambda";
  readonly parameters: readonly NamePart[];
  readonly body: SqlExpression;
  readonly span: Span;
}

/** `f(x).field`: a field of what is no name. */
export interface SqlField {
  readonly kind: "field";
  readonly operand: SqlExpression;
  readonly name: NamePart;
  readonly span: Span;
}

/** `x[i]` */
export interface SqlSubscript {
  readonly kind: "subscript";
  readonly operand: SqlExpression;
  readonly index: SqlExpression;
  readonly span: Span;
}

/** `(a, b)`: a struct. */
export interface SqlTuple {
  readonly kind: "tuple";
  readonly items: readonly SqlExpression[];
  readonly span: Span;
}

/** `x AS a`, `explode(m) AS (k, v)`. */
export interface SqlAlias {
  readonly kind: "alias";
  readonly operand: SqlExpression;
  readonly names: readonly NamePart[];
  readonly span: Span;
}

/** A query in parentheses; `readQuery` reads it. */
export interface SqlSubquery {
  readonly kind: "subquery";
  readonly query: SqlNode;
  readonly span: Span;
}

/** `:name` or `?`. */
export interface SqlParameter {
  readonly kind: "parameter";
  readonly name: string | null;
  readonly span: Span;
}

/** What nests too deep, or a piece that was put in so that the rest could be read. */
export interface SqlUnknown {
  readonly kind: "unknown";
  readonly span: Span;
}

/** One entry of ORDER BY. */
export interface SqlSortItem {
  readonly expression: SqlExpression;
  readonly descending: boolean;
  /** As written; null for Spark's default: nulls are the smallest. */
  readonly nulls: "first" | "last" | null;
  readonly span: Span;
}

/** What stands behind OVER. */
export interface SqlWindow {
  /** A name of the WINDOW clause: alone, or one that the rest adds to. */
  readonly name: NamePart | null;
  readonly partition: readonly SqlExpression[];
  readonly order: readonly SqlSortItem[];
  readonly frame: SqlWindowFrame | null;
  readonly span: Span;
}

/** Bounds as Spark counts them: 0 is the current row, null is what no literal tells; infinite for UNBOUNDED. */
export interface SqlWindowFrame {
  readonly type: "rows" | "range";
  readonly lower: number | null;
  readonly upper: number | null;
}
