import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";

/** A name in a query and its place. */
export interface QueryName {
  readonly text: string;
  readonly site: Site;
}

/** What a step of a query says beside its expressions. */
export interface QueryStep {
  /** SubqueryAlias: the alias, and names for the columns. */
  readonly alias?: { readonly name: string; readonly columns: readonly QueryName[] };
  /** Join: the names behind USING; "natural" for all that both sides have. */
  readonly using?: readonly QueryName[] | "natural";
  /** Aggregate: the keys; several sets leave keys out, so that they may be null. */
  readonly keys?: readonly ColumnExpression[];
  readonly severalSets?: boolean;
  /** Limit: the most rows, null where the text does not tell. */
  readonly count?: number | null;
  /** LocalRelation: the rows of VALUES. */
  readonly rows?: readonly (readonly ColumnExpression[])[];
  /** Generate: whether rows without elements come through. */
  readonly outer?: boolean;
}
