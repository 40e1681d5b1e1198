import type { Evaluation } from "../evaluation.ts";
import type { BoundArgument } from "../facts.ts";
import { columnOf } from "../spark/columnArguments.ts";
import { fresh, sequenceOf } from "./heap.ts";
import { exactElements } from "./iteration.ts";
import { numberOf } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

const int = (value: number | null): Value => ({
  kind: "number",
  value: value !== null && Number.isFinite(value) ? value : null,
});
const float = (value: number | null): Value => ({ ...int(value), isFloat: true }) as Value;

/** Python's own functions that give numbers; null for all others. */
export function numberBuiltin(
  evaluation: Evaluation,
  name: string,
  args: readonly BoundArgument[],
): Value | null {
  const first = fresh(evaluation, args[0]?.value ?? unknown);
  const isFloat = first.kind === "number" && first.isFloat === true;
  switch (name) {
    case "len":
      return int(lengthOf(evaluation, first));
    case "int": {
      if (args.length === 0) return int(0);
      if (first.kind === "string")
        return int(
          first.value !== null && args.length === 1 && /^\s*[+-]?\d+\s*$/.test(first.value)
            ? Number(first.value)
            : null,
        );
      const value = numberOf(first);
      return int(value === null ? null : Math.trunc(value));
    }
    case "float": {
      if (first.kind === "string")
        return float(
          first.value !== null && /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(first.value)
            ? Number(first.value)
            : null,
        );
      return float(args.length === 0 ? 0 : numberOf(first));
    }
    case "abs": {
      if (columnOf(first)) return unknown;
      const value = numberOf(first);
      const size = value === null ? null : Math.abs(value);
      return isFloat ? float(size) : int(size);
    }
    case "round": {
      if (columnOf(first)) return unknown;
      const value = numberOf(first);
      if (args.length === 1) return int(value === null || !isFloat ? value : roundedHalfEven(value));
      return isFloat ? float(null) : int(null);
    }
    case "divmod": {
      const [left, right] = [numberOf(first), numberOf(fresh(evaluation, args[1]?.value ?? unknown))];
      if (left === null || right === null || right === 0 || isFloat) return null;
      const quotient = Math.floor(left / right);
      return sequenceOf(evaluation, "tuple", [int(quotient), int(left - right * quotient)], true);
    }
    case "ord":
      return int(first.kind === "string" && first.value?.length === 1 ? first.value.charCodeAt(0) : null);
    case "chr": {
      const code = numberOf(first);
      return {
        kind: "string",
        value: code !== null && code >= 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null,
        constant: true,
      };
    }
    default:
      return null;
  }
}

function lengthOf(evaluation: Evaluation, value: Value): number | null {
  if (value.kind === "sequence") return value.exact ? value.elements.length : null;
  if (value.kind === "dict") return value.exact ? value.entries.length : null;
  if (value.kind === "string") return value.value === null ? null : Array.from(value.value).length;
  return exactElements(evaluation, value)?.length ?? null;
}

function roundedHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
