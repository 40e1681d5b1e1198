import { atomic } from "../../catalog/dataType.ts";
import type { MlStage } from "../../catalog/mlColumns.ts";
import type { AttributeExpression, CallExpression, Expression } from "../../syntax/ast.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { parameterPlan } from "../python/attributes.ts";
import { nameSiteOf } from "../python/calls.ts";
import { change, fresh, newCell } from "../python/heap.ts";
import {
  sparkAlternatives,
  unknown,
  type BuilderCall,
  type Evidence,
  type SparkValue,
  type Value,
} from "../value.ts";
import { hiddenCall, keywordArguments, mlParams, modelFrameMethod, transformMethod } from "./mlParams.ts";
import { certain, emptyState, planStep, spark } from "./spark.ts";
import { recordCall } from "./sparkCalls.ts";
import { runSql } from "./sqlCalls.ts";

/** Whether a value is an estimator, transformer or model of pyspark.ml. */
export const isMlStage = (value: SparkValue): boolean => value.type.startsWith("pyspark.ml.");

/**
 * What a call by a path of pyspark.ml makes: an estimator, transformer or model with the parameters that it is given,
 * or the type of vectors or matrices. Null for all else.
 */
export function mlObject(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): SparkValue | null {
  const evidence = certain(evaluation, node, `${name.slice(name.lastIndexOf(".") + 1)}(…)`);
  const udt = /^pyspark\.ml\.linalg\.(Vector|Matrix)UDT$/.exec(name)?.[1];
  if (udt !== undefined)
    return spark(`${udt}UDT`, evidence, { data: { kind: "type", dataType: atomic(udt.toLowerCase()) } });
  const { catalog, version } = evaluation.session;
  const signature = catalog.api.signatureAt(name, version);
  if (!signature || !catalog.mlColumns.stage(signature.path)) return null;
  const { path, form } = signature;
  const { unit } = evaluation;
  if (signature.kind === "constructor") {
    const made = mlValue(evaluation, path, evidence, [{ method: path, args: keywordArguments(args), unit }]);
    recordCall(evaluation, path, null, args, node, made);
    return made;
  }
  const method = name.slice(name.lastIndexOf(".") + 1);
  if (method === "load") return mlValue(evaluation, path, evidence, [hiddenCall(path, args, unit)]);
  if (!method.startsWith("from_")) return null;
  const given = keywordArguments(
    args,
    form.parameters.map((parameter) => parameter.name),
  );
  return mlValue(evaluation, path, evidence, [{ method: path, args: given, unit }]);
}

const mlValue = (
  evaluation: Evaluation,
  path: string,
  evidence: Evidence,
  calls: readonly BuilderCall[],
): SparkValue => ({
  ...spark(path, evidence, { state: { ...emptyState, calls } }),
  cell: newCell(evaluation),
});

const callsOf = (value: SparkValue): readonly BuilderCall[] => value.state?.calls ?? [];

/** What the catalogue knows of a stage. */
export const stageOf = (evaluation: Evaluation, value: SparkValue): MlStage | null =>
  evaluation.session.catalog.mlColumns.stage(value.type);

/** `stage.name`: a method, a parameter, or what a model holds. */
export function mlAttribute(
  evaluation: Evaluation,
  object: SparkValue,
  { name: { id: name } }: AttributeExpression,
): Value {
  const { catalog, version } = evaluation.session;
  const held = heldStages(evaluation, object);
  if (name === "stages" && object.type.endsWith("Model") && held)
    return {
      kind: "sequence",
      type: "list",
      elements: held.map((each) => modelOf(evaluation, each)),
      exact: true,
    };
  if (name === "bestModel") return held?.[0] ? modelOf(evaluation, held[0]) : unknown;
  const signature = catalog.api.signatureAt(`${object.type}.${name}`, version);
  if (signature?.kind === "method" || (signature?.kind !== "property" && ownMethods.test(name)))
    return { kind: "method", receiver: object, name };
  return signature?.kind === "param" || name.endsWith("Col") || name.endsWith("Cols")
    ? { kind: "api", name: `${object.type}.${name}` }
    : unknown;
}

/** Methods that every stage may have. */
const ownMethods = /^(?:fit|transform|copy|(?:set|get)[A-Z]\w*)$/;

