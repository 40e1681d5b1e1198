import type { DataType } from "../catalog/dataType.ts";
import { callEvidence } from "../plan/evidence.ts";
import { argument, callsNamed, constantString, type CallFact } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { sameName } from "../plan/session.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";
import { fileWrites, partitionColumns } from "./writerCalls.ts";

/** A write that Spark refuses for what was said to its writer, or for the columns' types. */
export const refusedWrite = defineRule({
  id: "refused-write",
  summary: "Write that Spark refuses as it is set up",
  category: "reading-writing",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    const layouts = callsNamed(facts, layoutMethods);
    for (const call of callsInEveryWay(facts, writes, (each) => refusalOf(each) !== null)) {
      if (layouts.some((layout) => mayBeLeftOut(layout, call))) continue;
      const why = refusalOf(call);
      if (why !== null) report({ site: call.nameSite, message: why, evidence: callEvidence(call) });
    }
  },
});

const writes = [...fileWrites, "DataFrameWriter.xml"];

const layoutMethods = ["bucketBy", "sortBy", "partitionBy"].map((method) => `DataFrameWriter.${method}`);

/** Whether a call stands in a branch that the write in the same function does not stand in: then some writes go without. */
const mayBeLeftOut = (layout: CallFact, write: CallFact): boolean =>
  layout.context.function === write.context.function &&
  layout.context.branches.some(
    ({ node, arm }) => !write.context.branches.some((each) => each.node === node && each.arm === arm),
  );

/** Why Spark refuses the write; null where nothing speaks against it. */
function refusalOf(call: CallFact): string | null {
  const method = call.name.slice("DataFrameWriter.".length);
  const called = new Set(call.receiver?.state?.called);
  if (called.has("bucketBy") && method !== "saveAsTable")
    return `\`${method}()\` writes no buckets: Spark refuses \`bucketBy()\` there. Write a table with \`saveAsTable()\`.`;
  if (called.has("sortBy") && !called.has("bucketBy"))
    return "`sortBy()` sorts within buckets: Spark refuses it without `bucketBy()`. Use `sortWithinPartitions()` on the frame.";
  if (called.has("partitionBy") && method === "insertInto")
    return "The table says how it is partitioned: Spark refuses `partitionBy()` with `insertInto()`. Leave it out.";
  return method === "insertInto" ? null : refusedColumns(call, method);
}

function refusedColumns(call: CallFact, method: string): string | null {
  const { receiver } = call;
  const schema = receiver?.plan ? schemaOf(receiver.plan) : null;
  if (!receiver?.plan || schema?.kind !== "closed") return null;
  const { session } = receiver.plan;
  const names = partitionNames(call);
  if (names !== null && names.length > 0) {
    const missing = names.find(
      (name) => !schema.attributes.some((each) => sameName(session, each.name, name)),
    );
    if (missing !== undefined)
      return `There is no column \`${missing}\` to partition by, so Spark refuses to write. Its columns are ${listed(schema.attributes.map(({ name }) => name))}.`;
    if (schema.attributes.every(({ name }) => names.some((each) => sameName(session, each, name))))
      return "All columns are partition columns, so nothing is left for the files: Spark refuses to write. Partition by fewer.";
  }
  const format =
    method === "csv" || method === "text"
      ? method
      : method === "save"
        ? (
            constantString(argument(call, 1, "format")?.value) ??
            receiver.state?.format ??
            null
          )?.toLowerCase()
        : null;
  if (format === "csv") {
    const nested = schema.attributes.find(({ dataType }) => isNested(dataType));
    if (nested)
      return `CSV has no place for the ${nested.dataType.type} \`${nested.name}\`: Spark refuses to write it. Write JSON or Parquet, or turn it into text with \`to_json()\`.`;
  }
  if (format === "text") {
    const kept = schema.attributes.filter(
      ({ name }) => !names?.some((each) => sameName(session, each, name)),
    );
    const other = kept.find(({ dataType }) => dataType.type !== "unknown" && !isText(dataType));
    if (other)
      return `Text files hold one column of text, and \`${other.name}\` is none: Spark refuses to write it. Cast it to string, or write CSV.`;
    if (names !== null && kept.length > 1)
      return `Text files hold one column, and there are ${kept.length}: Spark refuses to write them. Write CSV, or put them into one text.`;
  }
  return null;
}

const isText = (type: DataType): boolean =>
  type.type === "atomic" && /^(string|varchar|char)/.test(type.name);

const isNested = ({ type }: DataType): boolean => type === "array" || type === "map" || type === "struct";

/** The columns that the folders are named by; null where the code does not tell. */
function partitionNames(call: CallFact): readonly string[] | null {
  if (call.args.some(({ name, unpack }) => name === "partitionBy" || unpack !== "")) return null;
  const names = partitionColumns(call);
  return names.every((name) => name !== null) ? names : null;
}

const listed = (names: readonly string[]): string =>
  names
    .slice(0, 6)
    .map((name) => `\`${name}\``)
    .join(", ");
