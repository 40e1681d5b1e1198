import { Found, hasShared, isConflict, isResolved, keyOf, noState, type Config } from "./configs.ts";
import type { Edge } from "./grammar.ts";
import type { Recogniser } from "./recognise.ts";
import { StackStore, type Stacks } from "./stacks.ts";
import { hasToken } from "./tokenSet.ts";

/** What is learnt of a grammar by looking ahead, whatever the text. */
export interface Lookahead {
  readonly stores: StackStore;
  /** What a token leads to behind a rule. */
  readonly followers: Map<number, readonly Config[]>;
  /** Choices that were looked ahead from, by their state, precedence and callers. */
  readonly choices: Map<number, Outlook>;
  /** All others, by the choice and what was reached. */
  readonly outlooks: Map<string, Outlook>;
}

/** What the tokens so far leave of a choice: a state of ANTLR's lookahead automaton, made when a text comes to it. */
interface Outlook {
  readonly choice: number;
  readonly edges: readonly Edge[];
  /** Null before the first token. */
  readonly configs: readonly Config[] | null;
  /** Where a token leads, by the token and whether a pipe step may begin behind it. */
  readonly next: Map<number, Prospect>;
}

/** Where a token leads, and how many steps of work that is. */
interface Prospect {
  readonly steps: number;
  readonly to: Outlook | null;
  /** What is found out when nothing is left to look for: the edge to take, null when the callers must tell. */
  readonly verdict: Edge | "wrong" | null;
}

/** With more stacks or outlooks than this, what was learnt is forgotten. */
const mostLearnt = 20_000;

/** What a parser finds out about a choice between edges: the edge to take, or the place of the wrong token. */
export type Decision = { readonly edge: Edge } | { readonly wrongAt: number };

/** Where a choice is to be made. */
export interface Choice {
  readonly state: number;
  readonly rule: number;
  /** What the state's rule was called for. */
  readonly precedence: number;
}

/** The number of the end of the text. */
const endOfTokens = 0;
/** In place of a token: nothing is read, and all that may be is found. */
const anyToken = -1;

/** A step of the work is one state of one choice at one token. */
export const mostSteps = 30_000;

/**
 * How ANTLR's parsers choose (adaptive LL(*), Parr, Harwell and Fisher 2014): all choices are followed ahead, first as if
 * anybody could have called the rule, until one is left or none. Where none is left, the parser still takes the first
 * choice that has read its rule to the end, and stumbles later; otherwise the token that no choice takes is the wrong one.
 * Only the place of a wrong token is learnt here: texts without one are read by `recognise`, which finds the same trees.
 */
export class AdaptivePrediction {
  readonly #recogniser: Recogniser;
  readonly #types: readonly number[];
  readonly #lookahead: Lookahead;
  readonly #stores: StackStore;
  /** The token that is being tried, and whether a pipe step may begin behind it. */
  #type = 0;
  #isPipe = false;
  /** Ends of rules need not be followed: that is being done. */
  #isBehind = false;
  #work = 0;
  steps = 0;

  constructor(recogniser: Recogniser, types: readonly number[]) {
    this.#recogniser = recogniser;
    this.#types = types;
    let { lookahead } = recogniser;
    if (lookahead === null || Math.max(lookahead.stores.size, lookahead.outlooks.size) > mostLearnt)
      recogniser.lookahead = lookahead = {
        stores: new StackStore(),
        followers: new Map(),
        choices: new Map(),
        outlooks: new Map(),
      };
    this.#lookahead = lookahead;
    this.#stores = lookahead.stores;
  }

  /** Chooses between the edges that are there in a state; `returns` are the states to return to, the outermost first. */
  decide(edges: readonly Edge[], place: number, choice: Choice, returns: () => readonly number[]): Decision {
    const open = this.#ahead(edges, place, this.#stores.open, choice);
    if (open !== null) return open;
    let stacks = this.#stores.push(noState, this.#stores.open);
    for (const state of returns()) stacks = this.#stores.push(state, stacks);
    return this.#ahead(edges, place, stacks, choice) ?? { wrongAt: this.#types.length - 1 };
  }

