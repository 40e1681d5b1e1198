import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";

/**
 * A JDBC read that Spark refuses for its options, before it asks the database (JDBCOptions, JDBCRelation and
 * `DataFrameReader.jdbc`, tried in 3.5 and 4.3).
 */
export const jdbcReadRefused = defineRule({
  id: "jdbc-read-refused",
  summary: "JDBC read that Spark refuses as it is set up",
  category: "reading-writing",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrameReader.load", "DataFrameReader.jdbc"],
    check(call, { report }) {
      const why = call.name === "DataFrameReader.jdbc" ? refusedArguments(call) : refusedOptions(call);
      if (why !== null) report({ site: call.nameSite, message: why, evidence: callEvidence(call) });
    },
  },
});

const bounds = ["lowerBound", "upperBound", "numPartitions"] as const;

/** `jdbc(url, table, column, lowerBound, upperBound, numPartitions)`: a column needs the other three. */
function refusedArguments(call: CallFact): string | null {
  if (call.args.some(({ unpack }) => unpack !== "")) return null;
  if (!isGiven(call, 2, "column") || isGiven(call, 6, "predicates")) return null;
  const missing = bounds.filter((name, index) => !isGiven(call, 3 + index, name));
  return missing.length === 0
    ? null
    : `With \`column\`, \`jdbc()\` needs \`lowerBound\`, \`upperBound\` and \`numPartitions\` as well; ${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing, so PySpark refuses to read.`;
}

const isGiven = (call: CallFact, position: number, name: string): boolean => {
  const given = argument(call, position, name);
  return given !== null && given.value.kind !== "none";
};

function refusedOptions(call: CallFact): string | null {
  const { format, options, isComplete } = givenOptions(call);
  if (format !== "jdbc") return null;
  if (options.has("query") && options.has("dbtable"))
    return "Both `dbtable` and `query` are given: Spark refuses to read. Keep one of them.";
  if (options.has("query") && options.has("partitioncolumn"))
    return "A `query` cannot be read in partitions: Spark refuses it. Give it as `dbtable`, in parentheses and with an alias.";
  const [lower, upper] = ["lowerbound", "upperbound"].map((key) => numberOf(options.get(key)));
  if (options.has("partitioncolumn") && lower !== null && upper !== null && (lower ?? 0) > (upper ?? 0))
    return `The lower bound ${lower ?? ""} is above the upper bound ${upper ?? ""}: Spark refuses to read. Swap them.`;
  if (!isComplete) return null;
  if (!options.has("dbtable") && !options.has("query"))
    return "Neither `dbtable` nor `query` is given: Spark refuses to read. Say which table it is.";
  const asks = ["partitionColumn", "lowerBound", "upperBound"].some((key) => options.has(key.toLowerCase()));
  const missing = ["partitionColumn", ...bounds].filter((key) => !options.has(key.toLowerCase()));
  return !asks || missing.length === 0
    ? null
    : `Spark wants all four of \`partitionColumn\`, \`lowerBound\`, \`upperBound\` and \`numPartitions\`, or none; ${listed(missing)} ${missing.length === 1 ? "is" : "are"} missing, so it refuses to read.`;
}

const numberOf = (text: string | null | undefined): number | null =>
  text !== null && text !== undefined && /^\s*-?\d+\s*$/.test(text) ? Number(text) : null;

const listed = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(", ");
