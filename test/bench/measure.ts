/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "ms" | "MB" | "×" | "lines/s";
  /** The bound it is to keep, and on which side of it. */
  readonly goal?: { readonly most?: number; readonly least?: number };
}

export interface Bench {
  readonly name: string;
  readonly run: (options: { readonly quick: boolean }) => Promise<readonly Figure[]>;
}

/** The median of the given numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Milliseconds that a call takes. */
export function timed(run: () => void): number {
  const start = performance.now();
  run();
  return performance.now() - start;
}

/** Whether a figure keeps its goal. */
export function isKept({ value, goal }: Figure): boolean {
  return (
    (goal?.most === undefined || value <= goal.most) && (goal?.least === undefined || value >= goal.least)
  );
}
