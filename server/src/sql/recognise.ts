import type { Lookahead } from "./adaptivePrediction.ts";
import { createEndings, type Endings } from "./endings.ts";
import type { Edge, Grammar } from "./grammar.ts";
import type { Prediction } from "./prediction.ts";
import { Reading, type Watch } from "./reading.ts";
import { noTokens, type TokenSet } from "./tokenSet.ts";
import { createShapes, createWindows, type Shapes, type Windows } from "./windows.ts";

/** A grammar with what is known about it from tokens ahead; it gets faster with use. */
export interface Recogniser {
  readonly grammar: Grammar;
  readonly prediction: Prediction;
  readonly windows: Windows;
  readonly shapes: Shapes;
  /** Made when first asked for. */
  readonly endings: Endings;
  /** What looking ahead for wrong tokens has taught. */
  lookahead: Lookahead | null;
  /** The last readings, by what they read: a text that is being typed is read from where it has changed. */
  readonly readings: Map<number, Reading>;
  readonly words: WordTokens;
}

export function createRecogniser(grammar: Grammar, prediction: Prediction): Recogniser {
  let endings: Endings | undefined;
  return {
    grammar,
    prediction,
    windows: createWindows(grammar, prediction),
    shapes: createShapes(),
    lookahead: null,
    readings: new Map(),
    words: wordTokensOf(grammar),
    get endings() {
      return (endings ??= createEndings(grammar));
    },
  };
}

/** The answer to whether tokens are a text of the grammar. */
export interface Recognition {
  readonly accepted: boolean;
  /** The furthest place that could be reached; the token there is the wrong one when the text was not accepted. */
  readonly furthest: number;
  /** The places behind what a rule may read from a place on. */
  readonly endsOf: (rule: number, precedence: number, place: number) => readonly number[];
  /** A number for a rule and two tokens, when these tell all that the rule reads; else null. */
  readonly windowKey: (rule: number, precedence: number, place: number) => number | null;
  /** Whether an edge may be taken at a place within a rule that was called for a precedence. */
  readonly isOpen: (edge: Edge, precedence: number, place: number) => boolean;
}

/**
 * Tries all readings of the tokens at once: each rule is read once from each place on, whoever asks, so the work grows
 * with the text's length. It needs no stack of its own, however deep the text nests.
 */
export function recognise(recogniser: Recogniser, types: readonly number[], entry: number): Recognition {
  const reading = readingFor(recogniser, types, entry);
  reading.read(types);
  return recognitionOf(reading, types.length, types.length);
}

/** Reads a rule from the first of two tokens on, for the details of what a window tells. */
export function recogniseWindow(
  { grammar, prediction }: Recogniser,
  types: readonly number[],
  rule: number,
  precedence: number,
): Recognition {
  const reading = new Reading(grammar, prediction, null, rule, precedence);
  reading.read(types);
  return recognitionOf(reading, 1, types.length);
}

/** Longer texts are read anew each time: what is known of a token takes some 2 kB. */
const mostKept = 1000;
/** A text is read with and without words that are no names. */
const mostReadings = 4;

/** The reading that has read the most like some tokens. */
function readingFor(
  { grammar, prediction, windows, readings, words }: Recogniser,
  types: readonly number[],
  entry: number,
): Reading {
  const key = entry * mostReadings + variantOf(words, types);
  const reading = readings.get(key) ?? new Reading(grammar, prediction, windows, entry, 0);
  readings.delete(key);
  if (types.length <= mostKept) readings.set(key, reading);
  for (const oldest of readings.keys()) {
    if (readings.size <= mostReadings) break;
    readings.delete(oldest);
  }
  return reading;
}

/** Which words are no names in some tokens. Texts that are read in the same way differ where they were edited alone. */
function variantOf({ first, clause }: WordTokens, types: readonly number[]): number {
  let variant = 0;
  for (let place = 0; place < types.length; place++) {
    const type = types[place] ?? 0;
    if (type >= first) variant |= clause.has(type) ? 2 : 1;
  }
  return variant;
}

/** The tokens of words that are no names: they stand behind all others. */
interface WordTokens {
  readonly first: number;
  /** Those that begin a part of a query. */
  readonly clause: ReadonlySet<number>;
}

function wordTokensOf({ mereWords, clauseWords, tokenNames }: Grammar): WordTokens {
  const clause = new Set(clauseWords.values());
  return { clause, first: tokenNames.length - mereWords.size - clause.size };
}

/** `end` is the place behind a text that is accepted. */
const recognitionOf = (reading: Reading, end: number, length: number): Recognition => ({
  accepted: reading.root.ends.includes(end),
  furthest: Math.min(reading.furthest, length - 1),
  endsOf: (rule, precedence, place) => reading.endsOf(rule, precedence, place),
  windowKey: (rule, precedence, place) => reading.windowKey(rule, precedence, place),
  isOpen: (edge, precedence, place) => reading.isOpen(edge, precedence, place),
});

/** The tokens that would be right at a place, and the rules that could begin there. */
export interface Expectation {
  readonly tokens: TokenSet;
  readonly rules: ReadonlySet<number>;
  /** The closed rules that could begin there, and who asks for each. */
  readonly asked: readonly { readonly rule: number; readonly call: Caller }[];
}

/** A rule that is being read, and who waits for it. */
export interface Caller {
  readonly rule: number;
  readonly callers: readonly Caller[];
  /** The state in which each of those goes on. */
  readonly returns: readonly number[];
}

const none: ReadonlySet<number> = new Set();

/**
 * What would be right at a place that `recognise` reached: asked for messages and completion, not on each parse. Rules
 * that are `closed` are not looked into.
 */
export function expectedAt(
  recogniser: Recogniser,
  types: readonly number[],
  entry: number,
  place: number,
  closed = none,
): Expectation {
  return watched(recogniser, types, entry, place, closed).watch;
}

/** The rules that are being read at a place, each with its state there, and the one that reads the whole. */
export function standingAt(
  recogniser: Recogniser,
  types: readonly number[],
  entry: number,
  place: number,
): {
  readonly standing: readonly { readonly call: Caller; readonly state: number }[];
  readonly root: Caller;
} {
  const { watch, root } = watched(recogniser, types, entry, place, none);
  return { standing: watch.standing, root };
}

function watched(
  recogniser: Recogniser,
  types: readonly number[],
  entry: number,
  place: number,
  closed: ReadonlySet<number>,
): { readonly watch: Watch; readonly root: Caller } {
  const tokens = noTokens(recogniser.grammar.tokenNames.length);
  const watch: Watch = { place, tokens, rules: new Set(), closed, asked: [], standing: [] };
  const reading = readingFor(recogniser, types, entry);
  reading.watch(types, watch);
  return { watch, root: reading.root };
}
