import { kindOf, type DataType } from "./dataType.ts";
import type { LiteralValue } from "./literalText.ts";

const date = String.raw`(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?`;
const clock = String.raw`(\d{1,2}):(\d{1,2}):(\d{1,2})(\.\d{1,6})?`;
const dateText = new RegExp(`^${date}$`);
const timestampText = new RegExp(`^${date}(?:[T ]${clock})?$`);
const timeText = new RegExp(`^${clock}$`);

/**
 * A literal's value with dates and times as Spark writes them in names: "2024-1-2" is "2024-01-02", a timestamp without
 * a time of day has "00:00:00" (DateTimeUtils and TimeFormatter, 3.3 to 4.3). Undefined where that depends on the time
 * zone, or on a form that is not read here.
 */
export function canonicalTime<Value extends LiteralValue>(
  value: Value,
  dataType: DataType,
): Value | string | undefined {
  if (typeof value !== "string") return value;
  const text = value.trim();
  const kind = kindOf(dataType);
  switch (kind) {
    case "date": {
      const [, ...parts] = dateText.exec(text) ?? [];
      return parts.length === 0 ? undefined : dateOf(parts);
    }
    case "timestamp":
    case "timestamp_ntz": {
      const [, ...parts] = timestampText.exec(text) ?? [];
      return parts.length === 0 ? undefined : `${dateOf(parts)} ${clockOf(parts.slice(3))}`;
    }
    case "time": {
      const [, ...parts] = timeText.exec(text) ?? [];
      return parts.length === 0 ? undefined : clockOf(parts);
    }
    default:
      return value;
  }
}

type Parts = readonly (string | undefined)[];

const padded = (part: string | undefined, standard: string): string => (part ?? standard).padStart(2, "0");

const dateOf = ([year = "", month, day]: Parts): string =>
  `${year}-${padded(month, "1")}-${padded(day, "1")}`;

const clockOf = ([hour, minute, second, fraction = ""]: Parts): string =>
  `${padded(hour, "0")}:${padded(minute, "0")}:${padded(second, "0")}${fraction}`;
