import type { DataType } from "../../catalog/dataType.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { schemaOf } from "../schema/analysis.ts";
import type { Attribute } from "../schema/schema.ts";
import { unknown, type Evidence, type SparkValue, type Value } from "../value.ts";
import { spark } from "./spark.ts";

/** The rows of a frame as Python sees them, all alike; null where its columns are not known. */
export function rowsOfFrame(plan: PlanNode): Extract<Value, { kind: "sequence" }> | null {
  const schema = schemaOf(plan);
  if (schema.kind !== "closed") return null;
  const evidence: Evidence = { level: "certain", site: plan.site, because: plan.method };
  return { kind: "sequence", type: "list", elements: [rowOf(schema.attributes, evidence)], exact: false };
}

function rowOf(columns: readonly Pick<Attribute, "name" | "dataType">[], evidence: Evidence): SparkValue {
  return spark("Row", evidence, {
    data: {
      kind: "row",
      names: columns.map(({ name }) => ({ name, site: null })),
      values: columns.map(({ dataType }) => cellOf(dataType, evidence)),
    },
  });
}

const library = (type: string): Value => ({ kind: "library", type, args: [] });

const cells: Readonly<Record<string, Value>> = {
  boolean: { kind: "boolean", value: null },
  tinyint: { kind: "number", value: null },
  smallint: { kind: "number", value: null },
  int: { kind: "number", value: null },
  bigint: { kind: "number", value: null },
  float: { kind: "number", value: null, isFloat: true },
  double: { kind: "number", value: null, isFloat: true },
  string: { kind: "string", value: null, constant: false },
  binary: library("builtins.bytearray"),
  date: library("datetime.date"),
  timestamp: library("datetime.datetime"),
  "interval day to second": library("datetime.timedelta"),
};

/** What a cell of a type holds in Python; None aside, which every cell may hold. */
function cellOf(type: DataType, evidence: Evidence): Value {
  switch (type.type) {
    case "atomic":
      return cells[type.name] ?? unknown;
    case "decimal":
      return library("decimal.Decimal");
    case "array":
      return { kind: "sequence", type: "list", elements: [cellOf(type.element, evidence)], exact: false };
    case "map":
      return {
        kind: "dict",
        entries: [{ key: cellOf(type.key, evidence), value: cellOf(type.value, evidence) }],
        exact: false,
      };
    case "struct":
      return rowOf(type.fields, evidence);
    case "unknown":
      return unknown;
  }
}