  /** Null when the choices cannot be told apart without knowing who called. */
  #ahead(edges: readonly Edge[], start: number, stacks: Stacks, choice: Choice): Decision | null {
    let outlook = this.#choice(edges, stacks, choice, this.#isPipeBehind(start));
    for (let place = start; ; place++) {
      const type = this.#types[place];
      if (type === undefined || this.steps > mostSteps) return { wrongAt: place - 1 };
      const isPipe = this.#isPipeBehind(place);
      const key = type * 2 + (isPipe ? 1 : 0);
      let prospect = outlook.next.get(key);
      if (prospect === undefined)
        outlook.next.set(key, (prospect = this.#prospect(outlook, stacks, choice.rule, type, isPipe)));
      this.steps += prospect.steps;
      if (prospect.verdict === "wrong") return { wrongAt: place };
      if (prospect.to === null) return prospect.verdict === null ? null : { edge: prospect.verdict };
      outlook = prospect.to;
    }
  }

  #isPipeBehind(place: number): boolean {
    return hasToken(this.#recogniser.grammar.pipeStarts, this.#types[place + 1] ?? 0);
  }

  #choice(edges: readonly Edge[], stacks: Stacks, { state, precedence }: Choice, isPipe: boolean): Outlook {
    const { choices } = this.#lookahead;
    const key = ((stacks.id * states + state) * precedences + precedence) * 2 + (isPipe ? 1 : 0);
    let outlook = choices.get(key);
    if (outlook === undefined)
      choices.set(key, (outlook = { choice: key, edges, configs: null, next: new Map() }));
    return outlook;
  }

  /** Follows all that is left of a choice over one more token. */
  #prospect(outlook: Outlook, stacks: Stacks, rule: number, type: number, isPipe: boolean): Prospect {
    const { edges, configs } = outlook;
    this.#type = type;
    this.#isPipe = isPipe;
    this.#work = 0;
    const reached = configs === null ? this.#firstReached(edges, stacks, rule) : this.#reached(configs);
    if (reached.length === 0) {
      const ended =
        configs === null ? edges.findIndex((edge) => this.#mayEnd(edge)) : this.#firstEnded(configs);
      const verdict = (stacks.isOpen ? edges[ended] : undefined) ?? "wrong";
      return { steps: this.#work, to: null, verdict };
    }
    const choices = new Set(reached.map(({ choice }) => choice));
    const verdict = edges[Math.min(...choices)] ?? "wrong";
    if (choices.size === 1) return { steps: this.#work, to: null, verdict };
    const isDone = stacks.isOpen ? this.#isConflict(reached) : isResolved(reached);
    const steps = this.#work;
    if (isDone) return { steps, to: null, verdict: stacks.isOpen ? null : verdict };
    return { steps, to: this.#outlook(outlook, reached), verdict: null };
  }

  /** Equal outlooks of a choice are one, so that what repeats itself in a text leads around in a circle. */
  #outlook({ choice, edges }: Outlook, configs: readonly Config[]): Outlook {
    const { outlooks } = this.#lookahead;
    const key = `${choice} ${configs.map((config) => `${keyOf(config)}.${config.stacks.id}`).join(" ")}`;
    let outlook = outlooks.get(key);
    if (outlook === undefined) outlooks.set(key, (outlook = { choice, edges, configs, next: new Map() }));
    return outlook;
  }

  /** Whether a choice may lead to the end of its rule without a token. */
  #mayEnd(edge: Edge): boolean {
    const { nullable } = this.#recogniser.prediction;
    if (edge.kind === "end") return true;
    const start = edge.kind === "rule" ? (this.#recogniser.grammar.starts[edge.rule] ?? 0) : -1;
    return edge.kind === "rule" && nullable(start) && nullable(edge.to);
  }

  #firstReached(edges: readonly Edge[], stacks: Stacks, rule: number): readonly Config[] {
    const found = new Found(this.#stores);
    edges.forEach((edge, choice) => {
      this.#follow(edge, { state: noState, choice, stacks, hasEnded: false }, found, rule);
    });
    const reached = found.configs();
    // In a loop of a left-recursive rule, ending it to go on in the same loop around it is no choice of its own.
    if (!edges.some(({ wraps }) => wraps)) return reached;
    const end = edges.findIndex(({ kind }) => kind === "end");
    const others = new Set(
      reached.flatMap(({ state, choice, stacks: each }) =>
        edges[choice]?.wraps === true ? [`${state} ${each.id}`] : [],
      ),
    );
    return reached.filter(
      ({ state, choice, stacks: each }) => choice !== end || !others.has(`${state} ${each.id}`),
    );
  }

  /** ANTLR asks of all states that may read the next token. None may behind the end of the text. */
  #isConflict(reached: readonly Config[]): boolean {
    return (
      isConflict(reached) ||
      (this.#type !== endOfTokens && hasShared(reached) && isConflict(this.#before(reached)))
    );
  }

  /** The places before the next token to which some lead. */
  #before(configs: readonly Config[]): readonly Config[] {
    const type = this.#type;
    this.#type = anyToken;
    const found = this.#reached(configs);
    this.#type = type;
    return found;
  }

  #reached(configs: readonly Config[]): readonly Config[] {
    const found = new Found(this.#stores);
    for (const config of configs) this.#from(config, found);
    return found.configs();
  }

  /** Tries a state before the token. */
  #from(config: Config, found: Found): void {
    if (config.state === noState || !found.isNew(config)) return;
    this.#work++;
    const { grammar, prediction } = this.#recogniser;
    const rule = grammar.ruleOf(config.state);
    const edges =
      this.#type === anyToken ? grammar.edgesOf(config.state) : prediction.viable(config.state, this.#type);
    for (const edge of edges) this.#follow(edge, config, found, rule);
  }

