import { nodeAt } from "../syntax/walk.ts";
import type { ConfigFact } from "../plan/facts.ts";
import { defineRule, type Fix } from "./rule.ts";
import { isInTest } from "./testCode.ts";

/** A switch of Spark's optimizer set to off for the whole program. */
export const optimizationOff = defineRule({
  id: "optimization-off",
  summary: "Optimization of Spark's switched off",
  category: "configuration",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["recommended", "strict"],
  configs(fact, { report }) {
    const found = switches[fact.key];
    if (!found || found.off !== fact.value?.trim().toLowerCase()) return;
    if (fact.where === "read" || isInTest(fact)) return;
    const fix = switchedOn(fact);
    report({
      site: fact.valueSite ?? fact.keySite,
      message: `${found.loss}. Leave \`${fact.key}\` on, or set it back behind the query that needs it.`,
      evidence: fact.evidence,
      ...(fix && { fix }),
    });
  },
});

/** By key: the value that switches it off in lower case, and what is lost. Read in the keys' own descriptions, 3.3 to 4.3. */
const switches: Readonly<Record<string, { readonly off: string; readonly loss: string }>> = {
  "spark.sql.adaptive.enabled": {
    off: "false",
    loss: "Without adaptive execution Spark joins no small partitions and splits no skewed ones",
  },
  "spark.sql.adaptive.skewJoin.enabled": {
    off: "false",
    loss: "Without it one task has to do all of a skewed key's join",
  },
  "spark.sql.adaptive.coalescePartitions.enabled": {
    off: "false",
    loss: "Without it every shuffle leaves as many partitions as configured, however small they are",
  },
  "spark.sql.autoBroadcastJoinThreshold": {
    off: "-1",
    loss: "With -1 Spark broadcasts no table by itself, and shuffles both sides of every join",
  },
  "spark.sql.codegen.wholeStage": {
    off: "false",
    loss: "Without generated code Spark interprets each operator row by row",
  },
  "spark.sql.parquet.filterPushdown": {
    off: "false",
    loss: "Without it Spark reads every row group of Parquet files, whatever is filtered",
  },
};

/** `"false"` → `"true"`, `False` → `True`; none for numbers, whose right value nobody knows. */
function switchedOn({ valueSite }: ConfigFact): Fix | null {
  if (valueSite === null) return null;
  const { unit, start, end } = valueSite;
  const node = nodeAt(unit, start).find((each) => each.start === start && each.end === end);
  const written = unit.text.slice(start, end);
  const isOff =
    (node?.kind === "String" && /^["']false["']$/i.test(written)) ||
    (node?.kind === "Constant" && written === "False");
  if (!isOff) return null;
  const newText = written.replace(/false/i, node.kind === "String" ? "true" : "True");
  return {
    title: "Switch the optimization on",
    safety: "suggested",
    edits: () => [{ site: valueSite, newText }],
  };
}
