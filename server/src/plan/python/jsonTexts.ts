import type { Evaluation } from "../evaluation.ts";
import { dictOf, sequenceOf } from "./heap.ts";
import { text } from "./text.ts";
import { unknown, type Value } from "../value.ts";

/** How many parts of a JSON text are taken over. */
const mostParts = 5000;

/** What `json.loads` makes of a text; unknown where the text is not known, or no JSON. */
export function jsonValue(evaluation: Evaluation, source: Value): Value {
  if (source.kind !== "string" || source.value === null) return unknown;
  const { constant } = source;
  const hasFloats = /\d[.eE]/.test(source.value);
  let left = mostParts;
  const valueOf = (part: unknown): Value => {
    left -= 1;
    if (left <= 0) return unknown;
    if (part === null) return { kind: "none" };
    if (typeof part === "string") return text(part, constant);
    if (typeof part === "boolean") return { kind: "boolean", value: part };
    if (typeof part === "number") {
      if (!Number.isSafeInteger(part)) return { kind: "number", value: part, isFloat: true };
      // Whether a whole number was written as a float is gone by now.
      return hasFloats ? unknown : { kind: "number", value: part };
    }
    if (Array.isArray(part)) return sequenceOf(evaluation, "list", part.map(valueOf), true);
    const entries = Object.entries(part as Record<string, unknown>).map(([key, value]) => ({
      key: text(key, constant),
      value: valueOf(value),
    }));
    // Keys that are numbers have lost their places.
    return dictOf(evaluation, entries, entries.length < 2 || !entries.some(({ key }) => isDigits(key)));
  };
  try {
    return valueOf(JSON.parse(source.value));
  } catch {
    return unknown;
  }
}

const isDigits = (key: Value): boolean => key.kind === "string" && /^\d+$/.test(key.value ?? "");
