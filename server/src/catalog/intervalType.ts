import { atomic, type DataType } from "./dataType.ts";

const units = ["year", "month", "day", "hour", "minute", "second"];

/** The interval that holds both of one family: "interval day" and "interval hour" make "interval day to hour". */
export function mergedInterval(left: DataType, right: DataType): DataType {
  const ends = [left, right].flatMap((type) =>
    type.type === "atomic"
      ? type.name
          .split(" ")
          .map((word) => units.indexOf(word))
          .filter((at) => at >= 0)
      : [],
  );
  const [from, to] = [units[Math.min(...ends)] ?? "day", units[Math.max(...ends)] ?? "second"];
  return atomic(from === to ? `interval ${from}` : `interval ${from} to ${to}`);
}
