import type { Edge, Grammar, RuleEdge } from "./grammar.ts";
import { noToken, type Prediction } from "./prediction.ts";
import { createCall, isFirst, type Call } from "./readingCall.ts";
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

/** Precedences are below the one, rules below the other. */
const [precedences, rules] = [1 << 5, 1 << 11];
const noEnds: readonly number[] = [];

/**
 * All readings of some tokens at once, place by place, with a list of work in place of recursion. What is known of a
 * place hangs on the tokens before it, its own and the next, so that other tokens are read from where they first differ.
 */
export class Reading {
  readonly #grammar: Grammar;
  readonly #prediction: Prediction;
  readonly #windows: Windows | null;
  readonly #rule: number;
  readonly #precedence: number;
  #types: readonly number[] = [];
  #watch: Watch | null = null;
  #calls = new Map<number, Call>();
  /** All calls but the root, and the calls of all ends, in order of places. */
  #opened: Call[] = [];
  #ended: Call[] = [];
  /** What comes to each place from the one before, in one list, and where each place's part begins. */
  #arrivedCalls: Call[] = [];
  #arrivedStates: number[] = [];
  #arrivals: number[] = [];
  readonly #workCalls: Call[] = [];
  readonly #workStates: number[] = [];
  /** The last place whose arrivals are right for the tokens, and whether there is nothing left to read behind it. */
  #sound = 0;
  #isWhole = false;
  /** The number of the turn in which the place is worked on; no two turns have the same. */
  #turn = 0;
  root: Call;
  /** The furthest place that was reached. */
  furthest = 0;
  /** Whether a token behind the last one was asked for. */
  lookedBeyond = false;

  constructor(
    grammar: Grammar,
    prediction: Prediction,
    windows: Windows | null,
    rule: number,
    precedence: number,
  ) {
    this.#grammar = grammar;
    this.#prediction = prediction;
    this.#windows = windows;
    this.#rule = rule;
    this.#precedence = precedence;
    this.root = createCall(rule, precedence, 0, grammar.starts[rule] ?? 0);
  }

