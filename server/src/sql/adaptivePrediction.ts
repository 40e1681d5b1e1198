import type { Edge } from "./grammar.ts";
import type { Recogniser } from "./recognise.ts";
import { StackStore, type Stacks } from "./stacks.ts";
import { hasToken } from "./tokenSet.ts";

/** A state that a choice has led to. */
interface Config {
  readonly state: number;
  readonly choice: number;
  readonly stacks: Stacks;
  /** Whether the rule in which the choice is made has ended. */
  readonly hasEnded: boolean;
}

/** What is learnt of a grammar by looking ahead, whatever the text. */
export interface Lookahead {
  readonly stores: StackStore;
  /** What a token leads to behind a rule. */
  readonly followers: Map<number, readonly Config[]>;
}

/** With more stacks than this, what was learnt is forgotten. */
const mostStacks = 20_000;

/** What a parser finds out about a choice between edges: the edge to take, or the place of the wrong token. */
export type Decision = { readonly edge: Edge } | { readonly wrongAt: number };

/** A step of the work is one state of one choice at one token. */
export const mostSteps = 20_000;

/**
 * How ANTLR's parsers choose (adaptive LL(*), Parr, Harwell and Fisher 2014): all choices are followed ahead, first as if
 * anybody could have called the rule, until one is left or none. Where none is left, the parser still takes the first
 * choice that has read its rule to the end, and stumbles later; otherwise the token that no choice takes is the wrong one.
 * Only the place of a wrong token is learnt here: texts without one are read by `recognise`, which finds the same trees.
 */
export class AdaptivePrediction {
  readonly #recogniser: Recogniser;
  readonly #types: readonly number[];
  readonly #stores: StackStore;
  readonly #followers: Map<number, readonly Config[]>;
  /** Ends of rules need not be followed: that is being done. */
  #isBehind = false;
  steps = 0;

  constructor(recogniser: Recogniser, types: readonly number[]) {
    this.#recogniser = recogniser;
    this.#types = types;
    let { lookahead } = recogniser;
    if (lookahead === null || lookahead.stores.size > mostStacks)
      recogniser.lookahead = lookahead = { stores: new StackStore(), followers: new Map() };
    this.#stores = lookahead.stores;
    this.#followers = lookahead.followers;
  }

  /** `returns` are the states to return to, the outermost first. */
  decide(edges: readonly Edge[], place: number, returns: readonly number[], rule: number): Decision {
    const open = this.#ahead(edges, place, this.#stores.open, rule);
    if (open !== null) return open;
    let stacks = this.#stores.push(noState, this.#stores.open);
    for (const state of returns) stacks = this.#stores.push(state, stacks);
    return this.#ahead(edges, place, stacks, rule) ?? { wrongAt: this.#types.length - 1 };
  }

  /** Null when the choices cannot be told apart without knowing who called. */
  #ahead(edges: readonly Edge[], start: number, stacks: Stacks, rule: number): Decision | null {
    const isOpen = stacks.isOpen;
    let configs: readonly Config[] | null = null;
    for (let place = start; ; place++) {
      const type = this.#types[place];
      if (type === undefined || this.steps > mostSteps) return { wrongAt: place - 1 };
      const reached: readonly Config[] =
        configs === null
          ? this.#firstReached(edges, type, place, stacks, rule)
          : this.#reached(configs, type, place);
      if (reached.length === 0) {
        const ended =
          configs === null ? edges.findIndex((edge) => this.#mayEnd(edge)) : this.#firstEnded(configs);
        const edge = isOpen ? edges[ended] : undefined;
        return edge === undefined ? { wrongAt: place } : { edge };
      }
      const choices = new Set(reached.map(({ choice }) => choice));
      const first = Math.min(...choices);
      const edge = edges[first];
      if (edge === undefined) return { wrongAt: place };
      if (choices.size === 1) return { edge };
      if (isOpen ? isConflict(reached) : isResolved(reached)) return isOpen ? null : { edge };
      configs = reached;
    }
  }

  /** Whether a choice may lead to the end of its rule without a token. */
  #mayEnd(edge: Edge): boolean {
    const { nullable } = this.#recogniser.prediction;
    if (edge.kind === "end") return true;
    const start = edge.kind === "rule" ? (this.#recogniser.grammar.starts[edge.rule] ?? 0) : -1;
    return edge.kind === "rule" && nullable(start) && nullable(edge.to);
  }

