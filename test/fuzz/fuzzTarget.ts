/** One thing that must hold for any input. A file test/fuzz/<name>.fuzz.ts exports `name` and `run`. */
export interface FuzzTarget {
  readonly name: string;
  /** Tries inputs until the time is up; throws at the first that breaks the promise, and says which it was. */
  readonly run: (fuzz: Fuzz) => void | Promise<void>;
}

/** What a target is given. */
export interface Fuzz {
  readonly seconds: number;
  /** True until the seconds are over. */
  readonly hasTime: () => boolean;
  /** A number from 0 up to 1; the seed decides the sequence. */
  readonly random: () => number;
  /** Which part of a fixed set of inputs to try, counted from 1; null when chance decides. */
  readonly part: { readonly number: number; readonly of: number } | null;
  /** Counts tried inputs and notes figures for the target's line. */
  readonly report: (what: string, count: number) => void;
}