/** A call of a method of an estimator, transformer or model. */
export function mlMethod(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const now = sparkAlternatives(fresh(evaluation, receiver))[0] ?? receiver;
  if (method === "fit") return fitted(evaluation, now, args);
  if (method === "transform") return transformed(evaluation, now, args, node);
  if (method === "copy") return args.length === 0 ? now : withCalls(now, [extra(evaluation, method, args)]);
  if (/^set[A-Z]/.test(method)) return changed(evaluation, receiver, method, args);
  if (/^get[A-Z]/.test(method)) return paramValue(evaluation, now, paramOf(method));
  const { catalog, version } = evaluation.session;
  const returns = catalog.api.signatureAt(`${receiver.type}.${method}`, version)?.form.returns;
  if (returns === undefined || !/(^|\.)DataFrame$/.test(returns ?? "")) return unknown;
  const [input] = framesAmong(args);
  const plan = planStep(evaluation, {
    operator: "Unknown",
    method: modelFrameMethod,
    inputs: input?.plan ? [input.plan] : [],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: null,
    args,
    builder: [{ method: `${receiver.type}.${method}`, args: [], unit: evaluation.unit }, ...callsOf(now)],
  });
  return spark("DataFrame", receiver.evidence, { plan });
}

const paramOf = (method: string): string => method.charAt(3).toLowerCase() + method.slice(4);

const withCalls = (value: SparkValue, more: readonly BuilderCall[]): SparkValue => ({
  ...value,
  state: { ...emptyState, calls: [...callsOf(value), ...more] },
});

/** `stage.setInputCol("x")` changes the stage itself, and gives it. */
function changed(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): Value {
  const parameters = method === "setParams" ? [] : [paramOf(method)];
  const call: BuilderCall = { method, args: keywordArguments(args, parameters), unit: evaluation.unit };
  change(evaluation, receiver, (now) => (now.kind === "spark" ? withCalls(now, [call]) : now));
  return receiver.cell ? fresh(evaluation, receiver) : withCalls(receiver, [call]);
}

function paramValue(evaluation: Evaluation, stage: SparkValue, param: string): Value {
  const params = mlParams(callsOf(stage));
  const given = params?.get(param);
  if (given) return given.value;
  const name = params && evaluation.session.catalog.mlColumns.defaultName(param);
  if (name !== null) return { kind: "string", value: name, constant: true };
  return /Col$/.test(param) ? { kind: "string", value: null, constant: true } : unknown;
}

/** The frames among the arguments. */
export const framesAmong = (args: readonly BoundArgument[]): readonly SparkValue[] =>
  args.flatMap(({ value }) => sparkAlternatives(value).filter(({ type }) => type === "DataFrame"));

/** Parameters given to one call of `fit` or `transform`: a dict by `stage.param`. */
function extra(evaluation: Evaluation, method: string, args: readonly BoundArgument[]): BuilderCall {
  const { unit } = evaluation;
  const named: BoundArgument[] = [];
  for (const { value, node } of args) {
    if (value.kind === "none") continue;
    if (value.kind !== "dict" || !value.exact) return hiddenCall(method, args, unit);
    for (const entry of value.entries) {
      if (entry.key.kind !== "api") return hiddenCall(method, args, unit);
      const name = entry.key.name.slice(entry.key.name.lastIndexOf(".") + 1);
      named.push({ name, unpack: "", node, value: entry.value });
    }
  }
  return { method, args: named, unit };
}

const extraArguments = (args: readonly BoundArgument[]): readonly BoundArgument[] =>
  args.filter(({ name }, index) => name === "params" || (name === null && index > 0));

/** The model that an estimator makes: it has the estimator's parameters as they are now. */
function fitted(evaluation: Evaluation, estimator: SparkValue, args: readonly BoundArgument[]): Value {
  const params = extraArguments(args);
  if (params.some(({ value }) => value.kind === "sequence")) return unknown;
  const fixed = frozen(evaluation, estimator);
  return modelOf(
    evaluation,
    params.length === 0 ? fixed : withCalls(fixed, [extra(evaluation, "fit", params)]),
  );
}

