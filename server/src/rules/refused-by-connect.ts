import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { callsNamed } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { sparkAttributes, type SparkAttribute } from "./sparkAttributes.ts";

/** What needs the JVM beside Python, in a program that is a client of Spark Connect. */
export const refusedByConnect = defineRule({
  id: "refused-by-connect",
  summary: "Call that Spark Connect does not have",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  module(facts, { catalog, sparkVersion, report }) {
    // Most programs say nothing of Connect, which their text tells faster than their calls.
    if (!facts.module.text.includes(".remote(")) return;
    const [remote] = callsNamed(facts, ["Builder.remote"]);
    // Behind a condition other runs are no clients.
    if (remote === undefined || remote.context.branches.some(({ node }) => node.kind === "If")) return;
    for (const unit of facts.units)
      for (const statement of unit.unit.body)
        for (const attribute of sparkAttributes(unit, statement)) {
          if (!isRefused(attribute, catalog.api, sparkVersion)) continue;
          const { name } = attribute.node;
          report({
            site: siteIn(unit.unit, name),
            message: `This program is a client of Spark Connect, which has no \`${name.id}\` in Spark ${sparkVersion}: Python raises here. ${remedies[name.id] ?? "Do it with the session and DataFrames"}.`,
            evidence: attribute.object.evidence,
            related: [{ site: remote.nameSite, message: "Here it says so." }],
          });
        }
  },
});

const remedies: Readonly<Record<string, string>> = {
  rdd: "Use functions of DataFrames, or `mapInPandas()`",
  sparkContext: "Use the session: `createDataFrame()`, `range()`, `conf`, `addArtifacts()`",
  _jdf: "Use the frame's own methods, as `explain()`",
  _jsc: "Use the session's `conf`, and set Hadoop's keys on the server",
};

/** The doors to Spark's JVM (JVM_ATTRIBUTE_NOT_SUPPORTED, asked of 4.0 and 4.3), by the class that has them. */
const doors: Readonly<Record<string, RegExp>> = {
  SparkSession: /^_(jvm|jsc|jconf|jsparkSession)$/,
  DataFrame: /^_(jdf|jseq|jmap|jcols)$/,
  Column: /^_jc$/,
};

function isRefused(
  { node: { name }, object: { type } }: SparkAttribute,
  api: ApiCatalog,
  version: string,
): boolean {
  if (doors[type]?.test(name.id) === true) return true;
  // The client has no class for RDDs and the like at all: what leads to one is told, not each of its methods.
  const isReached = api.connectSupport(`${type}.__init__`, version) !== false;
  // `df.sql_ctx` is taken for a column there.
  return isReached && name.id !== "sql_ctx" && api.connectSupport(`${type}.${name.id}`, version) === false;
}
