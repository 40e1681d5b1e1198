import type { CallExpression } from "../../syntax/ast.ts";
import { keptList } from "../../syntax/keptList.ts";
import { databricksMethod, isDatabricksBuilder } from "../conventions/databricksConnect.ts";
import { glueMethod, isGlue } from "../conventions/glue.ts";
import { record, siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument, CallFact } from "../facts.ts";
import { placedArguments } from "../python/arguments.ts";
import { applied, nameSiteOf } from "../python/calls.ts";
import { change, fresh } from "../python/heap.ts";
import { sparkAlternatives, unknown, type BuilderState, type SparkValue, type Value } from "../value.ts";
import { columnArguments, namedColumn } from "./columnArguments.ts";
import { recordConfigs } from "./configCalls.ts";
import { dataFrameResult, readResult } from "./dataFrameCalls.ts";
import { typeMethod } from "./dataTypeMembers.ts";
import { rowsOfFrame } from "./frameRows.ts";
import { declaredResult } from "./declaredValues.ts";
import { insertedRows } from "./insertedRows.ts";
import { notFollowed } from "./notFollowed.ts";
import { textOf } from "./optionText.ts";
import { isMlStage, mlMethod } from "./mlCalls.ts";
import { namedElement, rddElements, rddFrame } from "./rddCalls.ts";
import { rowDict } from "./rows.ts";
import { columnValue, emptyState, madeFrom, spark } from "./spark.ts";
import { statedEffect } from "./statedEffects.ts";
import { callForEachBatch } from "./streamCalls.ts";
import { udfOf } from "./udfs.ts";
import { bindView, viewNamed } from "./views.ts";
import { recordFunctionsGiven } from "./workerFunctions.ts";
import { noteTables } from "./writtenTables.ts";

/** A call of a method of Spark's API. */
export function callMethod(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const result = methodResult(evaluation, receiver, method, args, node);
  const states = statedEffect(evaluation, receiver, method, args, result);
  const inserts = insertedRows(evaluation, receiver, method, args, node);
  recordCall(evaluation, `${receiver.type}.${method}`, receiver, args, node, result, {
    ...(states && { states }),
    ...(inserts && { inserts }),
  });
  if (receiver.type === "DataStreamWriter" && method === "foreachBatch")
    callForEachBatch(evaluation, receiver, args, node);
  recordConfigs(evaluation, receiver, method, args);
  recordFunctionsGiven(evaluation, receiver, method, args);
  if (receiver.type === "DataFrame" || receiver.type === "Catalog")
    changeViewNamed(evaluation, receiver, method, args);
  noteTables(evaluation, receiver, method, args, { node, result });
  return result;
}

/** What a call does to the view that it names: a frame makes it, the catalog drops it. */
function changeViewNamed(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
): void {
  const given = args.find((each) => each.name === "name" || each.name === "viewName") ?? args[0];
  const name = viewNamed(method, textOf(given?.value));
  if (name !== null) bindView(evaluation, name, receiver.type === "DataFrame" ? receiver : null);
}

/** Notes a call of Spark's API. */
export function recordCall(
  evaluation: Evaluation,
  name: string,
  receiver: SparkValue | null,
  args: readonly BoundArgument[],
  node: CallExpression,
  result: Value,
  does: Pick<CallFact, "states" | "inserts"> = {},
): void {
  const { unit, context } = evaluation;
  const { statement } = context;
  const used = !(statement.kind === "Expression" && statement.value === node);
  const fact: CallFact = {
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
  };
  record(evaluation, does.states || does.inserts ? { ...fact, ...does } : fact);
}

