import type { Edge, EdgeCondition, Grammar } from "./grammar.ts";
import { readEdge, type TextEdge } from "./networkText.ts";
import type { TokenSet } from "./tokenSet.ts";

/** The parser's flags by the names that its tables use. */
export type ParserFlags = Readonly<Record<string, boolean>>;

/** What a grammar's networks say. */
type Networks = Pick<Grammar, "starts" | "stateCount" | "edgesOf" | "ruleOf">;

/**
 * The networks of all rules. A state is read when it is first asked for: a text needs few of them.
 *
 * @param rules texts by name, in the order of their numbers
 * @param tokensOf the tokens that a label stands for
 */
export function readNetworks(
  rules: ReadonlyMap<string, string>,
  flags: ParserFlags,
  ruleNumbers: ReadonlyMap<string, number>,
  tokensOf: (label: string) => TokenSet,
): Networks {
  const networks = [...rules.values()];
  const setOf = remembered(tokensOf);
  const makerOf = remembered((head) => edgeMaker(readEdge(head), flags, ruleNumbers, setOf));
  const starts: number[] = [];
  let stateCount = 0;
  for (const network of networks) {
    starts.push(stateCount++);
    for (let at = network.indexOf(";"); at >= 0; at = network.indexOf(";", at + 1)) stateCount++;
  }
  const rulesOfStates = new Uint16Array(stateCount);
  starts.forEach((start, rule) => rulesOfStates.fill(rule, start, starts[rule + 1] ?? stateCount));
  const ruleOf = (state: number): number => rulesOfStates[state] ?? 0;
  const texts: (readonly string[] | undefined)[] = [];
  const states: (readonly Edge[] | undefined)[] = [];
  const readState = (state: number): readonly Edge[] => {
    const rule = ruleOf(state);
    const first = starts[rule] ?? 0;
    const text = (texts[rule] ??= (networks[rule] ?? "").split(";"))[state - first] ?? "";
    const edges: Edge[] = [];
    for (const each of text.split(" ")) {
      const arrow = each.lastIndexOf(">");
      const edge = makerOf(arrow < 0 ? each : each.slice(0, arrow))?.(
        arrow < 0 ? first : first + Number(each.slice(arrow + 1)),
      );
      if (edge !== undefined) edges.push(edge);
    }
    return edges;
  };
  const edgesOf = (state: number): readonly Edge[] => (states[state] ??= readState(state));
  return { starts, stateCount, edgesOf, ruleOf };
}

/** Answers each question once. */
function remembered<Answer>(answer: (question: string) => Answer): (question: string) => Answer {
  const known = new Map<string, Answer>();
  return (question) => {
    let found = known.get(question);
    if (found === undefined) known.set(question, (found = answer(question)));
    return found;
  };
}

/** What makes edges of one spelling; null when the flags leave them out or the spelling cannot be read. */
function edgeMaker(
  edge: TextEdge | null,
  flags: ParserFlags,
  ruleNumbers: ReadonlyMap<string, number>,
  setOf: (label: string) => TokenSet,
): ((to: number) => Edge) | null {
  const condition = edge === null ? null : conditionOf(edge, flags);
  if (edge === null || condition === null) return null;
  const { limit, wraps, beforePipe } = condition;
  if (edge.label === "") return () => ({ kind: "end", limit, wraps, beforePipe });
  const { precedence } = edge;
  const rule = ruleNumbers.get(edge.label);
  if (rule !== undefined) return (to) => ({ kind: "rule", rule, precedence, to, limit, wraps, beforePipe });
  const tokens = setOf(edge.label);
  return (to) => ({ kind: "token", tokens, to, limit, wraps, beforePipe });
}

/** Stands for "no precedence asked for" in `limit`. */
const unlimited = 255;

/** Under what an edge counts; null when the flags leave it out. A flag that is not known counts as false. */
function conditionOf(edge: TextEdge, flags: ParserFlags): EdgeCondition | null {
  let beforePipe: boolean | null = null;
  for (const { name, wanted } of edge.conditions) {
    if (name === "isOperatorPipeStart" && !flags.bitwiseBars) beforePipe = wanted;
    else if ((flags[name] ?? false) !== wanted) return null;
  }
  return { limit: edge.limit ?? unlimited, wraps: edge.wraps, beforePipe };
}
