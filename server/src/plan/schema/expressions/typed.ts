import { unknownType, type DataType } from "../../../catalog/dataType.ts";
import type { Site } from "../../../syntax/module.ts";
import type { NameTree } from "./outputName.ts";
import type { Problem } from "../resolved.ts";
import type { Attribute, Reason } from "../schema.ts";

/** What an expression is for the expression around it. */
export interface Typed {
  readonly dataType: DataType;
  /** Null where it is not known. */
  readonly nullable: boolean | null;
  /** How Spark writes it in names; null where that cannot be known. */
  readonly tree: NameTree | null;
  /** The name that it brings along, as columns, fields and aliases do. */
  readonly name: string | null;
  /** Where that name stands, when it is an alias. */
  readonly nameSite: Site | null;
  /** The column itself, where it is nothing else. */
  readonly attribute: Attribute | null;
  /** It has an aggregate function outside a window. */
  readonly aggregates: boolean;
  readonly generates: boolean;
  /** The mistake that it is anywhere but in `over(window)`. */
  readonly unlessWindow: Problem | null;
  /** What a star or a generator stands for; null for the usual one column. */
  readonly columns: readonly Typed[] | null;
  /** Why it may stand for other or further columns. */
  readonly open: Reason | null;
}

/** An expression of a type, with what is known beside it. */
export function typed(
  dataType: DataType,
  nullable: boolean | null,
  more: Partial<Omit<Typed, "dataType" | "nullable">> = {},
): Typed {
  return {
    dataType,
    nullable,
    tree: null,
    name: null,
    nameSite: null,
    attribute: null,
    aggregates: false,
    generates: false,
    unlessWindow: null,
    columns: null,
    open: null,
    ...more,
  };
}

/** One column of which nothing is known. */
export const unknownTyped = (more: Partial<Omit<Typed, "dataType" | "nullable">> = {}): Typed =>
  typed(unknownType, null, more);

/** Several columns, as stars and generators make them. */
export const severalColumns = (
  columns: readonly Typed[],
  more: Partial<Omit<Typed, "dataType" | "nullable" | "columns">> = {},
): Typed => unknownTyped({ ...more, columns });
