import type { DataType } from "../../catalog/dataType.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { sameName } from "../session.ts";
import { analysisOf } from "./analysis.ts";
import { resolveColumn } from "./resolveColumn.ts";
import type { ResolvedColumn } from "./resolved.ts";
import { attributesOf, type AttributeId } from "./schema.ts";
import { scopeOf } from "./step.ts";

/** One side's column of a pair. */
export interface KeyColumn {
  readonly name: string;
  readonly dataType: DataType;
  /** Where the column comes from; null for an expression. */
  readonly id: AttributeId | null;
}

/** Two columns, one of each side, that a join compares for equality. */
export interface JoinKey {
  readonly left: KeyColumn;
  readonly right: KeyColumn;
  readonly site: Site;
}

/** The keys that a join compares, by `on` names and by `==` conditions; those with a side that is not known are left out. */
export function joinKeys(node: PlanNode): readonly JoinKey[] {
  const [left, right] = node.inputs.map((input) => attributesOf(analysisOf(input).schema));
  if (node.operator !== "Join" || !left || !right) return [];
  const step = { node, session: node.session, inputs: node.inputs.map(analysisOf) };
  const scope = scopeOf(step);
  return node.columns.flatMap(equalities).flatMap(([one, other, site]): JoinKey[] => {
    if (other === null) {
      const name = one.kind === "reference" ? one.name : "";
      const [a, b] = [left, right].map((side) =>
        side.find((each) => sameName(node.session, each.name, name)),
      );
      return a && b ? [{ left: a, right: b, site }] : [];
    }
    const [a, b] = [one, other].map((side) => keyColumn(resolveColumn(side, scope).columns[0]));
    return a && b ? [{ left: a, right: b, site }] : [];
  });
}

const keyColumn = (column: ResolvedColumn | undefined): KeyColumn | null =>
  column === undefined || column.name === null
    ? null
    : { name: column.name, dataType: column.dataType, id: column.attribute?.id ?? null };

/** `a == b` joined by `&`; a plain name is compared with its namesake. */
function equalities(
  root: ColumnExpression,
): readonly (readonly [ColumnExpression, ColumnExpression | null, Site])[] {
  const found: (readonly [ColumnExpression, ColumnExpression | null, Site])[] = [];
  const parts = new Set([root]);
  for (const part of parts) {
    if (part.kind === "reference" && part.of === null && part === root) found.push([part, null, part.site]);
    if (part.kind !== "call") continue;
    const [left, right] = part.args;
    if (part.function === "&") for (const argument of part.args) parts.add(argument);
    else if ((part.function === "==" || part.function === "Column.eqNullSafe") && left && right)
      found.push([left, right, part.site]);
  }
  return found;
}
