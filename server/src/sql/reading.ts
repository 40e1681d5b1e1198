import type { Edge, Grammar, RuleEdge } from "./grammar.ts";
import { noToken, type Prediction } from "./prediction.ts";
import { addAll, hasToken, type TokenSet } from "./tokenSet.ts";
import type { Window, Windows } from "./windows.ts";

/** A place at which everything is tried, whatever token is there, to learn what would be right. */
export interface Watch {
  readonly place: number;
  readonly tokens: TokenSet;
  readonly rules: Set<number>;
  /** Rules that are told but not looked into. */
  readonly closed: ReadonlySet<number>;
  /** Who asks for a closed rule. */
  readonly asked: { readonly call: Call; readonly rule: number }[];
  /** The states in which rules are at the place. */
  readonly standing: { readonly call: Call; readonly state: number }[];
}

/** What a rule reads from a place on, as far as it is known. */
export interface Call {
  readonly rule: number;
  readonly precedence: number;
  /** The places behind what it may have read. */
  readonly ends: number[];
  endSet: Set<number> | null;
  /** Who waits for an end, and where each goes on. */
  readonly callers: Call[];
  readonly returns: number[];
  /** States and places that were tried, as one number each; a list while it is short. */
  readonly seen: number[];
  seenSet: Set<number> | null;
}

/** Longer lists are looked up in a set. */
const shortList = 12;
/** Precedences are below this. */
const precedences = 32;
const noEnds: readonly number[] = [];

/** All readings of some tokens at once, with a list of work in place of recursion. */
export class Reading {
  readonly #grammar: Grammar;
  readonly #prediction: Prediction;
  readonly #types: readonly number[];
  readonly #windows: Windows | null;
  readonly #watch: Watch | null;
  readonly #calls = new Map<number, Call>();
  readonly #width: number;
  readonly #workCalls: Call[] = [];
  readonly #workStates: number[] = [];
  readonly #workPlaces: number[] = [];
  /** The furthest place that was reached. */
  furthest = 0;
  /** Whether a token behind the last one was asked for. */
  lookedBeyond = false;

  constructor(
    grammar: Grammar,
    prediction: Prediction,
    types: readonly number[],
    windows: Windows | null,
    watch: Watch | null,
  ) {
    this.#grammar = grammar;
    this.#prediction = prediction;
    this.#types = types;
    this.#windows = windows;
    this.#watch = watch;
    this.#width = types.length + 1;
  }

  /** Reads a rule from the first place on. */
  read(rule: number, precedence: number): Call {
    const top = this.#open(rule, precedence, 0);
    for (let call = this.#workCalls.pop(); call !== undefined; call = this.#workCalls.pop())
      this.#step(call, this.#workStates.pop() ?? 0, this.#workPlaces.pop() ?? 0);
    return top;
  }

  /** Where a rule that was read from a place on may end. */
  endsOf(rule: number, precedence: number, place: number): readonly number[] {
    const known = this.#calls.get(this.#key(rule, precedence, place));
    if (known !== undefined) return known.ends;
    return this.#window(rule, precedence, place)?.offsets.map((offset) => place + offset) ?? noEnds;
  }

  /** A number for a rule and the two tokens from a place on, when they tell all that the rule does; else null. */
  windowKey(rule: number, precedence: number, place: number): number | null {
    if (this.#window(rule, precedence, place) === null) return null;
    return this.#windows?.key(rule, precedence, this.#types[place] ?? 0, this.#types[place + 1] ?? 0) ?? null;
  }

  isOpen(edge: Edge, precedence: number, place: number): boolean {
    if (edge.limit < precedence) return false;
    if (edge.beforePipe === null) return true;
    const next = this.#types[place + 1];
    if (next === undefined) this.lookedBeyond = true;
    return hasToken(this.#grammar.pipeStarts, next ?? 0) === edge.beforePipe;
  }

  #key(rule: number, precedence: number, place: number): number {
    return (rule * precedences + precedence) * this.#width + place;
  }

  /** What two tokens tell about a rule; null when they do not tell all. */
  #window(rule: number, precedence: number, place: number): Window | null {
    const first = this.#types[place];
    const second = this.#types[place + 1];
    if (this.#windows === null || first === undefined || second === undefined) return null;
    if (this.#watch !== null && place + 1 >= this.#watch.place) return null;
    return this.#windows.look(rule, precedence, first, second);
  }

  #open(rule: number, precedence: number, place: number): Call {
    const key = this.#key(rule, precedence, place);
    const known = this.#calls.get(key);
    if (known !== undefined) return known;
    const call: Call = {
      rule,
      precedence,
      ends: [],
      endSet: null,
      callers: [],
      returns: [],
      seen: [],
      seenSet: null,
    };
    this.#calls.set(key, call);
    this.#push(call, this.#grammar.starts[rule] ?? 0, place);
    return call;
  }

  /** Plans to try a state at a place, once. */
  #push(call: Call, state: number, place: number): void {
    const key = state * this.#width + place;
    if (call.seenSet !== null) {
      if (call.seenSet.has(key)) return;
      call.seenSet.add(key);
    } else {
      if (call.seen.includes(key)) return;
      call.seen.push(key);
      if (call.seen.length > shortList) call.seenSet = new Set(call.seen);
    }
    this.#workCalls.push(call);
    this.#workStates.push(state);
    this.#workPlaces.push(place);
  }

  #step(call: Call, state: number, place: number): void {
    if (place > this.furthest) this.furthest = place;
    const watch = this.#watch?.place === place ? this.#watch : null;
    watch?.standing.push({ call, state });
    const edges =
      watch === null
        ? this.#prediction.viable(state, this.#types[place] ?? noToken)
        : (this.#grammar.states[state] ?? []);
    for (const edge of edges) {
      if (!this.isOpen(edge, call.precedence, place)) continue;
      if (edge.kind === "end") this.#end(call, place);
      else if (edge.kind === "rule") {
        watch?.rules.add(edge.rule);
        if (watch?.closed.has(edge.rule) === true) watch.asked.push({ call, rule: edge.rule });
        else this.#call(call, edge, place);
      } else if (watch === null) this.#push(call, edge.to, place + 1);
      else if (!hasToken(edge.tokens, this.#grammar.anyMark)) addAll(watch.tokens, edge.tokens);
    }
  }

  #call(caller: Call, { rule, precedence, to }: RuleEdge, place: number): void {
    const window = this.#window(rule, precedence, place);
    if (window !== null) {
      if (window.reads && place + 1 > this.furthest) this.furthest = place + 1;
      for (const offset of window.offsets) this.#push(caller, to, place + offset);
      return;
    }
    const call = this.#open(rule, precedence, place);
    call.callers.push(caller);
    call.returns.push(to);
    for (const end of call.ends) this.#push(caller, to, end);
  }

  #end(call: Call, place: number): void {
    if (call.endSet !== null ? call.endSet.has(place) : call.ends.includes(place)) return;
    call.ends.push(place);
    if (call.endSet !== null) call.endSet.add(place);
    else if (call.ends.length > shortList) call.endSet = new Set(call.ends);
    for (let each = 0; each < call.callers.length; each++) {
      const caller = call.callers[each];
      if (caller !== undefined) this.#push(caller, call.returns[each] ?? 0, place);
    }
  }
}
