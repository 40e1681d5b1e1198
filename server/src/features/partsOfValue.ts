import type { Analysis } from "../analysis/analyze.ts";
import { unknownType, type DataType, type Field } from "../catalog/dataType.ts";
import type { ColumnExpression } from "../plan/column.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { resolveColumn } from "../plan/schema/resolveColumn.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { sparkAlternatives } from "../plan/value.ts";
import type { Expression } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import type { AstNode } from "../syntax/walk.ts";
import { callOnFrame, framesAtHand, type NameableColumn } from "./columnFrames.ts";
import { heldAt } from "./heldValues.ts";

/** The parts that an expression's value has by name: the fields of a row, or of the structs in a column. */
export function partsOfValue(
  analysis: Analysis,
  unit: Unit,
  chain: readonly AstNode[],
  object: Expression,
): readonly NameableColumn[] {
  const held = heldAt(analysis.facts, object);
  return (held ? sparkAlternatives(held) : []).flatMap(({ column, data }): readonly NameableColumn[] => {
    if (data?.kind === "row")
      return (data.names ?? []).map(({ name }) => ({
        name,
        dataType: unknownType,
        nullable: null,
        qualifier: [],
      }));
    if (!column) return [];
    const [plan] =
      column.kind === "reference" && column.of !== null
        ? [column.of]
        : [callOnFrame(analysis, chain)?.plan ?? framesAtHand(analysis.facts, unit, chain, object)[0]];
    return plan ? fieldsOf(typeOn(column, plan)).map((field) => ({ ...field, qualifier: [] })) : [];
  });
}

/** The type of a column expression on a frame. */
function typeOn(column: ColumnExpression, plan: PlanNode): DataType | undefined {
  return resolveColumn(column, {
    session: plan.session,
    attributes: attributesOf(schemaOf(plan)),
    open: { text: "", site: null },
  }).columns[0]?.dataType;
}

/** The fields of a struct, or of the structs in an array. */
export function fieldsOf(type: DataType | undefined): readonly Field[] {
  if (type?.type === "array") return fieldsOf(type.element);
  return type?.type === "struct" ? type.fields : [];
}
