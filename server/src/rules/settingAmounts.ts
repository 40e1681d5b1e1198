import type { ConfigEntry } from "../catalog/configEntry.ts";
import { factorOf, normalUnit } from "../catalog/configUnits.ts";

/** A setting's value as a number: bytes, nanoseconds, or plain; null where it is none. A bare number counts in the key's unit. */
export function amountOf(entry: ConfigEntry | null, value: string): number | null {
  const [, digits, written = ""] = /^\s*(\d+(?:\.\d+)?)\s*([a-z]*)\s*$/i.exec(value) ?? [];
  if (entry === null || digits === undefined) return null;
  if (entry.type !== "bytes" && entry.type !== "time") return written === "" ? Number(digits) : null;
  const unit = written === "" ? entry.unit : normalUnit(entry.type, written.toLowerCase());
  const factor = unit === null ? null : factorOf(entry.type, unit);
  return factor === null ? null : Number(digits) * factor;
}
