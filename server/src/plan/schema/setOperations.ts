import type { DataType } from "../../catalog/dataType.ts";
import { simpleString } from "../../catalog/dataTypeText.ts";
import { otherProblem } from "./expressions/problems.ts";
import type { Problem } from "./resolved.ts";
import { attributesOf, type Attribute } from "./schema.ts";
import { inputSchema, type Step } from "./step.ts";

/** The mistake of comparing rows with maps in them, as sets do (CheckAnalysis.mapColumnInSetOperation, 3.3 to 4.3). */
export function mapsAmong(
  step: Step,
  columns: readonly Attribute[] = attributesOf(inputSchema(step)),
): readonly Problem[] {
  const column = columns.find(({ dataType }) => hasMap(dataType));
  if (!column) return [];
  const text = `\`${column.name}\` is ${simpleString(column.dataType)}, and maps cannot be compared`;
  return [
    otherProblem("UNSUPPORTED_FEATURE.SET_OPERATION_ON_MAP_TYPE", column.name, text, step.node.nameSite),
  ];
}

/** Whether a map is anywhere in the type. */
export function hasMap(type: DataType): boolean {
  switch (type.type) {
    case "map":
      return true;
    case "array":
      return hasMap(type.element);
    case "struct":
      return type.fields.some(({ dataType }) => hasMap(dataType));
    default:
      return false;
  }
}
