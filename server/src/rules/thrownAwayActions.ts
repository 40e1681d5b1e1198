import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import { columnParts } from "../plan/column.ts";
import { fileConventions } from "../plan/conventions/fileConventions.ts";
import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { isTrial } from "./expectedErrors.ts";
import { frameUses } from "./frameUses.ts";
import { isPlain } from "./plainFunctions.ts";

const found = sideTable<ModuleFacts, ReadonlySet<CallFact>>();

/** The actions whose result nobody takes and that do nothing else, such as filling a cache. */
export function thrownAwayActions(facts: ModuleFacts, api: ApiCatalog): ReadonlySet<CallFact> {
  let calls = found.get(facts);
  if (!calls) {
    const { isNotebook } = fileConventions(facts.module, facts.imports);
    const kept = new Set(frameUses(facts, api).keepings.map(({ plan }) => plan));
    calls = new Set(
      callsNamed(facts, names).filter((call) => {
        const plan = call.receiver?.plan;
        if (call.used || !plan || plan.streaming) return false;
        if (isNotebook && call.context.function === null) return false;
        if (isTrial(call.unit, call.context)) return false;
        // It fills a cache, or something in the plan does more than compute.
        return !planNodes(plan).some((node) => kept.has(node) || hasSideEffects(node));
      }),
    );
    found.set(facts, calls);
  }
  return calls;
}

const names = [
  "count",
  "collect",
  "toPandas",
  "take",
  "first",
  "head",
  "tail",
  "isEmpty",
  "toLocalIterator",
].map((method) => `DataFrame.${method}`);

/** Python, and assertions about the data. */
const doesMore = /^udf$|(?:^|\.)(?:assert_true|raise_error)$/;

/** Python in the plan may count, print or store; a parameter may be anything, a cached frame too. */
function hasSideEffects({ operator, method, columns }: PlanNode): boolean {
  if (
    operator === "MapInPython" ||
    operator === "Unknown" ||
    operator === "Parameter" ||
    operator === "Either"
  )
    return true;
  if (method === "DataFrame.observe") return true;
  return columns.some((column) =>
    columnParts(column).some(
      (part) =>
        part.kind === "call" &&
        doesMore.test(part.function) &&
        !(part.udf?.function && isPlain(part.udf.function.node)),
    ),
  );
}
