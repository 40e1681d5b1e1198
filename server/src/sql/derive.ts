import type { Edge, RuleEdge } from "./grammar.ts";
import { noToken } from "./prediction.ts";
import { recogniseWindow, type Recogniser, type Recognition } from "./recognise.ts";
import type { SqlNode, SqlPart, SqlToken } from "./tree.ts";

/** A rule that is being read again, now along one way. */
interface Frame {
  readonly rule: number;
  readonly precedence: number;
  readonly targets: Targets;
  children: SqlPart[];
  state: number;
  place: number;
  /** Pairs of state and place from which a target can be reached; null while there was no choice. */
  live: Set<number> | null;
}

/** Where a rule may end. */
type Targets = number | ReadonlySet<number>;

const isTarget = (targets: Targets, place: number): boolean =>
  typeof targets === "number" ? targets === place : targets.has(place);

/** A step that leads on: to a state, behind what was read. */
interface Step {
  readonly edge: Edge;
  readonly ends: readonly number[];
}

/**
 * The tree of tokens that were accepted: of all readings the one whose steps come first in the grammar, which is the
 * one that Spark's parser takes.
 */
export function derive(
  recogniser: Recogniser,
  recognition: Recognition,
  types: readonly number[],
  tokens: readonly SqlToken[],
  entry: number,
): SqlNode {
  return new Derivation(recogniser, recognition, types, tokens).tree(entry, 0, types.length);
}

class Derivation {
  readonly #recogniser: Recogniser;
  readonly #recognition: Recognition;
  readonly #types: readonly number[];
  readonly #tokens: readonly SqlToken[];
  readonly #width: number;

  constructor(
    recogniser: Recogniser,
    recognition: Recognition,
    types: readonly number[],
    tokens: readonly SqlToken[],
  ) {
    this.#recogniser = recogniser;
    this.#recognition = recognition;
    this.#types = types;
    this.#tokens = tokens;
    this.#width = types.length + 1;
  }

  tree(entry: number, precedence: number, target: number): SqlNode {
    const frames = [this.#frame(entry, precedence, 0, target)];
    for (;;) {
      const frame = frames.at(-1);
      if (frame === undefined) return this.#node(entry, [], 0);
      const step = this.#next(frame);
      if (step === null || step.edge.kind === "end") {
        frames.pop();
        const node = this.#node(frame.rule, frame.children, frame.place);
        const parent = frames.at(-1);
        if (parent === undefined) return node;
        parent.children.push(node);
        parent.place = frame.place;
        continue;
      }
      const { edge, ends } = step;
      if (edge.wraps) frame.children = [this.#node(frame.rule, frame.children, frame.place)];
      frame.state = edge.to;
      if (edge.kind === "rule") this.#enter(frames, frame, edge, ends);
      else frame.children.push(this.#token(frame.place++));
    }
  }

  #frame(rule: number, precedence: number, place: number, targets: Targets): Frame {
    const state = this.#recogniser.grammar.starts[rule] ?? 0;
    return { rule, precedence, targets, children: [], state, place, live: null };
  }

  /** Begins to read a rule, or copies what it makes of a single token. */
  #enter(frames: Frame[], frame: Frame, { rule, precedence }: RuleEdge, ends: readonly number[]): void {
    const { place } = frame;
    const shape = ends.length === 1 && ends[0] === place + 1 ? this.#shape(rule, precedence, place) : null;
    if (shape === null) {
      frames.push(this.#frame(rule, precedence, place, targetsOf(ends)));
      return;
    }
    frame.children.push(copied(shape, this.#token(place)));
    frame.place = place + 1;
  }

  /** The node of a rule that reads one token, when two tokens tell that; else null. */
  #shape(rule: number, precedence: number, place: number): SqlNode | null {
    const key = this.#recognition.windowKey(rule, precedence, place);
    if (key === null) return null;
    const { shapes } = this.#recogniser;
    const known = shapes.get(key);
    if (known !== undefined) return known;
    const types = this.#types.slice(place, place + 2);
    const tokens = this.#tokens.slice(place, place + 2);
    const recognition = recogniseWindow(this.#recogniser, types, rule, precedence);
    const node = new Derivation(this.#recogniser, recognition, types, tokens).tree(rule, precedence, 1);
    shapes.keep(key, node);
    return node;
  }

  #token(place: number): SqlToken {
    return this.#tokens[place] ?? { kind: "token", type: "EOF", start: 0, end: 0 };
  }

  #node(rule: number, children: readonly SqlPart[], place: number): SqlNode {
    const start = children[0]?.start ?? (place > 0 ? this.#token(place - 1).end : this.#token(0).start);
    const end = children.at(-1)?.end ?? start;
    return { kind: "node", rule: this.#recogniser.grammar.ruleNames[rule] ?? "", start, end, children };
  }

  /** The first step that leads to a target. */
  #next(frame: Frame): Step | null {
    const steps = this.#steps(frame.precedence, frame.targets, frame.state, frame.place);
    const only = steps[0];
    if (only === undefined) return null;
    if (frame.live === null && steps.length === 1 && only.ends.length <= 1) return only;
    frame.live ??= this.#live(frame);
    const live = frame.live;
    for (const { edge, ends } of steps) {
      if (edge.kind === "end") return { edge, ends };
      const good = ends.filter((end) => live.has(edge.to * this.#width + end));
      if (good.length > 0) return { edge, ends: good };
    }
    return null;
  }

  #steps(precedence: number, targets: Targets, state: number, place: number): readonly Step[] {
    const steps: Step[] = [];
    for (const edge of this.#recogniser.prediction.viable(state, this.#types[place] ?? noToken)) {
      if (!this.#recognition.isOpen(edge, precedence, place)) continue;
      if (edge.kind === "token") steps.push({ edge, ends: [place + 1] });
      else if (edge.kind === "end") {
        if (isTarget(targets, place)) steps.push({ edge, ends: [] });
      } else {
        const ends = this.#recognition.endsOf(edge.rule, edge.precedence, place);
        if (ends.length > 0) steps.push({ edge, ends });
      }
    }
    return steps;
  }

  /** All pairs of state and place, from the frame's own on, that lie on a way to a target. */
  #live(frame: Frame): Set<number> {
    const width = this.#width;
    const before = new Map<number, number[]>([[frame.state * width + frame.place, []]]);
    const waiting: number[] = [];
    for (const key of before.keys()) {
      const state = Math.floor(key / width);
      for (const { edge, ends } of this.#steps(frame.precedence, frame.targets, state, key % width))
        if (edge.kind === "end") waiting.push(key);
        else
          for (const end of ends) {
            const next = edge.to * width + end;
            const known = before.get(next);
            if (known === undefined) before.set(next, [key]);
            else known.push(key);
          }
    }
    const live = new Set(waiting);
    for (let key = waiting.pop(); key !== undefined; key = waiting.pop())
      for (const each of before.get(key) ?? [])
        if (!live.has(each)) {
          live.add(each);
          waiting.push(each);
        }
    return live;
  }
}

function targetsOf(ends: readonly number[]): Targets {
  const [only] = ends;
  return only !== undefined && ends.length === 1 ? only : new Set(ends);
}

/** A node of one token, for another token. */
function copied(node: SqlNode, token: SqlToken): SqlNode {
  const children = node.children.map((child) => (child.kind === "token" ? token : copied(child, token)));
  const start = node.children.length === 0 ? token.end : token.start;
  return { kind: "node", rule: node.rule, start, end: token.end, children };
}
