import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { text } from "../python/text.ts";
import { callMethod, recordCall } from "../spark/sparkCalls.ts";
import { anyFrameOf } from "../eitherFrame.ts";
import { unknown, type Value } from "../value.ts";
import { dbtCall } from "./dbt.ts";
import { glueCall } from "./glue.ts";
import { datasetRead, defineStreamingTable } from "./pipelines.ts";
import { schemaClassCall } from "./schemaFrames.ts";

/** A call of what a framework around Spark gives programs; null for all else. */
export function frameworkCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  if (name.startsWith("pyspark.") && !name.startsWith("pyspark.pipelines.")) return null;
  const result = calledFramework(evaluation, name, args, node);
  if (result?.kind === "spark" && result.plan) recordCall(evaluation, name, null, args, node, result);
  return result;
}

function calledFramework(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  const [framework] = name.split(".", 1);
  switch (framework) {
    case "dbt":
      return dbtCall(evaluation, name, args, node);
    case "awsglue":
      return glueCall(evaluation, name, args, node);
    case "delta":
      // It gives its builder back, with Delta's package among the packages.
      return name.endsWith(".configure_spark_with_delta_pip") ? (args[0]?.value ?? unknown) : null;
    case "dlt":
      return /^dlt\.read(_stream|Stream)?$/.test(name)
        ? datasetRead(evaluation, name, args, node)
        : streamingTable(evaluation, name, args, node);
    case "typedspark":
    case "pandera":
      return schemaClassCall(evaluation, name, args, node);
    case "dbutils":
    case "notebookutils":
    case "mssparkutils":
      return /\.(widgets\.get\w*|secrets\.get|notebook\.run|credentials\.get\w*)$/.test(name)
        ? text(null, false)
        : unknown;
    case "display":
      return shown(evaluation, args, node);
    default:
      return name.startsWith("pyspark.pipelines.") ? streamingTable(evaluation, name, args, node) : null;
  }
}

function streamingTable(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (/\.create_(streaming_(live_)?table|target_table)$/.test(name))
    defineStreamingTable(evaluation, args, node);
  return unknown;
}

/** `display(df)` in a notebook works as `df.show()` does: it computes a few rows. */
function shown(evaluation: Evaluation, args: readonly BoundArgument[], node: CallExpression): Value {
  const frame = anyFrameOf(args[0]?.value ?? unknown);
  if (frame) callMethod(evaluation, frame, "show", [], node);
  return { kind: "none" };
}

/** Names that notebooks have without an import. */
const notebookNames: ReadonlySet<string> = new Set(["dbutils", "display", "notebookutils", "mssparkutils"]);

/** What a name holds that a notebook has without an import; null for all others. */
export function notebookName(evaluation: Evaluation, name: string): Value | null {
  return evaluation.file.isNotebook && notebookNames.has(name) ? { kind: "api", name } : null;
}
