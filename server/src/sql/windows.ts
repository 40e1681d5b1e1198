import type { Grammar } from "./grammar.ts";
import type { Prediction } from "./prediction.ts";
import { Reading } from "./reading.ts";
import type { SqlNode } from "./tree.ts";

/** What a rule does with two tokens, when they tell all there is to know. */
export interface Window {
  /** How many tokens it may read: none, one, or either. */
  readonly offsets: readonly number[];
  /** Whether it reads the first token, even if it cannot end behind it. */
  readonly reads: boolean;
}

/**
 * What a rule reads when it begins at the first of two tokens; null when it may read on behind that. Names and literals
 * pass ten rules each, and nearly always the next token settles that they stand alone.
 */
export interface Windows {
  /** A number for the question. */
  readonly key: (rule: number, precedence: number, first: number, second: number) => number;
  readonly look: (rule: number, precedence: number, first: number, second: number) => Window | null;
}

/** Answers are kept, up to so many. */
const mostAnswers = 50_000;
const precedences = 32;

export function createWindows(grammar: Grammar, prediction: Prediction): Windows {
  const size = grammar.tokenNames.length;
  const known = new Map<number, Window | null>();
  const keyOf: Windows["key"] = (rule, precedence, first, second) =>
    ((rule * precedences + precedence) * size + first) * size + second;
  return {
    key: keyOf,
    look(rule, precedence, first, second) {
      const key = keyOf(rule, precedence, first, second);
      const found = known.get(key);
      if (found !== undefined) return found;
      if (known.size >= mostAnswers) known.clear();
      const answer = look(grammar, prediction, rule, precedence, first, second);
      known.set(key, answer);
      return answer;
    },
  };
}

function look(
  grammar: Grammar,
  prediction: Prediction,
  rule: number,
  precedence: number,
  first: number,
  second: number,
): Window | null {
  const reading = new Reading(grammar, prediction, null, rule, precedence);
  reading.read([first, second]);
  if (reading.furthest > 1 || reading.lookedBeyond) return null;
  return { offsets: reading.root.ends, reads: reading.furthest === 1 };
}

/** Nodes that one token made, by the question of the window; up to so many. */
export interface Shapes {
  readonly get: (key: number) => SqlNode | undefined;
  readonly keep: (key: number, node: SqlNode) => void;
}

export function createShapes(): Shapes {
  const known = new Map<number, SqlNode>();
  return {
    get: (key) => known.get(key),
    keep(key, node) {
      if (known.size >= mostAnswers) known.clear();
      known.set(key, node);
    },
  };
}
