import { callsNamed, type CallFact, type ModuleFacts } from "../plan/facts.ts";

/** The calls by one of the names for which something holds whichever way the program comes there, each once. */
export function callsInEveryWay(
  facts: ModuleFacts,
  names: readonly string[],
  holds: (call: CallFact) => boolean,
): readonly CallFact[] {
  const ways = new Map<CallFact["node"], CallFact[]>();
  for (const call of callsNamed(facts, names)) {
    if (call.isUnreached) continue;
    const others = ways.get(call.node);
    if (others) others.push(call);
    else ways.set(call.node, [call]);
  }
  return [...ways.values()].flatMap(([first, ...others]) =>
    first && holds(first) && others.every(holds) ? [first] : [],
  );
}
