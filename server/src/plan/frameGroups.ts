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

/** Whether frames, columns, windows or other objects of Spark may reach other code through a value. */
export function carriesFrames(value: Value): boolean {
  switch (value.kind) {
    case "spark":
      return !shared.has(value.type);
    case "method":
      return carriesFrames(value.receiver);
    case "sequence":
      return value.elements.some(carriesFrames);
    case "dict":
      return value.entries.some((entry) => carriesFrames(entry.value));
    case "union":
      return value.values.some(carriesFrames);
    case "function":
      return value.closure.parent !== null || (value.self !== null && carriesFrames(value.self));
    case "class":
      return [...value.members.values()].some(carriesFrames);
    case "instance":
      return true;
    default:
      return false;
  }
}
