import { unknownType } from "../../../catalog/dataType.ts";
import { sideTable } from "../../../syntax/sideTable.ts";
import { planNodes, type PlanNode } from "../../logicalPlan.ts";
import { firstOfSameColumns } from "../unchangedColumns.ts";
import { attribute, type Attribute, type AttributeId } from "../schema.ts";

const byFrame = sideTable<PlanNode, Map<string, Attribute>>();
const mentions = sideTable<AttributeId, FrameColumn>();

/** A column as the code names it: the first frame with the same columns, and the name. */
export interface FrameColumn {
  readonly frame: PlanNode;
  readonly name: string;
}

/**
 * The column that the code calls `frame.name` where the frame's columns are not known: where Spark takes that name, the
 * frame has it. The same for every mention of it, in whatever case.
 */
export function columnByFrame(named: PlanNode, name: string): Attribute {
  const frame = firstOfSameColumns(named);
  let known = byFrame.get(frame);
  if (!known) byFrame.set(frame, (known = new Map<string, Attribute>()));
  const key = name.toLowerCase();
  let found = known.get(key);
  if (!found) {
    known.set(key, (found = attribute({ name, dataType: unknownType, nullable: null })));
    mentions.set(found.id, { frame, name });
  }
  return found;
}

/** How the code names a column that is known by that alone; undefined for any other column. */
export const frameColumn = (id: AttributeId): FrameColumn | undefined => mentions.get(id);

/** A column of a projection; `isOnlyName`: a name that stands for a column of a frame whose columns are not known. */
interface Projected {
  readonly attribute: Attribute;
  readonly isOnlyName: boolean;
}

/**
 * The columns of a projection, where those that may be one and the same share its identity: for Spark, which knows the
 * frame's columns, a column that is chosen twice is one (`select("a", "a")`).
 */
export function sameColumnsOnce(columns: readonly Projected[]): readonly Attribute[] {
  const isUnsure = ({ attribute, isOnlyName }: Projected): boolean =>
    isOnlyName || frameColumn(attribute.id) !== undefined;
  if (columns.filter(isUnsure).length < 2) return columns.map((each) => each.attribute);
  const firsts = new Map<string, Attribute[]>();
  return columns.map((column) => {
    const each = column.attribute;
    if (!isUnsure(column)) return each;
    const key = each.name.toLowerCase();
    const others = firsts.get(key) ?? [];
    const same = others.find((other) => mayBeOne(other, each));
    if (same) return { ...each, id: same.id };
    firsts.set(key, [...others, each]);
    return each;
  });
}

/** Columns of one name that two frames are known by are two where the frames read nothing in common. */
function mayBeOne(left: Attribute, right: Attribute): boolean {
  const [one, other] = [frameColumn(left.id)?.frame, frameColumn(right.id)?.frame];
  if (!one || !other) return true;
  const nodes = new Set(planNodes(one));
  return planNodes(other).some((node) => nodes.has(node));
}
