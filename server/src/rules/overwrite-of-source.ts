import { argument, callsNamed, constantString, type CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { exchangesOf } from "../plan/physical/exchanges.ts";
import { frameUses } from "./frameUses.ts";
import { defineRule } from "./rule.ts";
import { fileWrites, saveMode } from "./writerCalls.ts";

/**
 * Writing over the files or the table that the same plan reads. Files are deleted first and read then, unless a shuffle
 * or a cache has read them before; tables are refused in any case. Tried with the file formats of 3.5 to 4.3.
 */
export const overwriteOfSource = defineRule({
  id: "overwrite-of-source",
  summary: "Overwriting the data that the same plan reads",
  category: "reading-writing",
  severity: "error",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["action-in-pipeline"],
  frames(facts, { report, catalog }) {
    const kept = new Set(frameUses(facts, catalog.api).keepings.map(({ plan }) => plan));
    for (const call of callsNamed(facts, fileWrites)) {
      const plan = call.receiver?.plan;
      const target = plan && overwrites(call) ? targetOf(call) : null;
      if (!plan || !target) continue;
      const source = planNodes(plan).find((node) => reads(node, target));
      if (!source || planNodes(plan).some((node) => kept.has(node))) continue;
      if (!target.isTable && Object.values(exchangesOf(plan)).some((count) => count > 0)) continue;
      report({
        site: call.nameSite,
        message: target.isTable
          ? `The table \`${target.name}\` is read by what is written over it, which Spark refuses. Write to another table, and swap the two.`
          : `\`${target.name}\` is deleted before it is read: the job fails and the data are gone. Write to another folder, and swap the two.`,
        evidence: call.receiver.evidence,
        related: [{ site: source.nameSite, message: "It is read here." }],
      });
    }
  },
});

/** Formats that keep plain files: others replace data in one step. */
const fileFormats: ReadonlySet<string> = new Set(["parquet", "csv", "json", "orc", "text", "avro"]);

function overwrites(call: CallFact): boolean {
  if (call.name === "DataFrameWriter.insertInto") {
    const given = argument(call, 1, "overwrite");
    if (given) return given.value.kind === "boolean" && given.value.value === true;
  }
  return saveMode(call) === "overwrite";
}

interface Target {
  readonly name: string;
  readonly isTable: boolean;
}

function targetOf(call: CallFact): Target | null {
  const method = call.name.slice("DataFrameWriter.".length);
  const first = call.args[0];
  const name = first && first.unpack === "" ? constantString(first.value) : null;
  const format = formatOf(call, method);
  if (name === null || format === null || !fileFormats.has(format)) return null;
  // Only some folders are replaced.
  if (call.receiver?.state?.options.get("partitionoverwritemode") !== undefined) return null;
  return { name, isTable: method === "saveAsTable" || method === "insertInto" };
}

/** The format in lower case; null where the code does not say it. */
function formatOf(call: CallFact, method: string): string | null {
  if (fileFormats.has(method)) return method;
  const given = constantString((argument(call, 1, "format") ?? undefined)?.value);
  if (method !== "insertInto" && given !== null) return given.toLowerCase();
  return call.receiver?.state?.format?.toLowerCase() ?? null;
}

function reads({ inputs, details }: PlanNode, { name, isTable }: Target): boolean {
  if (inputs.length > 0 || typeof details.location !== "string") return false;
  const same = isTable
    ? details.location.toLowerCase() === name.toLowerCase()
    : withoutSlash(details.location) === withoutSlash(name);
  return same && isTable === (details.format === "table");
}

const withoutSlash = (path: string): string => path.replace(/\/+$/, "");
