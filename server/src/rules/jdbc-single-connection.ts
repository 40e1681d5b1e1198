import { argument, type CallFact } from "../plan/facts.ts";
import { sparkValue } from "../plan/value.ts";
import { givenOptions } from "./givenOptions.ts";
import { defineRule } from "./rule.ts";

/** A whole table read over one JDBC connection by one task. */
export const jdbcSingleConnection = defineRule({
  id: "jdbc-single-connection",
  summary: "A whole table over a single JDBC connection",
  category: "reading-writing",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["strict"],
  yieldsTo: ["jdbc-partitions-ignored", "jdbc-read-refused"],
  calls: {
    names: ["DataFrameReader.load", "DataFrameReader.jdbc"],
    check(call, { report }) {
      const table = wholeTable(call);
      const frame = sparkValue(call.result, "DataFrame");
      if (table === null || !frame) return;
      report({
        site: call.nameSite,
        message: `One task reads all of ${table} over one connection, a few rows at a time as the driver has it. For a large table give \`partitionColumn\` with its bounds, and a \`fetchsize\`.`,
        evidence: frame.evidence,
      });
    },
  },
});

/** The table that is read as a whole, for people; null where it is split, or the code does not tell. */
function wholeTable(call: CallFact): string | null {
  const { format, options, isComplete } = givenOptions(call);
  if (format !== "jdbc" || !isComplete || options.has("partitioncolumn")) return null;
  const isMethod = call.name === "DataFrameReader.jdbc";
  if (isMethod && [2, 6].some((position) => isSplit(call, position))) return null;
  // A query, also one in the place of the table, says itself which rows it wants.
  const given = isMethod ? argument(call, 1, "table")?.value : undefined;
  const table = given?.kind === "string" ? given.value : options.get("dbtable");
  if (options.has("query") || typeof table !== "string" || /^\s*\(/.test(table)) return null;
  return `\`${table}\``;
}

function isSplit(call: CallFact, position: number): boolean {
  const given = argument(call, position, position === 2 ? "column" : "predicates");
  return given !== null && given.value.kind !== "none";
}
