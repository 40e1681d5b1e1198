import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { memberName } from "../catalog/memberName.ts";
import { definesDataset } from "../plan/conventions/pipelines.ts";
import {
  argument,
  constantString,
  type CallFact,
  type ImportTable,
  type ModuleFacts,
  type UnitFacts,
} from "../plan/facts.ts";
import type { Expression, FunctionStatement, Identifier } from "../syntax/ast.ts";
import { walk } from "../syntax/walk.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { sparkAttributes } from "./sparkAttributes.ts";

/**
 * The function of a dataset gives a query, from which Spark puts the pipeline together: it may neither run nor look at
 * one (asked of 4.1 and 4.3, over Spark Connect, which pipelines always use).
 */
export const actionInPipeline = defineRule({
  id: "action-in-pipeline",
  summary: "Work in a function that defines a pipeline's dataset",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  module(facts, { catalog, report }) {
    if (!importsPipelines(facts.imports)) return;
    for (const unit of facts.units)
      for (const { node, isSparks } of datasets(facts, unit)) {
        const name = `\`${node.name.id}()\``;
        for (const { at, what, remedy, evidence } of [
          ...calls(unit, node, isSparks, catalog.api),
          ...(isSparks ? looks(unit, node) : []),
        ])
          report({
            site: siteIn(unit.unit, at),
            message: `${what} in ${name}, which ${isSparks ? "Spark refuses there" : "runs as often as the pipeline is planned"}: it only gives the query of a dataset. ${remedy}.`,
            evidence,
          });
      }
  },
});

interface Found {
  readonly at: Identifier | Expression;
  readonly what: string;
  readonly remedy: string;
  readonly evidence: NonNullable<CallFact["receiver"]>["evidence"];
}

const importsPipelines = ({ names }: ImportTable): boolean => {
  for (const name of names.values()) if (/^(dlt|pyspark\.pipelines)(\.|$)/.test(name)) return true;
  return false;
};

/** The functions of a unit that define datasets. `isSparks`: by Spark's own pipelines, which refuse; Databricks' ask. */
function datasets(
  { imports }: ModuleFacts,
  { unit }: UnitFacts,
): readonly { readonly node: FunctionStatement; readonly isSparks: boolean }[] {
  const decorated: { readonly node: FunctionStatement; readonly names: readonly string[] }[] = [];
  for (const statement of unit.body)
    walk(statement, (node) => {
      if (node.kind !== "Function") return true;
      const names = node.decorators.map((each) =>
        qualifiedName(each.kind === "Call" ? each.callee : each, imports),
      );
      decorated.push({ node, names: names.filter((name) => name !== null) });
      return true;
    });
  const isDatabricks = decorated.some(({ names }) => names.some((name) => expectation.test(name)));
  return decorated.flatMap(({ node, names }) => {
    const decorator = names.find(definesDataset);
    return decorator ? [{ node, isSparks: !isDatabricks && decorator.startsWith("pyspark.") }] : [];
  });
}

/** Databricks gives its pipelines the name of Spark's module; expectations are its own (none in Spark 4.1 to 4.3). */
const expectation = /^pyspark\.pipelines\.expect(_|$)/;

function qualifiedName(node: Expression, imports: ImportTable): string | null {
  if (node.kind === "Name") return imports.names.get(node.id) ?? null;
  if (node.kind !== "Attribute") return null;
  const owner = qualifiedName(node.object, imports);
  return owner === null ? null : `${owner}.${node.name.id}`;
}

function calls(
  { facts }: UnitFacts,
  fn: FunctionStatement,
  isSparks: boolean,
  api: ApiCatalog,
): readonly Found[] {
  const found = new Map<Expression, Found>();
  for (const fact of facts) {
    if (fact.kind !== "call" || fact.context.function !== fn) continue;
    const said = saidOf(fact, isSparks, api);
    const { callee } = fact.node;
    if (said && fact.receiver)
      found.set(fact.node, {
        at: callee.kind === "Attribute" ? callee.name : callee,
        evidence: fact.receiver.evidence,
        ...said,
      });
  }
  return [...found.values()];
}

type Said = Pick<Found, "what" | "remedy">;

/** What a call does that a query does not; null for what only adds to one. */
function saidOf(call: CallFact, isSparks: boolean, api: ApiCatalog): Said | null {
  const method = memberName(call.name);
  const operation = api.operationNamed(call.name);
  const effect = call.states?.effect ?? operation?.effect;
  if (effect === "write" || effect === "start")
    return { what: `\`${method}()\` writes`, remedy: "Return the frame: the pipeline stores it" };
  // `crosstab` gives a frame, for which Connect runs nothing.
  if (effect === "action" && operation?.operator === undefined)
    return {
      what: `\`${method}()\` runs a job`,
      remedy: "Put the question into the query, or into a dataset of its own",
    };
  if (!isSparks) return null;
  if (effect === "cache" || effect === "unpersist" || effect === "checkpoint")
    return { what: `\`${method}()\` runs a command`, remedy: "Leave it out: the pipeline stores its tables" };
  if (call.name === "RuntimeConfig.set" || (call.states && effect === "conf"))
    return { what: `\`${method}()\` changes the session`, remedy: "Use the decorator's `spark_conf=`" };
  if (effect === "view")
    return { what: `\`${method}()\` changes the session`, remedy: "Define the view with `@temporary_view`" };
  if (call.states || call.name.startsWith("Catalog.") || call.name.startsWith("UDFRegistration."))
    return {
      what: `\`${method}()\` asks more of the session than a query`,
      remedy: "Do it outside of the pipeline",
    };
  if (/^DataFrame\.(printSchema|explain|inputFiles|sameSemantics|semanticHash|isLocal)$/.test(call.name))
    return { what: `\`${method}()\` makes Spark look at a frame`, remedy: "Leave it out" };
  const text =
    call.name === "SparkSession.createDataFrame" && constantString(argument(call, 1, "schema")?.value);
  if (typeof text === "string" && /[\s:]/.test(text.trim()))
    return { what: "Spark reads this schema's text", remedy: "Give names alone, or a `StructType`" };
  return null;
}

/** Properties for which Spark has to look at a frame, and those that Connect does not have. */
function looks(unit: UnitFacts, fn: FunctionStatement): readonly Found[] {
  return fn.body
    .flatMap((statement) => sparkAttributes(unit, statement))
    .flatMap(({ node: { name }, object: { type, evidence } }) => {
      const remedy = remedies[type]?.[name.id];
      const what = /^(rdd|sparkContext)$/.test(name.id)
        ? `\`${name.id}\` needs Spark's JVM`
        : `\`${name.id}\` makes Spark look at a frame`;
      return remedy === undefined ? [] : [{ at: name, what, remedy, evidence }];
    });
}

const ownNames = "Name the columns, or keep their list in the program";

const remedies: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  DataFrame: {
    columns: ownNames,
    schema: ownNames,
    dtypes: ownNames,
    isStreaming: "Leave it out",
    storageLevel: "Leave it out",
    rdd: "Use functions of DataFrames",
  },
  SparkSession: { sparkContext: "Use the session and DataFrames" },
};
