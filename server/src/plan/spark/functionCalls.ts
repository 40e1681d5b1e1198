import { atomic } from "../../catalog/dataType.ts";
import type { CallExpression } from "../../syntax/ast.ts";
import { keptList } from "../../syntax/keptList.ts";
import type { Site } from "../../syntax/module.ts";
import type { ColumnExpression } from "../column.ts";
import { anyFrameOf } from "../eitherFrame.ts";
import { siteOf, type Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { newCell } from "../python/heap.ts";
import { callFunction } from "../python/userFunctions.ts";
import { unknown, type SparkValue, type Value } from "../value.ts";
import {
  columnArguments,
  columnOf,
  literalSite,
  namedColumn,
  reference,
  sqlColumn,
} from "./columnArguments.ts";
import { dataFrameResult } from "./dataFrameCalls.ts";
import { typeObject } from "./dataTypeCalls.ts";
import { textOf } from "./optionText.ts";
import { mlObject } from "./mlCalls.ts";
import { isPandasOnSpark, pandasOnSparkCall } from "./pandasOnSpark.ts";
import { makesTableFunction, tableFunction } from "./tableFunctions.ts";
import { namedTupleClass, rowValue } from "./rows.ts";
import { certain, columnValue, emptyState, spark } from "./spark.ts";
import { recordCall } from "./sparkCalls.ts";
import { udfOf } from "./udfs.ts";

/** A call of a function or class of an imported package. */
export function callApi(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
  node: CallExpression,
): Value {
  if (name === "collections.namedtuple")
    return namedTupleClass(args, certain(evaluation, node, "namedtuple(…)")) ?? unknown;
  const stage = name.startsWith("pyspark.ml.") ? mlObject(evaluation, name, args, node) : null;
  if (stage) return stage;
  if (isPandasOnSpark(name)) return pandasOnSparkCall(evaluation, name, args, node);
  if (makesTableFunction(name)) return tableFunction(evaluation, args, node);
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
      args[0] ? sqlColumn(args[0].value, siteOf(evaluation, args[0].node)) : { kind: "unknown", site },
    );
  const form = evaluation.api.functionSignature(name, evaluation.session.version)?.form ?? null;
  const columns = columnArguments(
    evaluation.session,
    name,
    form,
    args.map((each) => withLambda(evaluation, each, evidence)),
    (each) => siteOf(evaluation, each.node),
  );
  return columnValue(evidence, { kind: "call", function: name, args: keptList(columns), site });
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
  const frame = anyFrameOf(args[0]?.value ?? unknown);
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
    args: args.map((each) => udfArgument(each, siteOf(evaluation, each.node))),
    ...(callee.udf && { udf: callee.udf }),
    site: siteOf(evaluation, node),
  });
  recordCall(evaluation, "UserDefinedFunction.__call__", callee, args, node, result);
  return result;
}

/** An argument behind its parameter's name keeps that name: the column's own shows it. */
function udfArgument({ name, value }: BoundArgument, site: Site): ColumnExpression {
  const column = namedColumn(value, site);
  if (name === null) return column;
  const parameter: ColumnExpression = {
    kind: "literal",
    value: name,
    dataType: atomic("string"),
    site,
  };
  return { kind: "call", function: "named argument", args: [column, parameter], site };
}
