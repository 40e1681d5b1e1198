import type { DataType } from "../../catalog/dataType.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { Session } from "../session.ts";
import type { Attribute, Reason } from "./schema.ts";

/** A mistake for which Spark raises when it analyses the step. */
export interface Problem {
  readonly kind: "unknown-column" | "ambiguous-column" | "duplicate-column" | "type-mismatch" | "other";
  /** Spark's error condition, such as "UNRESOLVED_COLUMN.WITH_SUGGESTION". */
  readonly condition: string;
  /** The name, or what does not fit, as the code has it. */
  readonly subject: string;
  /** For people, one sentence. */
  readonly text: string;
  /** Names that could be meant, the likeliest first. */
  readonly candidates: readonly string[];
  readonly site: Site;
}

/** What an expression may refer to. */
export interface ResolutionScope {
  readonly session: Session;
  /** The columns of the inputs, in order. */
  readonly attributes: readonly Attribute[];
  /** Why there may be further columns; null when these are all. */
  readonly open: Reason | null;
  /**
   * Lists of columns that Spark searches, one after the other, when the inputs lack a name: a filter or sort behind a
   * projection sees what that read.
   */
  readonly hidden?: readonly (readonly Attribute[])[];
  /** Why Spark may find a name among further hidden columns. */
  readonly hiddenOpen?: Reason | null;
  /** The columns of the queries around a subquery, searched last; the nearest query first. */
  readonly around?: readonly { readonly attributes: readonly Attribute[]; readonly open: Reason | null }[];
  /** Aliases of the same list that later expressions may use (from 3.4). */
  readonly lateral?: readonly Attribute[];
  /** What generators of the same list make, for all other items of it. */
  readonly generated?: readonly Attribute[];
}

/** One column that an expression gives; most expressions give one, `*` and generators several. */
export interface ResolvedColumn {
  /** The name in the output; null when it cannot be known, as with random seeds. */
  readonly name: string | null;
  readonly dataType: DataType;
  /** Null where it is not known. */
  readonly nullable: boolean | null;
  /** The column itself, where the expression only refers to it: then the output keeps its identity. */
  readonly attribute: Attribute | null;
  /** Where the output's name stands in the code: an alias, else null. */
  readonly nameSite: Site | null;
}

export interface Resolved {
  readonly expression: ColumnExpression;
  /** In order; empty when nothing is known, as for an unknown `*`. */
  readonly columns: readonly ResolvedColumn[];
  /** Why there may be further columns, or others; null when these are all. */
  readonly open: Reason | null;
  /** The columns read, each once. */
  readonly reads: readonly Attribute[];
  /** The columns of queries around that are read, each once. */
  readonly outerReads: readonly Attribute[];
  /** It has an aggregate function outside a window. */
  readonly aggregates: boolean;
  /** The columns read outside of aggregate functions; null where that cannot be told. */
  readonly bare: readonly Attribute[] | null;
  /** It makes rows, as explode does. */
  readonly generates: boolean;
  readonly problems: readonly Problem[];
}
