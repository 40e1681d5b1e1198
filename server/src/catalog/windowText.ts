import type { FrameBound, PrettyExpression, PrettyWindow } from "./prettySql.ts";

type Text = (expression: PrettyExpression) => string | null;

/** Functions whose frame is theirs, whatever the order says. */
const ownFrames: Readonly<Record<string, string>> = {
  row_number: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  rank: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  dense_rank: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  percent_rank: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  ntile: "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
  cume_dist: "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW",
};

/** Functions that number and rank rows by the order of their window. */
export const rankingFunctions: ReadonlySet<string> = new Set(Object.keys(ownFrames));

/**
 * A window expression in a name: "sum(a) OVER (PARTITION BY b ROWS BETWEEN … AND …)". Without a frame in the code,
 * an order makes a range up to the current row, no order takes all rows; ranks and `lag` bring frames of their own.
 */
export function windowText({ input, partition, order, frame }: PrettyWindow, text: Text): string | null {
  const inner = text(input);
  const partitions = partition.map(text);
  const orders = order.map(text);
  const rows = frame === null ? defaultFrame(input, order.length > 0) : frameText(frame, text);
  if (inner === null || rows === null || partitions.includes(null) || orders.includes(null)) return null;
  const parts = [
    ...(partitions.length > 0 ? [`PARTITION BY ${partitions.join(", ")}`] : []),
    ...(orders.length > 0 ? [`ORDER BY ${orders.join(", ")}`] : []),
    rows,
  ];
  return `${inner} OVER (${parts.join(" ")})`;
}

function defaultFrame(input: PrettyExpression, ordered: boolean): string | null {
  const name = input.kind === "call" ? input.function.toLowerCase() : "";
  if (input.kind === "call" && (name === "lag" || name === "lead")) {
    const offset = input.args[1];
    if (offset !== undefined && (offset.kind !== "literal" || offset.value === null)) return null;
    const rows = BigInt(offset === undefined ? 1 : String(offset.value)) * (name === "lag" ? -1n : 1n);
    const bound = rows === 0n ? "CURRENT ROW" : `${rows} FOLLOWING`;
    return `ROWS BETWEEN ${bound} AND ${bound}`;
  }
  const own = ownFrames[name];
  if (own !== undefined) return own;
  return ordered
    ? "RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
    : "ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING";
}

function frameText({ unit, from, to }: NonNullable<PrettyWindow["frame"]>, text: Text): string | null {
  const [first, last] = [boundText(from, text), boundText(to, text)];
  return first === null || last === null ? null : `${unit.toUpperCase()} BETWEEN ${first} AND ${last}`;
}

function boundText(bound: FrameBound, text: Text): string | null {
  if (typeof bound === "string") return bound.toUpperCase();
  const inner = text("preceding" in bound ? bound.preceding : bound.following);
  return inner === null ? null : `${inner} ${"preceding" in bound ? "PRECEDING" : "FOLLOWING"}`;
}
