import { callEvidence } from "../plan/evidence.ts";
import {
  argument,
  callsNamed,
  constantString,
  mayBothRun,
  type CallFact,
  type ModuleFacts,
} from "../plan/facts.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { defineRule } from "./rule.ts";

/** A table that is dropped to be written anew: between the two it is gone, with what only the catalogue knows. */
export const dropBeforeWrite = defineRule({
  id: "drop-before-write",
  summary: "Table dropped to be written anew",
  category: "reading-writing",
  severity: "info",
  since: "0.1.0",
  fix: "none",
  profiles: ["recommended", "strict"],
  module(facts, { report }) {
    const writes = callsNamed(facts, ["DataFrameWriter.saveAsTable", "DataFrameWriterV2.create"]);
    if (writes.length === 0 || fileConventions(facts.module, facts.imports).takesFixtures) return;
    for (const call of callsNamed(facts, ["SparkSession.sql"])) {
      const table = droppedTable(call);
      if (table === null) continue;
      const write = writes.find(
        (each) =>
          writtenTable(each) === table &&
          isBehind(facts, call, each) &&
          mayBothRun(call.context, each.context),
      );
      if (!write) continue;
      report({
        site: call.nameSite,
        message: `\`${table}\` is dropped to be written anew: until then it is missing for its readers, and grants and history go with it. Leave out the drop, and write with ${write.name === "DataFrameWriterV2.create" ? "`createOrReplace()`" : "mode `overwrite`"}.`,
        evidence: callEvidence(call),
        related: [{ site: write.nameSite, message: "It is written here." }],
      });
    }
  },
});

/** The table that a statement drops, in lower case. */
function droppedTable(call: CallFact): string | null {
  if (call.states?.effect !== "catalog" || call.states.name === null) return null;
  const text = constantString(argument(call, 0, "sqlQuery")?.value);
  return text !== null && /^\s*DROP\s+TABLE\b/i.test(text) ? call.states.name.toLowerCase() : null;
}

function writtenTable(call: CallFact): string | null {
  const given =
    call.name === "DataFrameWriterV2.create"
      ? call.receiver?.state?.calls.find(({ method }) => method === "writeTo")?.args[0]
      : argument(call, 0, "name");
  return constantString(given?.value)?.toLowerCase() ?? null;
}

/** In the same function, or at the module's own level, and behind it in the text. */
function isBehind({ units }: ModuleFacts, drop: CallFact, write: CallFact): boolean {
  if (drop.context.function !== write.context.function) return false;
  const [first, second] = [drop, write].map((call) => units.findIndex(({ unit }) => unit === call.unit));
  return first === second ? drop.node.start < write.node.start : (first ?? 0) < (second ?? 0);
}