  /** Reads tokens from the first place on. */
  read(types: readonly number[]): void {
    const same = this.#sameAs(types);
    this.#types = types;
    if (this.#isWhole && same > this.#sound) return;
    this.#rewind(Math.min(same, this.#sound));
    this.#isWhole = true;
    for (let place = this.#sound; this.#hasArrivals(place); place++) this.#visit(place);
  }

  /** Reads tokens up to a place and tries everything there. */
  watch(types: readonly number[], watch: Watch): void {
    const same = this.#sameAs(types);
    this.#types = types;
    if (this.#isWhole && same > this.#sound && watch.place > this.#sound + 1) return;
    this.#rewind(Math.min(same, this.#sound, watch.place - 1));
    this.#isWhole = false;
    this.#watch = watch;
    for (let place = this.#sound; place <= watch.place && this.#hasArrivals(place); place++)
      this.#visit(place);
    this.#watch = null;
    // Next to the watched place rules are read without their windows, which is not how texts are read.
    this.#sound = Math.max(0, Math.min(this.#sound, watch.place - 1));
  }

  /** Where a rule that was read from a place on may end. */
  endsOf(rule: number, precedence: number, place: number): readonly number[] {
    const known = this.#calls.get(keyOf(rule, precedence, place));
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
    const next = this.#watch?.place === place ? undefined : this.#types[place + 1];
    if (next === undefined) this.lookedBeyond = true;
    return hasToken(this.#grammar.pipeStarts, next ?? 0) === edge.beforePipe;
  }

  #begin(): void {
    this.root = createCall(this.#rule, this.#precedence, 0, this.root.first);
    if (this.#calls.size > 0) this.#calls = new Map();
    this.#calls.set(keyOf(this.#rule, this.#precedence, 0), this.root);
    this.#opened = [];
    this.#ended = [];
    this.#arrivedCalls = [this.root];
    this.#arrivedStates = [this.root.first];
    this.#arrivals = [0, 1];
  }

  /** The last place of which all is known from tokens that are the same in others. */
  #sameAs(types: readonly number[]): number {
    const known = this.#types;
    const length = Math.max(types.length, known.length);
    for (let place = 0; place < length; place++) if (types[place] !== known[place]) return place - 1;
    return length + 1;
  }

  /** Forgets all that was found at a place and behind it, but for what comes to it. */
  #rewind(to: number): void {
    // To forget more than half takes longer than to begin anew.
    const place = to * 2 < this.#sound ? 0 : Math.max(0, to);
    this.#turn += this.#arrivals.length;
    if (place === 0) this.#begin();
    for (
      let call = this.#opened.at(-1);
      call !== undefined && call.place >= place;
      call = this.#opened.at(-1)
    ) {
      this.#calls.delete(keyOf(call.rule, call.precedence, call.place));
      this.#opened.pop();
    }
    for (let call = this.#ended.at(-1); call !== undefined; call = this.#ended.at(-1)) {
      if ((call.ends.at(-1) ?? -1) < place) break;
      call.ends.pop();
      this.#ended.pop();
    }
    this.#arrivals.length = place + 2;
    this.#arrivedCalls.length = this.#arrivals[place + 1] ?? 0;
    this.#arrivedStates.length = this.#arrivedCalls.length;
    for (let each = this.#arrivals[place] ?? 0; each < this.#arrivedCalls.length; each++)
      isFirst(this.#arrivedCalls[each] ?? this.root, this.#arrivedStates[each] ?? 0, this.#turn, this.#turn);
    this.#sound = place;
    this.furthest = place;
  }

  #hasArrivals(place: number): boolean {
    return (this.#arrivals[place] ?? 0) < this.#arrivedCalls.length;
  }

  /** Tries all that has come to a place. */
  #visit(place: number): void {
    this.#sound = place;
    if (place > this.furthest) this.furthest = place;
    const end = this.#arrivedCalls.length;
    for (let each = this.#arrivals[place] ?? 0; each < end; each++) {
      let call = this.#arrivedCalls[each];
      let state = this.#arrivedStates[each] ?? 0;
      while (call !== undefined) {
        this.#step(call, state, place);
        call = this.#workCalls.pop();
        state = this.#workStates.pop() ?? 0;
      }
    }
    this.#turn++;
    this.#arrivals[place + 1] = end;
    this.#arrivals[place + 2] = this.#arrivedCalls.length;
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
    const key = keyOf(rule, precedence, place);
    const known = this.#calls.get(key);
    if (known !== undefined) return known;
    const call = createCall(rule, precedence, place, this.#grammar.starts[rule] ?? 0);
    this.#calls.set(key, call);
    this.#opened.push(call);
    this.#stay(call, call.first);
    return call;
  }

  /** Plans to try a state at the place that is worked on, once. */
  #stay(call: Call, state: number): void {
    if (!isFirst(call, state, this.#turn, this.#turn)) return;
    this.#workCalls.push(call);
    this.#workStates.push(state);
  }

  /** Plans to try a state at the next place, once. */
  #goOn(call: Call, state: number): void {
    if (!isFirst(call, state, this.#turn, this.#turn + 1)) return;
    this.#arrivedCalls.push(call);
    this.#arrivedStates.push(state);
  }

  #step(call: Call, state: number, place: number): void {
    const watch = this.#watch?.place === place ? this.#watch : null;
    watch?.standing.push({ call, state });
    const edges =
      watch === null
        ? this.#prediction.viable(state, this.#types[place] ?? noToken)
        : this.#grammar.edgesOf(state);
    for (const edge of edges) {
      if (!this.isOpen(edge, call.precedence, place)) continue;
      if (edge.kind === "end") this.#end(call, place);
      else if (edge.kind === "rule") {
        watch?.rules.add(edge.rule);
        if (watch?.closed.has(edge.rule) === true) watch.asked.push({ call, rule: edge.rule });
        else this.#call(call, edge, place);
      } else if (watch === null) this.#goOn(call, edge.to);
      else if (!hasToken(edge.tokens, this.#grammar.anyMark)) addAll(watch.tokens, edge.tokens);
    }
  }

  #call(caller: Call, { rule, precedence, to }: RuleEdge, place: number): void {
    const window = this.#window(rule, precedence, place);
    if (window !== null) {
      if (window.reads && place + 1 > this.furthest) this.furthest = place + 1;
      for (const offset of window.offsets)
        if (offset === 0) this.#stay(caller, to);
        else this.#goOn(caller, to);
      return;
    }
    const call = this.#open(rule, precedence, place);
    call.callers.push(caller);
    call.returns.push(to);
    if (call.ends.length > 0) this.#stay(caller, to);
  }

  #end(call: Call, place: number): void {
    if (call.ends.at(-1) === place) return;
    // A list that begins with what it holds has no room to spare, and most hold no more.
    if (call.ends.length === 0) call.ends = [place];
    else call.ends.push(place);
    this.#ended.push(call);
    for (let each = 0; each < call.callers.length; each++) {
      const caller = call.callers[each];
      if (caller !== undefined) this.#stay(caller, call.returns[each] ?? 0);
    }
  }
}

const keyOf = (rule: number, precedence: number, place: number): number =>
  (place * rules + rule) * precedences + precedence;
