import type { AttributeExpression, CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { nameSiteOf } from "../python/calls.ts";
import { anyFrameOf } from "../eitherFrame.ts";
import { notFollowed } from "../spark/notFollowed.ts";
import { textOf } from "../spark/optionText.ts";
import { certain, madeFrom, planStep, spark } from "../spark/spark.ts";
import { sparkAlternatives, unknown, type SparkValue, type Value } from "../value.ts";

/** AWS Glue's own objects. A DynamicFrame is a DataFrame in another dress; its plan is that of `toDF()`. */
const types = {
  context: "awsglue.GlueContext",
  reader: "awsglue.Reader",
  frame: "awsglue.DynamicFrame",
} as const;

export const isGlue = ({ type }: SparkValue): boolean => type.startsWith("awsglue.");

/** A call of a class or function of the package `awsglue`. */
export function glueCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const method = name.slice(name.lastIndexOf(".") + 1);
  if (method === "GlueContext") return spark(types.context, certain(evaluation, node, "GlueContext(…)"));
  if (method === "fromDF") {
    const frame = anyFrameOf(args[0]?.value ?? unknown);
    return frame
      ? spark(types.frame, madeFrom(evaluation, node, "DynamicFrame.fromDF", frame.evidence), {
          plan: frame.plan,
        })
      : unknown;
  }
  // `ApplyMapping.apply(frame=…)`, `Filter.apply(…)`: a DynamicFrame of columns that are not followed.
  if (method !== "apply") return unknown;
  const input = args
    .flatMap(({ value }) => sparkAlternatives(value))
    .find(({ type }) => type === types.frame);
  return input ? notFollowed(evaluation, input, { type: types.frame, method: name, args, node }) : unknown;
}

/** `glueContext.spark_session`, `glueContext.create_dynamic_frame`; what SQLContext has is found there. Null for methods. */
export function glueAttribute(
  evaluation: Evaluation,
  object: SparkValue,
  node: AttributeExpression,
): Value | null {
  const name = node.name.id;
  if (object.type !== types.context) return { kind: "method", receiver: object, name };
  if (name === "spark_session")
    return spark("SparkSession", madeFrom(evaluation, node, "GlueContext.spark_session", object.evidence));
  if (name === "create_dynamic_frame" || name === "create_data_frame")
    return spark(types.reader, madeFrom(evaluation, node, `GlueContext.${name}`, object.evidence), {
      data: null,
    });
  if (/^create_(dynamic|data)_frame_from_\w+$|^(write|purge|get|extract|forEachBatch)/.test(name))
    return { kind: "method", receiver: object, name };
  return null;
}

/** A method of one of Glue's objects. */
export function glueMethod(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (receiver.type === types.frame) {
    if (method === "toDF") return spark("DataFrame", receiver.evidence, { plan: receiver.plan });
    if (method === "count") return { kind: "number", value: null };
    return /^(show|printSchema|schema|stageErrorsCount|errorsCount)$/.test(method)
      ? unknown
      : notFollowed(evaluation, receiver, {
          type: types.frame,
          method: `DynamicFrame.${method}`,
          args,
          node,
        });
  }
  if (receiver.type === types.context && !method.startsWith("create_")) return unknown;
  // Read through the context's methods, or through the object behind `create_dynamic_frame`.
  const isData = /GlueContext\.create_data_frame|^create_data_frame/.test(
    receiver.type === types.context ? method : receiver.evidence.because,
  );
  const evidence = madeFrom(evaluation, node, `GlueContext.${method}`, receiver.evidence);
  return spark(isData ? "DataFrame" : types.frame, evidence, { plan: read(evaluation, method, args, node) });
}

function read(
  evaluation: Evaluation,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): PlanNode {
  const given = (name: string, position: number): string | null =>
    textOf(
      (args.find((each) => each.name === name) ?? args.filter((each) => each.name === null)[position])?.value,
    );
  const isCatalog = method.endsWith("from_catalog");
  const [database, table] = [given("database", 0), given("table_name", 1)];
  const format = isCatalog ? "table" : (given("format", -1) ?? given("connection_type", 0));
  return planStep(evaluation, {
    operator: "Relation",
    method: "GlueContext.create_dynamic_frame",
    inputs: [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    details: {
      format,
      location: isCatalog && database !== null && table !== null ? `${database}.${table}` : null,
    },
    args,
  });
}