function methodResult(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (isMlStage(receiver)) return mlMethod(evaluation, receiver, method, args, node);
  if (isDatabricksBuilder(receiver)) return databricksMethod(evaluation, receiver, method, node);
  if (isGlue(receiver)) return glueMethod(evaluation, receiver, method, args, node);
  if (method === "transform" && receiver.type === "DataFrame")
    return transformed(evaluation, receiver, args, node);
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
  if (returns === null || returns === "Row")
    return plainResult(evaluation, receiver, method, args, member?.gives ?? null);
  if (returns === "Column")
    return columnValue(receiver.evidence, {
      kind: "call",
      function: `${receiver.type}.${method}`,
      args: keptList([
        ...(receiver.column ? [receiver.column] : []),
        ...columnArguments(
          evaluation.session,
          `${receiver.type}.${method}`,
          evaluation.api.signature(receiver.type, method, evaluation.session.version)?.form ?? null,
          args,
          ({ node }) => siteOf(evaluation, node),
        ),
      ]),
      site: siteOf(evaluation, node),
    });
  if (returns === "DataFrame")
    return notFollowed(evaluation, receiver, {
      type: "DataFrame",
      method: `${receiver.type}.${method}`,
      args,
      node,
    });
  return spark(
    returns,
    receiver.type === returns || receiver.plan
      ? receiver.evidence
      : madeFrom(evaluation, node, `${receiver.type}.${method}`, receiver.evidence),
    {
      // A merge works on the frame that it is given.
      plan: receiver.plan ?? (returns === "DeltaMergeBuilder" ? (sourceOfMerge(args)?.plan ?? null) : null),
      state: builderState(evaluation, receiver, method, args),
      data: returns === "RDD" ? rddElements(evaluation, receiver, method, args, node) : null,
    },
  );
}

const sourceOfMerge = (args: readonly BoundArgument[]): SparkValue | null =>
  args.flatMap(({ value }) => sparkAlternatives(value)).find(({ type }) => type === "DataFrame") ?? null;

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
function transformed(
  evaluation: Evaluation,
  receiver: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const [first, ...rest] = args;
  const callee = first?.value ?? unknown;
  const result = first
    ? applied(evaluation, callee, [{ ...first, name: null, unpack: "", value: receiver }, ...rest], node)
    : unknown;
  if (sparkAlternatives(result).some(({ type }) => type === "DataFrame")) return result;
  return notFollowed(evaluation, receiver, {
    type: "DataFrame",
    method: "DataFrame.transform",
    args: [],
    node,
  });
}

/** `df.randomSplit(weights)`: a sample of the frame for each weight, none of which is computed with another. */
function splits(
  evaluation: Evaluation,
  receiver: SparkValue,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  const weights = (args.find((each) => each.name === "weights") ?? args[0])?.value;
  const one = (): SparkValue => dataFrameResult(evaluation, receiver, "sample", args, node) ?? receiver;
  const isKnown = weights?.kind === "sequence" && weights.exact;
  return {
    kind: "sequence",
    type: "list",
    elements: isKnown ? weights.elements.map(one) : [one()],
    exact: isKnown,
  };
}

/** What a call hands to Python: rows, numbers, texts, nothing. */
function plainResult(
  evaluation: Evaluation,
  receiver: SparkValue,
  method: string,
  args: readonly BoundArgument[],
  gives: string | null,
): Value {
  // With a number of rows `head` gives a list, without one a row (pyspark.sql.classic.dataframe, 4.3).
  const annotation = method === "head" ? (args.length > 0 ? "list[Row]" : "Row | None") : gives;
  return declaredResult(evaluation.api, receiver, annotation, handedOut(receiver)) ?? unknown;
}

/** The rows and elements that a frame's or an RDD's methods hand to Python. */
function handedOut(receiver: SparkValue): (name: string) => Value | null {
  const { type, plan } = receiver;
  if (type === "DataFrame")
    return (name) => (name === "Row" && plan ? (rowsOfFrame(plan)?.elements[0] ?? null) : null);
  return (name) => (type === "RDD" ? namedElement(receiver, name) : null);
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
    for (const [name, value] of placedArguments(evaluation, args).named)
      options = withOption({ ...state, options }, receiver.type, name, textOf(value));
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
