import type { UnitFacts } from "./facts.ts";
import type { Value } from "./value.ts";

/**
 * Units that hand frames, columns or windows to each other, directly or through others, in the module's order. What
 * compares facts needs to see no others, and what it finds holds as long as the group stays the same.
 */
export interface FrameGroup {
  readonly units: readonly UnitFacts[];
  /** Whether each unit stands directly behind the one before it in `units`. */
  readonly follows: readonly boolean[];
}

/** The groups of a module that hold facts. `links` are pairs of places in `units`. */
export function frameGroups(
  units: readonly UnitFacts[],
  links: readonly (readonly [number, number])[],
): FrameGroup[] {
  const leaders = units.map((_, index) => index);
  const leaderOf = (index: number): number => {
    let leader = index;
    while (leaders[leader] !== leader) {
      const next = leaders[leader] ?? leader;
      leaders[leader] = leaders[next] ?? next;
      leader = next;
    }
    return leader;
  };
  for (const [one, other] of links) leaders[leaderOf(one)] = leaderOf(other);
  const members = new Map<number, number[]>();
  units.forEach((_, index) => {
    const leader = leaderOf(index);
    const known = members.get(leader);
    if (known) known.push(index);
    else members.set(leader, [index]);
  });
  return [...members.values()]
    .filter((indices) => indices.some((index) => units[index]?.facts.length !== 0))
    .map((indices) => ({
      units: indices.flatMap((index) => units[index] ?? []),
      follows: indices.map((index, place) => place > 0 && indices[place - 1] === index - 1),
    }));
}

/** Sessions are everywhere, and no rule compares what is made with them. */
const shared: ReadonlySet<string> = new Set(["SparkSession", "SparkContext", "SQLContext", "Builder"]);

/** How many parts of a value are looked at; what is larger counts as carrying frames. */
const maximalParts = 2000;

/** Whether frames, columns, windows or other objects of Spark may reach other code through a value. */
export function carriesFrames(root: Value): boolean {
  const waiting: Value[] = [root];
  let parts = 0;
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    parts += 1;
    if (parts > maximalParts) return true;
    switch (value.kind) {
      case "spark":
        if (!shared.has(value.type)) return true;
        break;
      case "method":
      case "ownMethod":
        waiting.push(value.receiver);
        break;
      case "sequence":
        for (const element of value.elements) if (element.kind !== "string") waiting.push(element);
        break;
      case "dict":
        for (const entry of value.entries) if (entry.value.kind !== "string") waiting.push(entry.value);
        break;
      case "union":
        waiting.push(...value.values);
        break;
      case "function":
        if (value.closure.parent !== null) return true;
        if (value.self !== null) waiting.push(value.self);
        for (const argument of value.bound ?? []) waiting.push(argument.value);
        break;
      case "class":
        waiting.push(...value.members.values());
        break;
      case "instance":
        return true;
      default:
        break;
    }
  }
  return false;
}
