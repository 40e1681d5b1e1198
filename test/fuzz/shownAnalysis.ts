import type { Analysis } from "../../server/src/analysis/analyze.ts";
import { keptSteps } from "../../server/src/plan/effects.ts";
import { exchangesOf } from "../../server/src/plan/physical/exchanges.ts";
import { schemaOf } from "../../server/src/plan/schema/analysis.ts";
import { schemaText } from "../plan/schemaText.ts";

/** What is known of a document: its frames with schemas and exchanges, and its findings. */
export function shownAnalysis({ facts, findings }: Analysis): unknown {
  const kept = keptSteps(facts);
  const frames = facts.units.flatMap((unit, index) =>
    unit.frames.map(({ name: label, nameSite, held }) => {
      if (held === null) return [index, label];
      const schema = schemaOf(held);
      const { hash, range, single, broadcast } = exchangesOf(held, kept);
      const columns = schema.kind === "unknown" ? schema.reason.text : schemaText(schema.attributes);
      return [index, label, nameSite.start, schema.kind, columns, hash, range, single, broadcast];
    }),
  );
  return {
    frames,
    findings: findings.map(({ rule, start, end, message, fix }) => [
      rule,
      start,
      end,
      message,
      fix?.()?.edits,
    ]),
  };
}
