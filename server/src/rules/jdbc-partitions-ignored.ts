import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { argumentSite, givenOptions, optionArgument } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";

/** Partitions asked for in a JDBC read that does not say by which column: Spark takes one (tried in 3.5 and 4.3). */
export const jdbcPartitionsIgnored = defineRule({
  id: "jdbc-partitions-ignored",
  summary: "JDBC partitions without a column to split by",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["DataFrameReader.load", "DataFrameReader.jdbc"],
    check(call, { report }) {
      const given = ignoredPartitions(call);
      if (given === null) return;
      report({
        site: argumentSite(call, given),
        message:
          "`numPartitions` alone splits nothing: the table comes over one connection, into one partition. Add `partitionColumn` (in `jdbc()`: `column`), `lowerBound` and `upperBound`.",
        evidence: callEvidence(call),
      });
    },
  },
});

function ignoredPartitions(call: CallFact): CallFact["args"][number] | null {
  if (call.name === "DataFrameReader.jdbc") {
    if (call.args.some(({ unpack }) => unpack !== "") || call.receiver?.state?.options.has("partitioncolumn"))
      return null;
    const splits = [argument(call, 2, "column"), argument(call, 6, "predicates")];
    if (splits.some((each) => each !== null && each.value.kind !== "none")) return null;
    const given = argument(call, 5, "numPartitions");
    return given && wantsSeveral(given.value) ? given : null;
  }
  const { format, options, isComplete } = givenOptions(call);
  if (format !== "jdbc" || !isComplete) return null;
  // With bounds but no column Spark refuses to read.
  if (["partitioncolumn", "lowerbound", "upperbound"].some((key) => options.has(key))) return null;
  const given = optionArgument(call, "numpartitions");
  return given && wantsSeveral(given.value) ? given : null;
}

const wantsSeveral = (value: CallFact["args"][number]["value"]): boolean =>
  value.kind === "number"
    ? value.value !== null && value.value > 1
    : value.kind === "string" && value.value !== null && Number(value.value) > 1;
