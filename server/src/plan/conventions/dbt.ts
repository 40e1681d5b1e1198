import type { CallExpression, FunctionStatement, LambdaExpression, Parameter } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { nameSiteOf } from "../python/calls.ts";
import { textOf } from "../spark/optionText.ts";
import { planStep, spark } from "../spark/spark.ts";
import { unknown, type Value } from "../value.ts";

/** What dbt gives the two parameters of `def model(dbt, session)`; null for all others. */
export function dbtParameter(
  evaluation: Evaluation,
  node: FunctionStatement | LambdaExpression,
  parameter: Parameter,
): Value | null {
  if (!evaluation.file.isDbtModel || node.kind !== "Function" || node.name.id !== "model") return null;
  const [project, session] = node.parameters;
  if (project?.name.id !== "dbt") return null;
  if (parameter === project) return { kind: "api", name: "dbt" };
  if (parameter !== session) return null;
  return spark("SparkSession", {
    level: "structural",
    site: siteOf(evaluation, parameter.name),
    because: "the session that dbt gives its Python models",
  });
}

/** A call on the project that dbt gives a model: `dbt.ref("orders")`, `dbt.source("shop", "orders")`. */
export function dbtCall(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (name !== "dbt.ref" && name !== "dbt.source") return unknown;
  const positional = args.filter((each) => each.name === null && each.unpack === "");
  const texts = positional.map((each) => textOf(each.value));
  const location = texts.length === 0 || texts.includes(null) ? null : texts.join(".");
  const plan = planStep(evaluation, {
    operator: "Relation",
    method: name,
    inputs: [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    details: { format: "table", location },
    args,
  });
  const because = `${name}(…) in a Python model of dbt`;
  return spark("DataFrame", { level: "structural", site: siteOf(evaluation, node), because }, { plan });
}
