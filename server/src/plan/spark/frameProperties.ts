import { simpleString } from "../../catalog/dataTypeText.ts";
import { boundednessOf } from "../boundedness.ts";
import { schemaOf } from "../schema/analysis.ts";
import { exactFields } from "../schema/schema.ts";
import type { SparkValue, Value } from "../value.ts";
import { rowsOfFrame } from "./frameRows.ts";
import { spark } from "./spark.ts";

const text = (value: string | null): Value => ({ kind: "string", value, constant: true });

/** What `df.columns`, `df.schema`, `df.dtypes` and `df.isStreaming` hold; null for other properties. */
export function frameProperty({ plan, evidence }: SparkValue, name: string): Value | null {
  switch (name) {
    case "columns":
      return columnNames(plan);
    case "dtypes": {
      const fields = plan && exactFields(schemaOf(plan));
      const pair = (...values: readonly (string | null)[]): Value => ({
        kind: "sequence",
        type: "tuple",
        elements: values.map(text),
        exact: true,
      });
      return fields
        ? list(fields.map((field) => pair(field.name, simpleString(field.dataType))))
        : { ...list([pair(null, null)]), exact: false };
    }
    case "schema": {
      const fields = plan && exactFields(schemaOf(plan));
      return spark("StructType", evidence, {
        data: {
          kind: "type",
          dataType: fields ? { type: "struct", fields } : { type: "unknown" },
        },
      });
    }
    case "rdd": {
      const elements = plan && rowsOfFrame(plan);
      return spark("RDD", evidence, { plan, data: elements && { kind: "elements", elements } });
    }
    case "isStreaming":
      return { kind: "boolean", value: plan && boundednessOf(plan).streaming };
    default:
      return null;
  }
}

const list = (elements: readonly Value[]): Extract<Value, { kind: "sequence" }> => ({
  kind: "sequence",
  type: "list",
  elements,
  exact: true,
});

function columnNames(plan: SparkValue["plan"]): Value {
  const schema = plan && schemaOf(plan);
  if (schema?.kind === "closed") return list(schema.attributes.map(({ name }) => text(name)));
  return { ...list([text(null)]), exact: false };
}
