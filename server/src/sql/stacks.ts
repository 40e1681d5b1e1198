/**
 * Return states of rules that are being read, as ANTLR's prediction contexts: a stack, or several that share their tops.
 * Equal ones are the same object.
 */
export interface Stacks {
  readonly id: number;
  /** Nobody knows who called. */
  readonly isOpen: boolean;
  /** The states to return to, and what is below each. */
  readonly tops: readonly { readonly state: number; readonly below: Stacks }[];
}

/** States and stacks are fewer. */
const [states, mostStacks] = [1 << 16, 1 << 24];

/** Makes stacks; equal ones are made once. */
export class StackStore {
  readonly #known = new Map<string, Stacks>();
  readonly #unions = new Map<number, Stacks>();
  readonly #pushed = new Map<number, Stacks>();
  /** The stack of which nothing is known. */
  readonly open: Stacks = this.#make(true, []);

  get size(): number {
    return this.#known.size + this.#unions.size;
  }

  push(state: number, below: Stacks): Stacks {
    const key = below.id * states + state + 1;
    let pushed = this.#pushed.get(key);
    if (pushed === undefined) this.#pushed.set(key, (pushed = this.#make(false, [{ state, below }])));
    return pushed;
  }

  /** All stacks of both. */
  union(one: Stacks, other: Stacks): Stacks {
    if (one === other) return one;
    const key = Math.min(one.id, other.id) * mostStacks + Math.max(one.id, other.id);
    const known = this.#unions.get(key);
    if (known !== undefined) return known;
    const belows = new Map(one.tops.map(({ state, below }) => [state, below]));
    for (const { state, below } of other.tops) {
      const first = belows.get(state);
      belows.set(state, first === undefined ? below : this.union(first, below));
    }
    const tops = [...belows].sort(([a], [b]) => a - b).map(([state, below]) => ({ state, below }));
    const union = this.#make(one.isOpen || other.isOpen, tops);
    this.#unions.set(key, union);
    return union;
  }

  #make(isOpen: boolean, tops: Stacks["tops"]): Stacks {
    const key = `${isOpen ? "?" : ""}${tops.map(({ state, below }) => `${state}.${below.id}`).join(",")}`;
    let stacks = this.#known.get(key);
    if (stacks === undefined) this.#known.set(key, (stacks = { id: this.#known.size, isOpen, tops }));
    return stacks;
  }
}
