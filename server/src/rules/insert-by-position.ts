import { argument, callsNamed, constantString, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { claimed } from "../plan/schema/claimedSchema.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { sameName, type Session } from "../plan/session.ts";
import { insert } from "./edits.ts";
import { defineRule, type Fix } from "./rule.ts";

/** `insertInto` of a frame that has the table's columns in another order: it goes by position, whatever the names say. */
export const insertByPosition = defineRule({
  id: "insert-by-position",
  summary: "Insert of columns that the table has in another order",
  category: "reading-writing",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  module(facts, { report }) {
    for (const call of callsNamed(facts, ["DataFrameWriter.insertInto"])) {
      const plan = call.receiver?.plan;
      const table = constantString(argument(call, 0, "tableName")?.value);
      const schema = plan ? schemaOf(plan) : null;
      if (!plan || table === null || schema?.kind !== "closed") continue;
      const target = columnsOf(facts, table, call, plan.session);
      const names = schema.attributes.map(({ name }) => name);
      if (target === null || !isReordered(names, target, plan.session)) continue;
      const at = names.findIndex((name, index) => !sameName(plan.session, name, target[index] ?? ""));
      const fix = inOrder(call, target);
      report({
        site: call.nameSite,
        message: `\`insertInto()\` goes by position: \`${names[at] ?? ""}\` is written into \`${target[at] ?? ""}\` of \`${table}\`. Select the columns in the table's order first.`,
        evidence: call.receiver.evidence,
        ...(fix && { fix }),
      });
    }
  },
});

/** The columns of a table in its order, as the program has written it or the project declares it. */
function columnsOf(
  facts: ModuleFacts,
  table: string,
  call: CallFact,
  session: Session,
): readonly string[] | null {
  const written = callsNamed(facts, ["DataFrameWriter.saveAsTable"]).filter(
    (each) => each !== call && constantString(each.args[0]?.value)?.toLowerCase() === table.toLowerCase(),
  );
  const [first, ...others] = written;
  if (first) {
    // A table's partition columns stand last in it, whatever the frame says.
    if (others.length > 0 || first.receiver?.state?.called.includes("partitionBy") === true) return null;
    const schema = first.receiver?.plan ? schemaOf(first.receiver.plan) : null;
    return schema?.kind === "closed" ? schema.attributes.map(({ name }) => name) : null;
  }
  const declared = claimed(session, "table", table);
  return declared?.kind === "open" ? declared.attributes.map(({ name }) => name) : null;
}

function isReordered(names: readonly string[], target: readonly string[], session: Session): boolean {
  const places = names.map((name) => target.findIndex((each) => sameName(session, each, name)));
  return (
    names.length === target.length &&
    new Set(places).size === places.length &&
    places.every((place) => place >= 0) &&
    places.some((place, index) => place !== index)
  );
}

/** Selects the table's columns in front of `.write`. */
function inOrder(call: CallFact, columns: readonly string[]): Fix | null {
  let node = call.node.callee;
  while (node.kind === "Attribute" || node.kind === "Call") {
    if (node.kind === "Attribute" && node.name.id === "write") {
      const { end } = node.object.parens ?? node.object;
      const list = columns.map((name) => JSON.stringify(name)).join(", ");
      return {
        title: "Select the columns in the table's order",
        safety: "suggested",
        edits: () => [insert(call.unit, end, `.select(${list})`)],
      };
    }
    node = node.kind === "Attribute" ? node.object : node.callee;
  }
  return null;
}
