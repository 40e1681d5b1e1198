import type { AttributeExpression, CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import { certain, madeFrom, spark } from "../spark/spark.ts";
import type { SparkValue, Value } from "../value.ts";

/** Databricks Connect's builder: `DatabricksSession.builder.profile("dev").getOrCreate()` gives a session of Spark. */
const builderType = "databricks.connect.Builder";

export const isDatabricksBuilder = ({ type }: SparkValue): boolean => type === builderType;

/** `DatabricksSession.builder`, by the path of the class; null for all else. */
export const databricksBuilder = (
  evaluation: Evaluation,
  owner: string,
  node: AttributeExpression,
): Value | null =>
  node.name.id === "builder" && /^databricks\.connect\.(session\.)?DatabricksSession$/.test(owner)
    ? spark(builderType, certain(evaluation, node, "DatabricksSession.builder"))
    : null;

/** A method of the builder: where to connect, or the session itself. */
export const databricksMethod = (
  evaluation: Evaluation,
  builder: SparkValue,
  method: string,
  node: CallExpression,
): Value =>
  method === "getOrCreate" || method === "create"
    ? spark(
        "SparkSession",
        madeFrom(evaluation, node, `DatabricksSession.builder.${method}`, builder.evidence),
      )
    : builder;
