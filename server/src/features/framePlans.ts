import { effectsOf, keptSteps } from "../plan/effects.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { planNodes } from "../plan/logicalPlan.ts";
import { exchangesOf } from "../plan/physical/exchanges.ts";
import type { ExchangeCounts } from "../plan/physical/physicalNode.ts";
import { describePlan, type PlanTreeLine } from "../plan/physical/planTree.ts";
import { documentOffset } from "../syntax/siteOffset.ts";

/** The plan of a named DataFrame as Spark would execute it. */
export interface FramePlan {
  readonly name: string;
  /** The offset of the name. */
  readonly start: number;
  readonly function: string | null;
  /** The operators, each below the one that reads it. `at` is the offset of the call, null outside of this file. */
  readonly operators: readonly (Omit<PlanTreeLine, "site"> & { readonly at: number | null })[];
  readonly exchanges: ExchangeCounts;
  /** The actions that compute it: "DataFrame.count", and their offsets. */
  readonly actions: readonly { readonly method: string; readonly at: number | null }[];
}

/** The plans of all names that are bound to DataFrames, by place. */
export function framePlans(facts: ModuleFacts): readonly FramePlan[] {
  const kept = keptSteps(facts);
  const actions = effectsOf(facts).filter(({ kind }) => kind === "action" || kind === "write");
  const reached = actions.map((action) => ({ action, steps: new Set(planNodes(action.plan)) }));
  const offsetOf = (
    site: Parameters<typeof documentOffset>[1] & { readonly start: number },
  ): number | null => {
    const unit = documentOffset(facts.module, site);
    return unit === undefined ? null : unit + site.start;
  };
  const found = new Map<string, FramePlan>();
  for (const { frames } of facts.units)
    for (const { name, nameSite, value, function: enclosing } of frames) {
      const { plan } = value;
      const start = offsetOf(nameSite);
      if (!plan || start === null) continue;
      const others = new Set([...kept].filter((step) => step !== plan));
      const operators = describePlan(plan, others).map(({ site, ...line }) => ({
        ...line,
        at: offsetOf(site),
      }));
      found.set(JSON.stringify([start, operators]), {
        name,
        start,
        function: enclosing,
        operators,
        exchanges: exchangesOf(plan, others),
        actions: reached
          .filter(({ steps }) => steps.has(plan))
          .map(({ action }) => ({
            method: action.call.name,
            at: offsetOf({ unit: action.call.unit, start: action.call.nameSite.start }),
          })),
      });
    }
  return [...found.values()].sort((left, right) => left.start - right.start);
}