  #follow(edge: Edge, config: Config, found: Found, rule: number): void {
    const { grammar } = this.#recogniser;
    if (edge.beforePipe !== null && this.#type !== anyToken && this.#isPipe !== edge.beforePipe) return;
    const { choice, stacks, hasEnded } = config;
    if (edge.kind === "token") {
      if (this.#type === anyToken) found.add(config);
      else if (hasToken(edge.tokens, this.#type)) found.add({ state: edge.to, choice, stacks, hasEnded });
    } else if (edge.kind === "rule") {
      const state = grammar.starts[edge.rule] ?? 0;
      this.#from({ state, choice, stacks: this.#stores.push(edge.to, stacks), hasEnded }, found);
    } else {
      for (const { state, below } of stacks.tops)
        this.#from({ state, choice, stacks: below, hasEnded }, found);
      if (!stacks.isOpen || this.#isBehind) return;
      for (const behind of this.#behind(rule))
        found.add({ state: behind.state, choice, stacks: behind.stacks, hasEnded: true });
    }
  }

  /** What the token leads to behind a rule that anybody has called. */
  #behind(rule: number): readonly Config[] {
    const { grammar, prediction } = this.#recogniser;
    const { followers } = this.#lookahead;
    const key = (rule * (grammar.tokenNames.length + 1) + this.#type + 1) * 2 + (this.#isPipe ? 1 : 0);
    const known = followers.get(key);
    if (known !== undefined) return known;
    const found = new Found(this.#stores);
    const { open } = this.#stores;
    // Found once for all texts, so it is no work of this one: what a text is told must not hang on those before it.
    const work = this.#work;
    this.#isBehind = true;
    const seen = new Set([rule]);
    const waiting = [rule];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      for (const state of prediction.returnsOf(next)) {
        this.#from({ state, choice: 0, stacks: open, hasEnded: true }, found);
        const around = grammar.ruleOf(state);
        if (!prediction.nullable(state) || seen.has(around)) continue;
        seen.add(around);
        waiting.push(around);
      }
    this.#isBehind = false;
    this.#work = work;
    const behind = found.configs();
    followers.set(key, behind);
    return behind;
  }

  /** The first choice that has read the rule of the choice to its end, or may do so without another token; -1 if none. */
  #firstEnded(configs: readonly Config[]): number {
    let first = -1;
    for (const { state, stacks, choice, hasEnded } of configs)
      if ((first < 0 || choice < first) && (hasEnded || this.#mayReturn(state, stacks))) first = choice;
    return first;
  }

  #mayReturn(state: number, stacks: Stacks): boolean {
    if (state === noState || !this.#recogniser.prediction.nullable(state)) return false;
    return stacks.isOpen || stacks.tops.some((top) => this.#mayReturn(top.state, top.below));
  }
}

/** States and precedences are below these. */
const [states, precedences] = [1 << 14, 1 << 5];
