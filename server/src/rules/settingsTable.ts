import type { CallFact } from "../plan/facts.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { rootName } from "./columnRuns.ts";

/** Tables by which a program is set up, as their authors call them: a row a rule, a mapping, a key. */
const settings =
  /(?:^|[_./])(?:configs?|configuration|settings|param(?:eter)?s|rules|mappings?|metadata|lookups?|schema|labels)(?:$|[_./])/i;

/**
 * Whether the frame that a method is called on, or the one table that it reads, is called after the settings that it
 * holds: such tables are made to be read into the driver.
 */
export function holdsSettings(call: CallFact): boolean {
  const name = rootName(call.node);
  if (name !== null && settings.test(name)) return true;
  const [source, ...others] = sourcesOf(call.receiver?.plan ?? null);
  return others.length === 0 && settings.test(source?.details.location ?? "");
}

const sourcesOf = (plan: PlanNode | null): readonly PlanNode[] =>
  plan ? planNodes(plan).filter(({ inputs }) => inputs.length === 0) : [];
