import type { Value } from "../value.ts";

/** The text that Spark makes of an option's value. */
export function textOf(value: Value | undefined): string | null {
  if (value?.kind === "string") return value.value;
  if (value?.kind === "boolean" && value.value !== null) return String(value.value);
  if (value?.kind === "number" && value.value !== null) return String(value.value);
  return null;
}