/** The model of an estimator; a transformer stays what it is. */
function modelOf(evaluation: Evaluation, stage: SparkValue): SparkValue {
  const model = stageOf(evaluation, stage)?.model ?? null;
  const made = model === null ? stage : spark(model, stage.evidence, { state: stage.state });
  return { ...made, cell: newCell(evaluation) };
}

/** How deep stages hold stages. */
export const deepest = 10;

/** A stage, and the stages in it, as they are now: what is done to them later does not change it. */
function frozen(evaluation: Evaluation, stage: SparkValue, depth = 0): SparkValue {
  const now = sparkAlternatives(fresh(evaluation, stage))[0] ?? stage;
  const fixed = (value: Value): Value => {
    const held = fresh(evaluation, value);
    if (held.kind === "spark" && isMlStage(held)) return frozen(evaluation, held, depth + 1);
    return held.kind === "sequence" && held.elements.some((each) => each.kind === "spark")
      ? { kind: "sequence", type: held.type, elements: held.elements.map(fixed), exact: held.exact }
      : held;
  };
  const calls = callsOf(now).map((call) => ({
    ...call,
    args: depth > deepest ? call.args : call.args.map((each) => ({ ...each, value: fixed(each.value) })),
  }));
  return spark(now.type, now.evidence, { state: { ...emptyState, calls } });
}

/** The stages that a pipeline or a tuned estimator runs; null where it works itself, or the code does not tell. */
export function heldStages(evaluation: Evaluation, stage: SparkValue): readonly SparkValue[] | null {
  const runs = stageOf(evaluation, stage)?.runs ?? null;
  const param = runs === null ? undefined : mlParams(callsOf(stage))?.get(runs);
  if (param === undefined) return null;
  const held = fresh(evaluation, param.value);
  const values = held.kind === "sequence" ? (held.exact ? held.elements : null) : [held];
  const stages = values?.map((each) => fresh(evaluation, each));
  return stages?.every((each): each is SparkValue => each.kind === "spark" && isMlStage(each))
    ? stages
    : null;
}

/** `stage.transform(frame)`. */
function transformed(
  evaluation: Evaluation,
  stage: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const [frame] = framesAmong(args);
  const given = args.find(({ name }) => name === "dataset" || name === null);
  const params = extraArguments(args);
  const applied = params.length === 0 ? stage : withCalls(stage, [extra(evaluation, "transform", params)]);
  const plan = transformedPlan(
    evaluation,
    applied,
    frame?.plan ?? parameterPlan(evaluation, given?.node ?? node),
    node,
  );
  const weaker = frame && frame.evidence.level !== "certain" ? frame.evidence : stage.evidence;
  return spark("DataFrame", weaker, { plan });
}

function transformedPlan(
  evaluation: Evaluation,
  stage: SparkValue,
  input: PlanNode,
  node: CallExpression,
  depth = 0,
): PlanNode {
  const held = depth > deepest ? null : heldStages(evaluation, stage);
  if (held)
    return held.reduce((plan, each) => transformedPlan(evaluation, each, plan, node, depth + 1), input);
  const query = statementPlan(evaluation, stage, input, node);
  return planStep(evaluation, {
    operator: "Project",
    method: transformMethod,
    inputs: [query ?? input],
    span: node,
    nameSpan: nameSiteOf(evaluation, node),
    maxRows: (query ?? input).maxRows,
    details: query ? { sql: "" } : {},
    builder: callsOf(stage),
  });
}

/** The query of a SQLTransformer on a frame; null for other stages, and where the code does not tell. */
function statementPlan(
  evaluation: Evaluation,
  stage: SparkValue,
  input: PlanNode,
  node: Expression,
): PlanNode | null {
  if (stage.type !== "pyspark.ml.feature.SQLTransformer") return null;
  const statement = mlParams(callsOf(stage))?.get("statement");
  if (statement?.value.kind !== "string") return null;
  const frame = spark("DataFrame", stage.evidence, { plan: input });
  const argument = { unpack: "", node } as const;
  return runSql(
    evaluation,
    {
      value: statement.value,
      whole: statement.value.site ?? siteOf(evaluation, node),
      method: stage.type,
      args: [
        { ...argument, name: null, value: statement.value },
        { ...argument, name: "__THIS__", value: frame },
      ],
    },
    stage.evidence,
  );
}
