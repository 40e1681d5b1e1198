import type { StackStore, Stacks } from "./stacks.ts";

/** A state that a choice has led to. */
export interface Config {
  readonly state: number;
  readonly choice: number;
  readonly stacks: Stacks;
  /** Whether the rule in which the choice is made has ended. */
  readonly hasEnded: boolean;
}

/** Below the outermost rule. */
export const noState = -1;

/** States and choices are below these. */
const [states, most] = [1 << 14, 1 << 9];
const situations = states * most * 2;
/** A number for a state, a choice and whether its rule has ended. */
export const keyOf = ({ state, choice, hasEnded }: Config): number =>
  ((state + 1) * most + choice) * 2 + (hasEnded ? 1 : 0);

/** What is reached behind a token: one config for each state and choice. */
export class Found {
  readonly #stores: StackStore;
  readonly #seen = new Set<number>();
  readonly #configs = new Map<number, Config>();

  constructor(stores: StackStore) {
    this.#stores = stores;
  }

  isNew(config: Config): boolean {
    const key = keyOf(config) + config.stacks.id * situations;
    if (this.#seen.has(key)) return false;
    this.#seen.add(key);
    return true;
  }

  add(config: Config): void {
    const key = keyOf(config);
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

/** Some choices have come to the same situation. */
export const hasShared = (configs: readonly Config[]): boolean =>
  choicesBy(configs, situation).some(({ size }) => size > 1);

/** Some choices have come to the same situation, and no state belongs to one choice alone. */
export const isConflict = (configs: readonly Config[]): boolean =>
  hasShared(configs) && !choicesBy(configs, ({ state }) => state).some(({ size }) => size === 1);

/** In every situation the same choice is the first. */
export const isResolved = (configs: readonly Config[]): boolean =>
  new Set(choicesBy(configs, situation).map((choices) => Math.min(...choices))).size === 1;
