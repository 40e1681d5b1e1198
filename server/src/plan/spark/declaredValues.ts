import type { ApiCatalog } from "../../catalog/apiCatalog.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { joinValues, unknown, type Evidence, type SparkValue, type Value } from "../value.ts";
import { spark } from "./spark.ts";

/** What a result's annotation is read with. */
export interface DeclaredContext {
  readonly api: ApiCatalog;
  readonly evidence: Evidence;
  /** The plan that RDDs go on with. */
  readonly plan: PlanNode | null;
  /** What a name stands for in this call ("Row": a row of this frame, "T": an element of this RDD); null for all else. */
  readonly named: (name: string) => Value | null;
}

/**
 * The value that PySpark's annotation of a result promises, such as "list[Row]", "int" or "Row | None". Its content is
 * not known; a name that means nothing to us is unknown.
 */
export function declaredValue(annotation: string, context: DeclaredContext): Value {
  const alternatives = splitAt(annotation, "|");
  // An RDD in a classic session, a frame under Connect: programs are read as classic ones.
  if (alternatives.includes("DataFrame") && alternatives[0]?.startsWith("RDD") === true)
    return single(alternatives[0], context);
  return alternatives.length > 1
    ? alternatives.map((each) => single(each, context)).reduce(joinValues)
    : single(annotation.trim(), context);
}

function single(annotation: string, context: DeclaredContext): Value {
  const [, name = "", inside] = /^([\w.]+)(?:\[(.*)\])?$/.exec(annotation) ?? [];
  const known = context.named(name);
  if (known) return known;
  const plain = Object.hasOwn(plainValues, name) ? plainValues[name] : undefined;
  if (plain) return plain;
  const parts = inside === undefined ? [] : splitAt(inside, ",");
  const part = (index: number): Value => {
    const text = parts[index];
    return text === undefined ? unknown : declaredValue(text, context);
  };
  switch (name) {
    case "list":
    case "set":
    case "Sequence":
    case "Iterator":
    case "Iterable":
    case "ResultIterable":
      return list([part(0)], false, name === "set" ? "set" : "list");
    case "tuple":
      return parts.at(-1) === "..."
        ? list([part(0)], false, "tuple")
        : list(
            parts.map((_, index) => part(index)),
            true,
            "tuple",
          );
    case "dict":
      return { kind: "dict", entries: [{ key: part(0), value: part(1) }], exact: false };
    case "RDD":
      return spark("RDD", context.evidence, {
        plan: context.plan,
        data: inside === undefined ? null : { kind: "elements", elements: list([part(0)], false) },
      });
    default:
      return context.api.isClass(name) ? spark(name, context.evidence) : unknown;
  }
}

const list = (
  elements: readonly Value[],
  exact: boolean,
  type: "list" | "tuple" | "set" = "list",
): Extract<Value, { kind: "sequence" }> => ({ kind: "sequence", type, elements, exact });

const library = (type: string): Value => ({ kind: "library", type, args: [] });

/** Types that PySpark's annotations name and that are none of its classes. */
const plainValues: Readonly<Record<string, Value>> = {
  None: { kind: "none" },
  int: { kind: "number", value: null },
  float: { kind: "number", value: null, isFloat: true },
  BoundedFloat: { kind: "number", value: null, isFloat: true },
  NumberOrArray: { kind: "number", value: null },
  bool: { kind: "boolean", value: null },
  str: { kind: "string", value: null, constant: false },
  bytes: library("builtins.bytes"),
  "pandas.DataFrame": library("pandas.DataFrame"),
  "pyarrow.Table": library("pyarrow.Table"),
  PandasOnSparkDataFrame: library("pyspark.pandas.DataFrame"),
  TableArg: library("pyspark.sql.table_arg.TableArg"),
  ExecutionInfo: library("pyspark.sql.metrics.ExecutionInfo"),
  PySparkPlotAccessor: library("pyspark.sql.plot.PySparkPlotAccessor"),
  StatCounter: library("pyspark.statcounter.StatCounter"),
  Partitioner: library("pyspark.rdd.Partitioner"),
  SparkConnectClient: library("pyspark.sql.connect.client.SparkConnectClient"),
};

/** What a member of a Spark object holds or gives by its annotation; null where PySpark gives none. */
export function declaredResult(
  api: ApiCatalog,
  receiver: SparkValue,
  annotation: string | null,
  named: (name: string) => Value | null,
): Value | null {
  if (annotation === null) return null;
  const value = declaredValue(annotation, {
    api,
    evidence: receiver.evidence,
    plan: receiver.plan,
    // What the catalogue of tables calls a Column is a description of one.
    named: (name) =>
      name === "Column" && receiver.type === "Catalog" ? library("pyspark.sql.catalog.Column") : named(name),
  });
  return value.kind === "unknown" ? null : value;
}

/** The parts between separators that stand in no brackets, trimmed. */
function splitAt(text: string, separator: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === "[") depth += 1;
    else if (character === "]") depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(text.slice(start).trim());
  return parts;
}
