import { sparkAlternatives, type SparkValue, type Value } from "../plan/value.ts";

/** The value as a Spark object of that type where it certainly is one, whichever way the program comes there; else null. */
export function certainly(value: Value | undefined, type: string): SparkValue | null {
  return value && isAlways(value, type) ? (sparkAlternatives(value)[0] ?? null) : null;
}

function isAlways(value: Value, type: string): boolean {
  if (value.kind === "union") return value.values.every((each) => isAlways(each, type));
  return value.kind === "spark" && value.type === type;
}
