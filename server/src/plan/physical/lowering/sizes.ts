import { kindOf, type DataType } from "../../../catalog/dataType.ts";
import type { PlanNode } from "../../logicalPlan.ts";
import { attributesOf } from "../../schema/schema.ts";
import { schemaOf } from "../../schema/analysis.ts";

/** Bytes that Spark reckons a value to take (DataType.defaultSize, 4.3). */
const sizes: Readonly<Record<string, number>> = {
  void: 1,
  boolean: 1,
  tinyint: 1,
  smallint: 2,
  int: 4,
  bigint: 8,
  float: 4,
  double: 8,
  date: 4,
  timestamp: 8,
  timestamp_ntz: 8,
  string: 20,
  binary: 100,
  variant: 2048,
};

function valueBytes(type: DataType): number {
  switch (type.type) {
    case "decimal":
      return type.precision <= 18 ? 8 : 16;
    case "array":
      return valueBytes(type.element);
    case "map":
      return valueBytes(type.key) + valueBytes(type.value);
    case "struct":
      return type.fields.reduce((sum, field) => sum + valueBytes(field.dataType), 0);
    default:
      return sizes[kindOf(type)] ?? 8;
  }
}

/** Bytes that Spark reckons a row of a frame to take. */
export const rowBytes = (node: PlanNode): number =>
  attributesOf(schemaOf(node)).reduce((sum, { dataType }) => sum + valueBytes(dataType), 8);

/** The size of a step whose rows are its input's, in other columns. */
export const resized = (bytes: number, from: PlanNode, to: PlanNode): number =>
  Number.isFinite(bytes) && bytes > 0 ? Math.max(1, (bytes * rowBytes(to)) / rowBytes(from)) : bytes;

/** Bytes for people: "3.2 kB", "12 MB". */
export function sizeText(bytes: number): string {
  const unit = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 4);
  const amount = bytes / 1000 ** unit;
  return `${amount < 10 && unit > 0 ? amount.toFixed(1) : Math.round(amount)} ${["bytes", "kB", "MB", "GB", "TB"][unit] ?? ""}`;
}