  #firstReached(
    edges: readonly Edge[],
    type: number,
    place: number,
    stacks: Stacks,
    rule: number,
  ): readonly Config[] {
    const found = new Found(this.#stores);
    edges.forEach((edge, choice) => {
      const config = { state: noState, choice, stacks, hasEnded: false };
      this.#follow(edge, config, type, place, found, rule);
    });
    const reached = found.configs();
    // In a loop of a left-recursive rule, ending it to go on in the same loop around it is no choice of its own.
    if (!edges.some(({ wraps }) => wraps)) return reached;
    const end = edges.findIndex(({ kind }) => kind === "end");
    const others = new Set(
      reached.flatMap(({ state, choice, stacks: each }) => (choice === end ? [] : [`${state} ${each.id}`])),
    );
    return reached.filter(
      ({ state, choice, stacks: each }) => choice !== end || !others.has(`${state} ${each.id}`),
    );
  }

  #reached(configs: readonly Config[], type: number, place: number): readonly Config[] {
    const found = new Found(this.#stores);
    for (const config of configs) this.#from(config, type, place, found);
    return found.configs();
  }

  /** Tries a state before a token. */
  #from(config: Config, type: number, place: number, found: Found): void {
    if (config.state === noState || !found.isNew(config)) return;
    this.steps++;
    const { prediction } = this.#recogniser;
    const rule = prediction.ruleOf(config.state);
    for (const edge of prediction.viable(config.state, type))
      this.#follow(edge, config, type, place, found, rule);
  }

  #follow(edge: Edge, config: Config, type: number, place: number, found: Found, rule: number): void {
    const { grammar } = this.#recogniser;
    if (edge.beforePipe !== null) {
      const next = this.#types[place + 1] ?? 0;
      if (hasToken(grammar.pipeStarts, next) !== edge.beforePipe) return;
    }
    if (edge.kind === "token") {
      if (hasToken(edge.tokens, type)) found.add({ ...config, state: edge.to });
    } else if (edge.kind === "rule") {
      const stacks = this.#stores.push(edge.to, config.stacks);
      this.#from({ ...config, state: grammar.starts[edge.rule] ?? 0, stacks }, type, place, found);
    } else {
      for (const { state, below } of config.stacks.tops)
        this.#from({ ...config, state, stacks: below }, type, place, found);
      if (!config.stacks.isOpen || this.#isBehind) return;
      for (const { state, stacks } of this.#behind(rule, type, place))
        found.add({ ...config, state, stacks, hasEnded: true });
    }
  }

  /** What a token leads to behind a rule that anybody has called. */
  #behind(rule: number, type: number, place: number): readonly Config[] {
    const { grammar, prediction } = this.#recogniser;
    const isPipe = hasToken(grammar.pipeStarts, this.#types[place + 1] ?? 0);
    const key = (rule * grammar.tokenNames.length + type) * 2 + (isPipe ? 1 : 0);
    const known = this.#followers.get(key);
    if (known !== undefined) return known;
    const found = new Found(this.#stores);
    const { open } = this.#stores;
    this.#isBehind = true;
    const seen = new Set([rule]);
    const waiting = [rule];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
      for (const state of prediction.returnsOf(next)) {
        this.#from({ state, choice: 0, stacks: open, hasEnded: true }, type, place, found);
        const around = prediction.ruleOf(state);
        if (!prediction.nullable(state) || seen.has(around)) continue;
        seen.add(around);
        waiting.push(around);
      }
    this.#isBehind = false;
    const behind = found.configs();
    this.#followers.set(key, behind);
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

/** Below the outermost rule. */
const noState = -1;

/** States and choices are below these. */
const [states, most] = [1 << 14, 1 << 9];
const situations = states * most * 2;
const keyOf = (state: number, choice: number, hasEnded: boolean): number =>
  ((state + 1) * most + choice) * 2 + (hasEnded ? 1 : 0);

/** What is reached behind a token: one config for each state and choice. */
class Found {
  readonly #stores: StackStore;
  readonly #seen = new Set<number>();
  readonly #configs = new Map<number, Config>();

  constructor(stores: StackStore) {
    this.#stores = stores;
  }

  isNew({ state, choice, stacks, hasEnded }: Config): boolean {
    const key = keyOf(state, choice, hasEnded) + stacks.id * situations;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  add(config: Config): void {
    const key = keyOf(config.state, config.choice, config.hasEnded);
    const known = this.#configs.get(key);
    this.#configs.set(
      key,
      known === undefined ? config : { ...config, stacks: this.#stores.union(known.stacks, config.stacks) },
    );
  }

  configs(): readonly Config[] {
    return [...this.#configs.values()];
  }
}

/** The choices by what they have reached. */
function choicesBy(
  configs: readonly Config[],
  key: (config: Config) => unknown,
): readonly ReadonlySet<number>[] {
  const found = new Map<unknown, Set<number>>();
  for (const config of configs) {
    const known = found.get(key(config));
    if (known === undefined) found.set(key(config), new Set([config.choice]));
    else known.add(config.choice);
  }
  return [...found.values()];
}

const situation = ({ state, stacks }: Config): string => `${state} ${stacks.id}`;

/** Some choices have come to the same situation, and no state belongs to one choice alone. */
const isConflict = (configs: readonly Config[]): boolean =>
  choicesBy(configs, situation).some(({ size }) => size > 1) &&
  !choicesBy(configs, ({ state }) => state).some(({ size }) => size === 1);

/** In every situation the same choice is the first. */
const isResolved = (configs: readonly Config[]): boolean =>
  new Set(choicesBy(configs, situation).map((choices) => Math.min(...choices))).size === 1;
