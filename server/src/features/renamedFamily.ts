import type { ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type AttributeId } from "../plan/schema/schema.ts";
import type { Site } from "../syntax/module.ts";
import type { ColumnIndex, PlacedOccurrence } from "./columnIndex.ts";

/** What stands in the way of renaming a column, and where. */
export interface RenameObstacle {
  /** Continues "line 12 …". */
  readonly text: string;
  readonly site: Site;
}

/** The columns that are to have another name. */
export interface RenamedFamily {
  readonly facts: ModuleFacts;
  readonly index: ColumnIndex;
  readonly ids: ReadonlySet<AttributeId>;
  readonly name: string;
  readonly occurrences: readonly PlacedOccurrence[];
}

/** Whether a frame has one of the columns. */
export const hasColumn = ({ ids }: Pick<RenamedFamily, "ids">, plan: PlanNode): boolean =>
  attributesOf(schemaOf(plan)).some(({ id }) => ids.has(id));
