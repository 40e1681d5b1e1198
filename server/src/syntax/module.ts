import type { Span, Statement } from "./ast.ts";

/** A comment with its `#`. Offsets are relative to the unit. */
export interface Comment extends Span {
  readonly text: string;
}

/**
 * The text of one top-level statement with the comments and blank lines before it: the unit of parsing and of
 * analysis. Its tree depends on `text` alone. A unit is one place in one version chain of a document: two equal
 * statements are two units, and a unit that an edit does not touch stays the same object.
 */
export interface Unit {
  readonly text: string;
  readonly body: readonly Statement[];
  readonly comments: readonly Comment[];
  /** Where the text is not Python; empty when it all is. */
  readonly errors: readonly Span[];
}

/** A parsed document: its units tile the text. */
export interface Module {
  readonly text: string;
  /** What the text is written in; left out for Python. */
  readonly language?: "sql";
  readonly units: readonly Unit[];
  /** `offsets[i]` is the document offset at which `units[i]` starts. */
  readonly offsets: readonly number[];
  /** False when the time budget ended before the last unit was parsed; the units behind it have no body. */
  readonly complete: boolean;
}

/** A span inside a unit: a place that survives edits elsewhere. */
export interface Site extends Span {
  readonly unit: Unit;
}

/** Says when to stop. Shells give one with a clock; the core has none. */
export interface Budget {
  /** Whether a share of the time is over, all of it when none is given; early steps leave the later ones theirs. */
  readonly expired: (share?: number) => boolean;
}

/** The share of a document's time that parsing may take; the rest is for evaluating what is parsed by then. */
export const parsingShare = 0.5;

/** The share after which no more rules are begun: when parsing and evaluating have used up theirs, as much again. */
export const rulesShare = 2;
