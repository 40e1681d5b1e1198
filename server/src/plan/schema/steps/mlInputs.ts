import { mlParams, transformMethod } from "../../spark/mlParams.ts";
import { unknownColumn } from "../expressions/problems.ts";
import type { Problem } from "../resolved.ts";
import { inputSchema, type Step } from "../step.ts";
import { namesOf, type MlScope } from "./mlScope.ts";

/**
 * The columns that a stage, or one before it in the same pipeline, needs and the frame certainly lacks: `transform`
 * raises IllegalArgumentException (asked of 3.5 and 4.3, stage by stage).
 */
export const missingInputs = (step: Step): readonly Problem[] => [...earlierStages(step), ...ownInputs(step)];

function earlierStages({ node, inputs }: Step): readonly Problem[] {
  const [before] = node.inputs;
  const isOfPipeline =
    before?.method === transformMethod &&
    before.site.unit === node.site.unit &&
    before.site.start === node.site.start;
  return isOfPipeline ? (inputs[0]?.problems ?? []) : [];
}

function ownInputs(step: Step): readonly Problem[] {
  const { node, session } = step;
  const schema = inputSchema(step);
  const stage = session.catalog.mlColumns.stage(node.builder[0]?.method ?? "");
  const params = mlParams(node.builder);
  if (schema.kind !== "closed" || !stage || !params || node.details.sql !== undefined) return [];
  const scope: MlScope = { step, params, attributes: schema.attributes };
  const columns = schema.attributes.map(({ name }) => name);
  const known = new Set(columns.map((name) => name.toLowerCase()));
  return stage.needs
    .flatMap((param) => namesOf(scope, param) ?? [])
    .filter(({ name }) => isPlain(name) && !known.has(name.toLowerCase()))
    .map(({ name, site }) => ({
      ...unknownColumn([name], name, columns, site ?? node.nameSite),
      condition: "FIELD_NOT_FOUND",
    }));
}

/** Some versions look into structs at dots, and at backticks. */
const isPlain = (name: string): boolean => /^\w+$/.test(name);
