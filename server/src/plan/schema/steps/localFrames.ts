import type { Expression } from "../../../syntax/ast.ts";
import { atomic } from "../../../catalog/dataType.ts";
import type { StepAnalysis } from "../analysis.ts";
import { attributesOfFields, declaredFields } from "../declaredSchema.ts";
import { localSchema } from "../localData.ts";
import type { Refusal } from "../pythonTypes.ts";
import { attribute, type Schema } from "../schema.ts";
import { givenArguments, givenValue, unknownSchema, type Step } from "../step.ts";

/** Steps that make frames of values that the program holds. */
export const localSteps: Readonly<Record<string, (step: Step) => StepAnalysis>> = {
  "SparkSession.emptyDataFrame": empty,
  "SparkSession.createDataFrame": created,
  "SQLContext.createDataFrame": created,
  "HiveContext.createDataFrame": created,
  "RDD.toDF": distributed,
  "SQLContext.range": () => ({
    schema: {
      kind: "closed",
      attributes: [attribute({ name: "id", dataType: atomic("bigint"), nullable: false })],
    },
  }),
};

function created(step: Step): StepAnalysis {
  const { node, session } = step;
  const given = givenArguments(step);
  const data = givenValue(given, "data");
  if (!data) return { schema: unknownSchema("the code does not tell the rows", node.site) };
  const verifies = givenValue(given, "verifySchema")?.value;
  const found = localSchema(
    data.value,
    givenValue(given, "schema")?.value ?? null,
    session,
    node.site,
    !(verifies?.kind === "boolean" && verifies.value !== true),
  );
  const isCertain = node.args.every((each) => isLiteral(each.node));
  return "type" in found ? refused(found, step, isCertain) : { schema: found };
}

/** The rows of an RDD; what does not fit shows when they are computed. */
function distributed(step: Step): StepAnalysis {
  const { node, session } = step;
  const schema = givenValue(givenArguments(step), "schema")?.value ?? null;
  const elements = node.builder.findLast(({ method }) => method === "elements")?.args[0]?.value;
  const found = localSchema(elements ?? { kind: "unknown" }, schema, session, node.site);
  return "type" in found ? refused(found, step, false) : { schema: found };
}

/** What PySpark refuses. It is a mistake for certain where the call spells all its data: others may change lists that have names. */
function refused({ condition, text }: Refusal, { node }: Step, isCertain: boolean): StepAnalysis {
  const schema: Schema = unknownSchema(`Spark refuses the rows: ${text}`, node.site);
  if (!isCertain) return { schema };
  const sentence = `Spark cannot make a frame of these rows: ${text}.`;
  const problem = { condition, subject: node.method, text: sentence, candidates: [], site: node.site };
  return { schema, problems: [{ kind: "other", ...problem }] };
}

/** Whether an expression spells all of its value. */
function isLiteral(node: Expression): boolean {
  switch (node.kind) {
    case "String":
    case "Number":
    case "Constant":
      return true;
    case "List":
    case "Tuple":
      return node.elements.every(isLiteral);
    case "Dict":
      return node.entries.every(({ key, value }) => key !== null && isLiteral(key) && isLiteral(value));
    case "Unary":
      return node.operator === "-" && isLiteral(node.operand);
    default:
      return false;
  }
}

/** A frame without rows, of the schema given for it (4.2 and later). */
function empty(step: Step): StepAnalysis {
  const fields = declaredFields(givenValue(givenArguments(step), "schema")?.value);
  return {
    schema: fields
      ? { kind: "closed", attributes: attributesOfFields(fields, step.node.site) }
      : unknownSchema("the code does not tell the schema of the empty frame", step.node.site),
  };
}
