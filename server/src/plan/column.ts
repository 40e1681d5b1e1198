import type { Site } from "../syntax/module.ts";
import type { PlanNode } from "./logicalPlan.ts";

/** A column expression before resolution: what the code says, not yet what it means for a schema. */
export type ColumnExpression =
  | {
      readonly kind: "reference";
      readonly name: string;
      /** The frame in `df.name` and `df["name"]`; null for `col("name")` and plain strings. */
      readonly of: PlanNode | null;
      readonly site: Site;
    }
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly site: Site }
  | {
      readonly kind: "call";
      /** "functions.upper", "Column.alias", an operator such as "==" or "&", or "udf". */
      readonly function: string;
      readonly args: readonly ColumnExpression[];
      readonly site: Site;
    }
  | { readonly kind: "star"; readonly site: Site }
  | { readonly kind: "unknown"; readonly site: Site };

/** All expressions inside, the expression itself first. */
export function columnParts(root: ColumnExpression): ColumnExpression[] {
  const parts = [root];
  for (const part of parts) if (part.kind === "call") parts.push(...part.args);
  return parts;
}
