import type { CallExpression } from "../../syntax/ast.ts";
import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import { unknown, type Value } from "../value.ts";
import { declaredValue } from "./declaredValues.ts";
import { certain, planStep, spark } from "./spark.ts";
import { recordCall } from "./sparkCalls.ts";

type LibraryValue = Extract<Value, { kind: "library" }>;

const packageName = "pyspark.pandas.";

/** Whether a name is one of the pandas API on Spark, which keeps frames of its own kind. */
export const isPandasOnSpark = (name: string): boolean => name.startsWith(packageName);

/** What a function or class of the pandas API on Spark gives: `ps.read_csv("/a")`, `ps.DataFrame(…)`. */
export function pandasOnSparkCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const signature = evaluation.api.signatureAt(name, evaluation.session.version);
  if (signature?.kind === "constructor") return { kind: "library", type: name, args };
  return declared(evaluation, signature?.form.returns ?? null, node);
}

/** A method of an object of the pandas API on Spark; null for other objects. With `to_spark` it is Spark's frame again. */
export function pandasOnSparkMethod(
  evaluation: Evaluation,
  receiver: LibraryValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  if (!isPandasOnSpark(receiver.type)) return null;
  if (method === "to_spark") {
    const plan = planStep(evaluation, {
      operator: "Unknown",
      method: "pandas.DataFrame.to_spark",
      inputs: [],
      span: node,
      nameSpan: nameSiteOf(evaluation, node),
      maxRows: null,
    });
    return spark("DataFrame", certain(evaluation, node, "to_spark()"), { plan });
  }
  const name = `${receiver.type}.${method}`;
  const signature = evaluation.api.signatureAt(name, evaluation.session.version);
  const result = declared(evaluation, signature?.form.returns ?? null, node);
  // Of this API's many calls rules only ask for those that the version lacks.
  if (signature && signature.availability !== "present")
    recordCall(evaluation, name, null, args, node, result);
  return result;
}

function declared(evaluation: Evaluation, annotation: string | null, node: CallExpression): Value {
  if (annotation === null) return unknown;
  return declaredValue(annotation, {
    api: evaluation.api,
    evidence: certain(evaluation, node, "the pandas API on Spark"),
    plan: null,
    // Its classes share their names with Spark's and pandas' own.
    named: (name) =>
      evaluation.api.signatureAt(`${packageName}${name}`, evaluation.session.version)
        ? { kind: "library", type: `${packageName}${name}`, args: [] }
        : null,
  });
}
