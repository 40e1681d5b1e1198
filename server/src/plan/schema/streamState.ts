import { compareVersions } from "../../catalog/sparkVersion.ts";
import type { PlanNode } from "../logicalPlan.ts";
import type { Schema } from "./schema.ts";

/** From here on what a state store hands back may be null (df.schema of 4.3.0; 4.2.1 leaves columns as they are). */
const since = "4.3";

/** The columns of a step of a stream that keeps state: what it reads back from its store promises nothing. */
export function restoredFromState(node: PlanNode, schema: Schema): Schema {
  if (!node.streaming || !keepsState(node) || compareVersions(node.session.version, since) < 0) return schema;
  if (schema.kind === "unknown") return schema;
  return { ...schema, attributes: schema.attributes.map((each) => ({ ...each, nullable: true })) };
}

function keepsState({ operator, inputs }: PlanNode): boolean {
  if (operator === "Join") return inputs.every((input) => input.streaming);
  return operator === "Aggregate" || operator === "Deduplicate" || operator === "Limit";
}
