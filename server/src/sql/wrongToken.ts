import { AdaptivePrediction, mostSteps } from "./adaptivePrediction.ts";
import type { Edge } from "./grammar.ts";
import type { Recogniser } from "./recognise.ts";
import { hasToken } from "./tokenSet.ts";

/** A rule that is being read. */
interface Frame {
  readonly rule: number;
  readonly precedence: number;
  state: number;
}

/**
 * The place of the token at which Spark's parser stops, in tokens that it refuses; null when that takes too long to find
 * out. It may stand before the furthest place that some reading reaches: a parser takes its choices one by one.
 */
export function wrongToken(recogniser: Recogniser, types: readonly number[], entry: number): number | null {
  const { grammar, prediction } = recogniser;
  const choices = new AdaptivePrediction(recogniser, types);
  const frames: Frame[] = [{ rule: entry, precedence: 0, state: grammar.starts[entry] ?? 0 }];
  const isThere = (edge: Edge, precedence: number, place: number): boolean =>
    edge.limit >= precedence &&
    (edge.beforePipe === null || hasToken(grammar.pipeStarts, types[place + 1] ?? 0) === edge.beforePipe);
  for (let place = 0; choices.steps <= mostSteps;) {
    const frame = frames.at(-1);
    const type = types[place];
    if (frame === undefined || type === undefined) return null;
    const { precedence, state } = frame;
    const edges = grammar.edgesOf(state).filter((edge) => isThere(edge, precedence, place));
    const viable = prediction.viable(state, type).filter((edge) => edges.includes(edge));
    let next = edges.length === 1 ? edges[0] : viable.length === 1 ? viable[0] : undefined;
    if (next === undefined) {
      const returns = (): readonly number[] => frames.slice(0, -1).map((each) => each.state);
      const decision = choices.decide(edges, place, frame, returns);
      if ("wrongAt" in decision) return choices.steps > mostSteps ? null : decision.wrongAt;
      next = decision.edge;
    }
    if (next.kind === "end") frames.pop();
    else {
      frame.state = next.to;
      if (next.kind === "rule")
        frames.push({ rule: next.rule, precedence: next.precedence, state: grammar.starts[next.rule] ?? 0 });
      else if (hasToken(next.tokens, type)) place++;
      else return place;
    }
  }
  return null;
}
