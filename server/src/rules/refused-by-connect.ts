import { allFacts, callsNamed, type CallFact } from "../plan/facts.ts";
import { siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";
import { receiverOf } from "./surroundings.ts";

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
    if (remote === undefined) return;
    for (const call of allFacts(facts)) {
      if (call.kind !== "call" || !call.receiver) continue;
      if (catalog.api.connectSupport(call.name, sparkVersion) !== false) continue;
      const found = guilty(call);
      if (found === null) continue;
      report({
        site: found.site,
        message: `This program is a client of Spark Connect, which has no \`${found.name}\` in Spark ${sparkVersion}: Python raises here. ${remedies[found.name] ?? "Do it with the session and DataFrames"}.`,
        evidence: call.receiver.evidence,
        related: [{ site: remote.nameSite, message: "Here it says so." }],
      });
    }
  },
});

const remedies: Readonly<Record<string, string>> = {
  rdd: "Use functions of DataFrames, or `mapInPandas()`",
  sparkContext: "Use the session: `createDataFrame()`, `range()`, `conf`, `addArtifacts()`",
};

/** The property that leads to what is not there, else the method; null for the rest of such a chain. */
function guilty(call: CallFact): { readonly name: string; readonly site: CallFact["nameSite"] } | null {
  const object = receiverOf(call.node);
  const isOfJvm = /^(RDD|SparkContext)$/.test(call.receiver?.type ?? "");
  if (!isOfJvm) return { name: call.name.slice(call.name.indexOf(".") + 1), site: call.nameSite };
  return object?.kind === "Attribute" && /^(rdd|sparkContext)$/.test(object.name.id)
    ? { name: object.name.id, site: siteIn(call.unit, object.name) }
    : null;
}
