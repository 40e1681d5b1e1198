import type { DataType } from "../catalog/dataType.ts";
import type { SqlRowChange } from "./rowChanges.ts";
import type { NamePart, Span, SqlExpression } from "./sqlExpression.ts";
import type { SqlScriptPart } from "./script.ts";
import type { SqlCte, SqlQuery, SqlRelation } from "./sqlQuery.ts";
import type { SqlColumnDefinition, SqlTableChange } from "./tableDefinitions.ts";

/** What a statement does. */
export type SqlStatement =
  | { readonly kind: "query"; readonly query: SqlQuery; readonly span: Span }
  | {
      readonly kind: "createView";
      readonly name: readonly NamePart[];
      readonly columns: readonly NamePart[];
      /** "existing" for `ALTER VIEW … AS`, which keeps what the view is. */
      readonly scope: "temporary" | "global temporary" | "permanent" | "existing";
      readonly replaces: boolean;
      readonly ifNotExists: boolean;
      /** Its columns may be others than the query's: `WITH SCHEMA EVOLUTION`, `DEFAULT COLLATION`. */
      readonly changes: boolean;
      /** Null for a view over a data source. */
      readonly query: SqlQuery | null;
      readonly span: Span;
    }
  | {
      readonly kind: "createTable";
      readonly name: readonly NamePart[];
      readonly replaces: boolean;
      /** `CREATE TABLE … AS query`; null otherwise. */
      readonly query: SqlQuery | null;
      /** As written; null where none are. */
      readonly columns: readonly SqlColumnDefinition[] | null;
      /** The columns of PARTITIONED BY, which come last in the table; those that it defines are in `columns`. */
      readonly partitions: readonly NamePart[];
      /** The table of `CREATE TABLE … LIKE`. */
      readonly like: readonly NamePart[] | null;
      readonly ifNotExists: boolean;
      /** The data source behind USING. */
      readonly provider: string | null;
      readonly span: Span;
    }
  | {
      readonly kind: "insert";
      /** Empty for a directory. */
      readonly table: readonly NamePart[];
      readonly overwrite: boolean;
      readonly byName: boolean;
      readonly columns: readonly NamePart[];
      /** The columns that PARTITION gives a value. */
      readonly fixed: readonly NamePart[];
      readonly ctes: readonly SqlCte[];
      readonly query: SqlQuery | null;
      /** The condition on the rows that go, of `REPLACE WHERE`. */
      readonly where: SqlExpression | null;
      readonly span: Span;
    }
  /** `FROM t INSERT … INSERT …`: the queries of all read the one FROM. */
  | {
      readonly kind: "inserts";
      readonly from: SqlRelation;
      readonly inserts: readonly SqlInsert[];
      readonly span: Span;
    }
  | SqlScript
  | SqlRowChange
  | {
      readonly kind: "alterTable";
      readonly name: readonly NamePart[];
      readonly change: SqlTableChange;
      readonly span: Span;
    }
  /** `DECLARE VARIABLE`: the type as written, and what it starts with. */
  | {
      readonly kind: "declare";
      readonly names: readonly (readonly NamePart[])[];
      readonly dataType: DataType | null;
      readonly value: SqlExpression | null;
      readonly span: Span;
    }
  /** `EXECUTE IMMEDIATE`: the text, whether variables take its result, and whether values are handed over. */
  | {
      readonly kind: "execute";
      readonly sql: SqlExpression | null;
      readonly hasTargets: boolean;
      readonly hasValues: boolean;
      readonly span: Span;
    }
  | {
      readonly kind: "cache";
      readonly name: readonly NamePart[];
      readonly lazy: boolean;
      readonly query: SqlQuery | null;
      readonly span: Span;
    }
  | { readonly kind: "uncache"; readonly name: readonly NamePart[]; readonly span: Span }
  | { readonly kind: "clearCache"; readonly span: Span }
  /** `SET key = value`; the value is null where it is only asked for, the key where all are. */
  | { readonly kind: "set"; readonly key: string | null; readonly value: string | null; readonly span: Span }
  | { readonly kind: "reset"; readonly key: string | null; readonly span: Span }
  | { readonly kind: "use"; readonly name: readonly NamePart[]; readonly span: Span }
  | {
      readonly kind: "drop";
      /** "table", "view", "database", "function" … */
      readonly what: string;
      readonly name: readonly NamePart[];
      readonly ifExists: boolean;
      readonly span: Span;
    }
  | { readonly kind: "explain"; readonly statement: SqlStatement; readonly span: Span }
  /** Anything else, by its first word: "show", "describe", "alter", "begin". */
  | { readonly kind: "command"; readonly word: string; readonly span: Span };

/** One INSERT. */
export type SqlInsert = Extract<SqlStatement, { kind: "insert" }>;

/** `BEGIN … END` */
export interface SqlScript {
  readonly kind: "script";
  readonly parts: readonly SqlScriptPart[];
  /** The names of blocks, by which their variables may be called. */
  readonly labels: readonly NamePart[];
  /** A handler may catch what Spark raises. */
  readonly catches: boolean;
  readonly span: Span;
}
