import type { CallExpression } from "../../syntax/ast.ts";
import type { Site } from "../../syntax/module.ts";
import { nameSiteOf } from "../python/calls.ts";
import { recordConfigs } from "./configCalls.ts";
import { dataFrameResult, readResult } from "./dataFrameCalls.ts";
import { record, siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { columnArguments, columnOf, literalSite, namedColumn, reference } from "./columnArguments.ts";
import { certain, columnValue, emptyState, spark } from "./spark.ts";
import { typeObject } from "./dataTypeCalls.ts";
import { typeMethod } from "./dataTypeMembers.ts";
import { rowsOfFrame } from "./frameRows.ts";
import { rddElements, rddFrame } from "./rddCalls.ts";
import { namedTupleClass, rowDict, rowValue } from "./rows.ts";
import { udfOf } from "./udfs.ts";
import { bindTable, viewNamed } from "./views.ts";
import { change, fresh, newCell } from "../python/heap.ts";
import { callFunction } from "../python/userFunctions.ts";
import {
  sparkAlternatives,
  sparkValue,
  unknown,
  type BuilderState,
  type SparkValue,
  type Value,
} from "../value.ts";

/** A call of a method of Spark's API. */
export function callMethod(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const result = methodResult(evaluation, receiver, method, args, node);
  recordCall(evaluation, `${receiver.type}.${method}`, receiver, args, node, result);
  recordConfigs(evaluation, receiver.type, method, args);
  if (receiver.type === "DataFrame") bindView(evaluation, receiver, method, args);
  return result;
}

function bindView(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): void {
  const name = viewNamed(method, textOf((args.find((each) => each.name === "name") ?? args[0])?.value));
  if (name !== null) bindTable(evaluation, name, receiver);
}

function recordCall(
  evaluation: Evaluation,
  name: string,
  receiver: SparkValue | null,
  args: readonly BoundArgument[],
  node: CallExpression,
  result: Value,
): void {
  const { unit, context } = evaluation;
  const { statement } = context;
  const used = !(statement.kind === "Expression" && statement.value === node);
  record(evaluation, {
    kind: "call",
    name,
    node,
    nameSite: nameSiteOf(evaluation, node),
    receiver,
    args,
    result,
    used,
    unit,
    context,
  });
}

function methodResult(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (method === "transform" && receiver.type === "DataFrame") return transformed(evaluation, receiver, args);
  if (method === "toDF" && receiver.type === "RDD") return rddFrame(evaluation, receiver, args, node);
  const local = localMethod(evaluation, receiver, method, args);
  if (local) return local;
  if (method === "randomSplit" && receiver.type === "DataFrame")
    return splits(evaluation, receiver, args, node);
  const plan =
    dataFrameResult(evaluation, receiver, method, args, node) ??
    readResult(evaluation, receiver, method, args, node);
  if (plan) return plan;
  const member = evaluation.api.member(receiver.type, method);
  const returns = member?.returns ?? null;
  if (receiver.type === "UDFRegistration" && method === "register")
    return registeredUdf(evaluation, args, node);
  if (returns === null) return plainResult(receiver, method);
  if (returns === "Column")
    return columnValue(receiver.evidence, {
      kind: "call",
      function: `${receiver.type}.${method}`,
      args: [
        ...(receiver.column ? [receiver.column] : []),
        ...columnArguments(
          evaluation.session,
          `${receiver.type}.${method}`,
          evaluation.api.signature(receiver.type, method, evaluation.session.version)?.form ?? null,
          args,
          ({ node }) => siteOf(evaluation, node),
        ),
      ],
      site: siteOf(evaluation, node),
    });
  return spark(
    returns,
    receiver.type === returns || receiver.plan
      ? receiver.evidence
      : evidenceOf(evaluation, receiver, method, node),
    {
      plan: receiver.plan,
      state: builderState(evaluation, receiver, method, args),
      data: returns === "RDD" ? rddElements(evaluation, receiver, method, args, node) : null,
    },
  );
}

function evidenceOf(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  node: CallExpression,
): SparkValue["evidence"] {
  return receiver.evidence.level === "certain"
    ? certain(evaluation, node, `${receiver.type}.${method}`)
    : { ...receiver.evidence };
}

/** Methods of types, fields and rows. */
function localMethod(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): Value | null {
  if (receiver.type === "Row") return method === "asDict" ? rowDict(receiver) : null;
  const result = typeMethod(receiver, method, args);
  if (method !== "add" || result === null || !receiver.cell) return result;
  // `schema.add(…)` changes the schema itself, and gives it.
  change(evaluation, receiver, (now) => {
    const changed = now.kind === "spark" ? typeMethod(now, method, args) : null;
    return changed?.kind === "spark" && receiver.cell ? { ...changed, cell: receiver.cell } : now;
  });
  return fresh(evaluation, receiver);
}

/** `df.transform(function, *args)`: the function applied to the frame. */
function transformed(evaluation: Evaluation, receiver: SparkValue, args: readonly BoundArgument[]): Value {
  const [first, ...rest] = args;
  if (first?.value.kind !== "function") return spark("DataFrame", receiver.evidence, { plan: receiver.plan });
  const result = callFunction(evaluation, first.value, [{ ...first, name: null, value: receiver }, ...rest]);
  return sparkValue(result) ? result : spark("DataFrame", receiver.evidence, { plan: receiver.plan });
}

/** `df.randomSplit(weights)`: a sample of the frame for each weight. */
function splits(
  evaluation: Evaluation,
  receiver: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const weights = (args.find((each) => each.name === "weights") ?? args[0])?.value;
  const one = dataFrameResult(evaluation, receiver, "sample", args, node) ?? receiver;
  const isKnown = weights?.kind === "sequence" && weights.exact;
  return {
    kind: "sequence",
    type: "list",
    elements: isKnown ? weights.elements.map(() => one) : [one],
    exact: isKnown,
  };
}

/** What actions hand to Python: rows, numbers, truth values. */
function plainResult(receiver: SparkValue, method: string): Value {
  if (receiver.type === "DataFrame" || receiver.type === "RDD") {
    if (method === "count") return { kind: "number", value: null };
    if (method === "isEmpty") return { kind: "boolean", value: null };
    if (method === "collect" || method === "take" || method === "tail") {
      const rows = receiver.type === "DataFrame" && receiver.plan ? rowsOfFrame(receiver.plan) : null;
      return rows ?? { kind: "sequence", type: "list", elements: [unknown], exact: false };
    }
  }
  return unknown;
}

function registeredUdf(evaluation: Evaluation, args: readonly BoundArgument[], node: CallExpression): Value {
  const name = args[0]?.value;
  return udfOf(evaluation, "row", args.slice(1), node, name?.kind === "string" ? name.value : null);
}

/** What a builder-like object knows after one more call. */
function builderState(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): BuilderState {
  const state = receiver.state ?? emptyState;
  const text = (index: number): string | null => textOf(args[index]?.value);
  const called = [...state.called, method];
  const calls = [...state.calls, { method, args, unit: evaluation.unit }];
  if (method === "option" || (method === "config" && args.length > 1)) {
    const key = text(0);
    return key === null
      ? { ...state, called, calls }
      : { ...state, called, calls, options: withOption(state, receiver.type, key, text(1)) };
  }
  if (method === "options") {
    let options = state.options;
    for (const each of args)
      if (each.name !== null)
        options = withOption({ ...state, options }, receiver.type, each.name, textOf(each.value));
    return { ...state, called, calls, options };
  }
  if (method === "format") return { ...state, called, calls, format: text(0) };
  if (method === "schema") return { ...state, called, calls, hasSchema: true };
  if (/^(partitionBy|orderBy|groupBy|groupby|cube|rollup|pivot|sortBy|bucketBy)$/.test(method)) {
    const columns = args.flatMap((each) =>
      (each.value.kind === "sequence" ? each.value.elements : [each.value]).map((value) =>
        namedColumn(value, siteOf(evaluation, each.node)),
      ),
    );
    return {
      ...state,
      calls,
      called: [
        ...state.called,
        columns.length === 0 && args.every((each) => each.unpack === "") ? `${method}()` : method,
      ],
      columns: [...state.columns, ...columns],
    };
  }
  return { ...state, called, calls };
}

function withOption(
  state: BuilderState,
  type: string,
  key: string,
  value: string | null,
): ReadonlyMap<string, string | null> {
  return new Map(state.options).set(/Reader|Writer/.test(type) ? key.toLowerCase() : key, value);
}

/** The text that Spark makes of an option's value. */
export function textOf(value: Value | undefined): string | null {
  if (value?.kind === "string") return value.value;
  if (value?.kind === "boolean" && value.value !== null) return String(value.value);
  if (value?.kind === "number" && value.value !== null) return String(value.value);
  return null;
}

/** A call of a function or class of an imported package. */
export function callApi(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (name === "collections.namedtuple")
    return namedTupleClass(args, certain(evaluation, node, "namedtuple(…)")) ?? unknown;
  if (libraryNames.test(name)) return { kind: "library", type: name, args };
  if (!name.startsWith("pyspark.") && !name.startsWith("delta.")) return unknown;
  const udfForm = udfForms.get(name.slice(name.lastIndexOf(".") + 1));
  if (udfForm) return udfOf(evaluation, udfForm, args, node, null);
  const fn = evaluation.api.functionNamed(name);
  if (fn) return functionResult(evaluation, fn.name, fn.returns, args, node);
  const type = evaluation.api.classNamed(name);
  if (type === null) return unknown;
  const evidence = certain(evaluation, node, `${type}(…)`);
  const dataType = typeObject(type, args, evidence);
  const result =
    (type === "StructType" && dataType ? { ...dataType, cell: newCell(evaluation) } : dataType) ??
    (type === "Row"
      ? rowValue(args, evidence, keywordSites(evaluation, node))
      : spark(type, evidence, { state: emptyState }));
  recordCall(evaluation, type, null, args, node, result);
  return result;
}

/** Where a call spells its keywords. */
const keywordSites = (evaluation: Evaluation, node: CallExpression): ReadonlyMap<string, Site> =>
  new Map(node.args.flatMap(({ name }) => (name ? [[name.id, siteOf(evaluation, name)] as const] : [])));

/** Classes and functions of other packages whose objects columns may hold. */
const libraryNames = /^(?:datetime|decimal|pandas|numpy|uuid|pyspark\.ml\.linalg)\./;

const udfForms: ReadonlyMap<string, "row" | "pandas" | "arrow"> = new Map([
  ["udf", "row"],
  ["pandas_udf", "pandas"],
  ["arrow_udf", "arrow"],
]);

/** The form of UDF that a function of pyspark makes, or null. */
export function udfForm(name: string): "row" | "pandas" | "arrow" | null {
  return name.startsWith("pyspark.") ? (udfForms.get(name.slice(name.lastIndexOf(".") + 1)) ?? null) : null;
}

function functionResult(
  evaluation: Evaluation,
  name: string,
  returns: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const evidence = certain(evaluation, node, name);
  const result = functionValue(evaluation, name, returns, args, node, evidence);
  recordCall(evaluation, name, null, args, node, result);
  return result;
}

function functionValue(
  evaluation: Evaluation,
  name: string,
  returns: string,
  args: readonly BoundArgument[],
  node: CallExpression,
  evidence: SparkValue["evidence"],
): Value {
  const site = siteOf(evaluation, node);
  if (name === "functions.broadcast") return broadcast(evaluation, args, node) ?? unknown;
  if (returns !== "Column") return spark(returns, evidence);
  const text = textOf(args[0]?.value);
  if (name === "functions.col" || name === "functions.column")
    return columnValue(
      evidence,
      text === null ? { kind: "unknown", site } : reference(text, textSite(evaluation, args[0]) ?? site),
    );
  if (name === "functions.expr")
    return columnValue(
      evidence,
      text === null
        ? { kind: "unknown", site }
        : { kind: "sql", text, site: textSite(evaluation, args[0]) ?? site },
    );
  const form = evaluation.api.functionSignature(name, evaluation.session.version)?.form ?? null;
  const columns = columnArguments(
    evaluation.session,
    name,
    form,
    args.map((each) => withLambda(evaluation, each, evidence)),
    (each) => siteOf(evaluation, each.node),
  );
  return columnValue(evidence, { kind: "call", function: name, args: columns, site });
}

function textSite(evaluation: Evaluation, argument: BoundArgument | undefined): Site | null {
  return argument ? literalSite(argument.value, siteOf(evaluation, argument.node)) : null;
}

/** A Python function given to a higher-order function is called with Columns that stand for its parameters. */
function withLambda(
  evaluation: Evaluation,
  argument: BoundArgument,
  evidence: SparkValue["evidence"],
): BoundArgument {
  const { value: callee, node } = argument;
  if (callee.kind !== "function") return argument;
  const site = siteOf(evaluation, node);
  const parameters = callee.node.parameters.map(({ name }) => ({ name: name.id }));
  const body = callFunction(
    evaluation,
    callee,
    parameters.map((variable) => ({
      name: null,
      unpack: "",
      node: { kind: "Name", id: variable.name, start: node.start, end: node.end },
      value: columnValue(evidence, { kind: "variable", variable, site }),
    })),
  );
  const result = columnOf(body)?.column ?? ({ kind: "unknown", site } as const);
  return { ...argument, value: columnValue(evidence, { kind: "lambda", parameters, body: result, site }) };
}

function broadcast(
  evaluation: Evaluation,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value | null {
  const frame = sparkAlternatives(args[0]?.value ?? unknown).find((each) => each.type === "DataFrame");
  if (!frame) return spark("DataFrame", certain(evaluation, node, "functions.broadcast"));
  return dataFrameResult(
    evaluation,
    frame,
    "hint",
    [{ name: null, unpack: "", node, value: { kind: "string", value: "broadcast", constant: true } }],
    node,
  );
}

/** A call of a UDF: a Column. */
export function callUdf(
  evaluation: Evaluation,
  callee: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const result = columnValue(callee.evidence, {
    kind: "call",
    function: "udf",
    args: args.map((each) => namedColumn(each.value, siteOf(evaluation, each.node))),
    ...(callee.udf && { udf: callee.udf }),
    site: siteOf(evaluation, node),
  });
  recordCall(evaluation, "UserDefinedFunction.__call__", callee, args, node, result);
  return result;
}
