import { callEvidence } from "../plan/evidence.ts";
import { argument, type CallFact } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { callsInEveryWay } from "./everyWay.ts";
import { defineRule } from "./rule.ts";
import { sortBelow } from "./sortBelow.ts";

/** A sort in front of `dropDuplicates(keys)`: it does not decide which row of a key stays. */
export const sortedBeforeDeduplication = defineRule({
  id: "sorted-before-deduplication",
  summary: "Sort that does not decide which duplicate stays",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "none",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, { report }) {
    for (const call of callsInEveryWay(facts, names, (each) => lostSort(each) !== null)) {
      const sort = lostSort(call);
      if (!sort) continue;
      const method = call.name.slice("DataFrame.".length);
      report({
        site: call.nameSite,
        message: `\`${method}()\` keeps any one row of each key: the shuffle in it does not keep the order of the sort. Number the rows with \`row_number()\` over a window with that order, and keep number 1.`,
        evidence: callEvidence(call),
        related: [{ site: sort.nameSite, message: "The order is lost behind this sort." }],
      });
    }
  },
});

const names = [
  "DataFrame.dropDuplicates",
  "DataFrame.drop_duplicates",
  "DataFrame.dropDuplicatesWithinWatermark",
];

/** The sort whose order the deduplication takes its rows in; null where there is none, or all columns are compared. */
function lostSort(call: CallFact): PlanNode | null {
  const subset = argument(call, 0, "subset");
  if (!subset || subset.value.kind === "none") return null;
  const made = sparkAlternatives(call.result)[0]?.plan;
  // Below a limit a sort chooses rows, which is another matter: no limit is passed on the way to it.
  const sort = made?.operator === "Deduplicate" ? sortBelow(made) : null;
  return sort?.method === "DataFrame.sortWithinPartitions" ? null : sort;
}
