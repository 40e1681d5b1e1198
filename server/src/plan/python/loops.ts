import type { ForStatement, WhileStatement } from "../../syntax/ast.ts";
import { within, type Evaluation, type LoopExits } from "../evaluation.ts";
import type { Loop } from "../facts.ts";
import { withoutTrace } from "./conditions.ts";
import { evaluate, evaluateTest } from "./expressions.ts";
import { fresh } from "./heap.ts";
import { elementsNow, exactElements, iterationCount, joinAll } from "./iteration.ts";
import { narrow } from "./narrowing.ts";
import { capture, enter, meet, meetWidened, type State } from "./paths.ts";
import { execute } from "./statements.ts";
import { bindTarget } from "./targets.ts";
import { truthOf } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

/** How many rounds of a `for` statement run one by one. */
const maximalRounds = 64;
/** How deep loops of unknown length may nest before one round has to do. */
const maximalNesting = 3;
/** How many silent rounds find what the names of a loop may hold. */
const silentRounds = 3;

const noExits = ({ dead }: Evaluation): LoopExits => ({
  breaks: [],
  continues: [],
  dead,
});

/**
 * A loop over known elements runs round by round, and all its rounds are one place for the facts. Any other loop runs
 * silently until its names hold all that they may hold, then once for the facts.
 */
export function executeLoop(evaluation: Evaluation, node: ForStatement | WhileStatement): boolean {
  const iterable = node.kind === "For" ? evaluate(evaluation, node.iterable) : unknown;
  const elements = node.kind === "For" ? exactElements(evaluation, iterable) : null;
  const times = node.kind === "For" ? iterationCount(evaluation, iterable) : null;
  const loop: Loop = { node, unit: evaluation.unit, times };
  const { rounds } = evaluation;
  try {
    if (node.kind === "While") {
      const known = knownRounds(evaluation, node, loop);
      if (known !== null)
        return executeRounds(
          evaluation,
          node,
          { ...loop, times: known },
          Array.from({ length: known }, () => unknown),
        );
    }
    return elements !== null && elements.length <= maximalRounds && evaluation.roundSteps > 0
      ? executeRounds(evaluation, node, loop, elements)
      : executeOpen(evaluation, node, loop, () => elementsNow(evaluation, iterable));
  } finally {
    evaluation.rounds = rounds;
  }
}

/**
 * How many rounds a `while` takes that counts or empties a list, found by running it silently; null where a condition
 * on the way is not known, or it is none that ends soon.
 */
function knownRounds(evaluation: Evaluation, node: WhileStatement, loop: Loop): number | null {
  if (node.test.kind === "Constant" || evaluation.context.loops.length >= maximalNesting) return null;
  const before = capture(evaluation);
  const frame = evaluation.stack.at(-1);
  const [returns, ends] = [frame?.returns.length ?? 0, frame?.exits.length ?? 0];
  const { rounds } = evaluation;
  evaluation.silent += 1;
  evaluation.rounds ??= new Map();
  let found: number | null = null;
  for (let round = 0; round <= maximalRounds && evaluation.roundSteps > 0; round += 1) {
    const truth = truthOf(fresh(evaluation, evaluateTest(evaluation, node.test)));
    if (truth !== true) {
      if (truth === false && round > 0) found = round;
      break;
    }
    const exits = noExits(evaluation);
    const falls = runRound(evaluation, node, loop, unknown, exits);
    // Where a round may have left the loop and may have not, what follows is not one path.
    if (falls && exits.breaks.length > 0) break;
    if (!falls) {
      found = round + 1;
      break;
    }
  }
  evaluation.silent -= 1;
  evaluation.rounds = rounds;
  if (frame) {
    frame.returns.length = returns;
    frame.exits.length = ends;
  }
  enter(evaluation, before);
  return found;
}

/** Runs the body once; false when no path reaches the next round. */
function runRound(
  evaluation: Evaluation,
  node: ForStatement | WhileStatement,
  loop: Loop,
  element: Value,
  exits: LoopExits,
): boolean {
  const since = evaluation.cells;
  if (node.kind === "For") bindTarget(evaluation, node.target, element);
  else narrow(evaluation, node.test, true);
  evaluation.loops.push(exits);
  let falls = within(evaluation, loop.node, { loops: [...evaluation.context.loops, loop] }, () =>
    execute(evaluation, node.body),
  );
  evaluation.loops.pop();
  if (exits.continues.length > 0) {
    meet(evaluation, falls ? [...exits.continues, capture(evaluation)] : exits.continues, since);
    exits.continues.length = 0;
    falls = true;
  }
  return falls;
}

function executeRounds(
  evaluation: Evaluation,
  node: ForStatement | WhileStatement,
  loop: Loop,
  elements: readonly Value[],
): boolean {
  const since = evaluation.cells;
  const exits: LoopExits = noExits(evaluation);
  if (elements.length === 0)
    withoutTrace(evaluation, () => runRound(evaluation, node, loop, unknown, noExits(evaluation)));
  else evaluation.rounds ??= new Map();
  let falls = true;
  for (const [index, element] of elements.entries()) {
    if (evaluation.roundSteps <= 0) {
      const rest = elements.slice(index);
      falls = repeated(evaluation, node, loop, () => joinAll(rest), exits);
      break;
    }
    if (node.kind === "While") evaluateTest(evaluation, node.test);
    falls = runRound(evaluation, node, loop, element, exits);
    if (!falls) break;
  }
  if (falls && node.kind === "While") evaluateTest(evaluation, node.test);
  if (falls) falls = execute(evaluation, node.orelse);
  return leave(evaluation, falls, exits, since);
}

/** Goes on behind a loop: from its end, and from where it was left. */
function leave(evaluation: Evaluation, falls: boolean, { breaks }: LoopExits, since: number): boolean {
  if (breaks.length === 0) return falls;
  meet(evaluation, falls ? [capture(evaluation), ...breaks] : breaks, since);
  return true;
}

function executeOpen(
  evaluation: Evaluation,
  node: ForStatement | WhileStatement,
  loop: Loop,
  element: () => Value,
): boolean {
  const since = evaluation.cells;
  const exits: LoopExits = noExits(evaluation);
  const never = node.kind === "While" && truthOf(evaluateSilently(evaluation, node)) === false;
  if (never) {
    evaluateTest(evaluation, node.test);
    withoutTrace(evaluation, () => runRound(evaluation, node, loop, unknown, noExits(evaluation)));
    return execute(evaluation, node.orelse);
  }
  repeated(evaluation, node, loop, element, exits);
  const falls = execute(evaluation, node.orelse);
  return leave(evaluation, falls, exits, since);
}

function evaluateSilently(evaluation: Evaluation, node: WhileStatement): Value {
  const before = capture(evaluation);
  evaluation.silent += 1;
  const value = fresh(evaluation, evaluate(evaluation, node.test));
  evaluation.silent -= 1;
  enter(evaluation, before);
  return value;
}

/** Any number of rounds, none included: silent ones until nothing changes, then one for the facts. */
function repeated(
  evaluation: Evaluation,
  node: ForStatement | WhileStatement,
  loop: Loop,
  element: () => Value,
  exits: LoopExits,
): boolean {
  const since = evaluation.cells;
  const { rounds } = evaluation;
  // Rounds of a loop inside share their contexts with each other, not with the rounds of this one.
  const nesting = evaluation.context.loops.filter((each) => each.times === null).length;
  const limit = nesting === 0 ? silentRounds : nesting < maximalNesting ? 1 : 0;
  let start: State = capture(evaluation);
  for (let round = 0; round < limit; round += 1) {
    const silentExits: LoopExits = noExits(evaluation);
    enter(evaluation, start);
    const frame = evaluation.stack.at(-1);
    const [returns, ends] = [frame?.returns.length ?? 0, frame?.exits.length ?? 0];
    evaluation.silent += 1;
    if (node.kind === "While") evaluateTest(evaluation, node.test);
    const falls = runRound(evaluation, node, loop, element(), silentExits);
    evaluation.silent -= 1;
    if (frame) {
      frame.returns.length = returns;
      frame.exits.length = ends;
    }
    if (!falls) {
      enter(evaluation, start);
      break;
    }
    const changed = meetWidened(evaluation, start, capture(evaluation), since);
    start = capture(evaluation);
    if (!changed) break;
  }
  enter(evaluation, start);
  if (node.kind === "While") evaluateTest(evaluation, node.test);
  const falls = runRound(evaluation, node, loop, element(), exits);
  meet(evaluation, falls ? [start, capture(evaluation)] : [start], since);
  if (node.kind === "While") narrow(evaluation, node.test, false);
  evaluation.rounds = rounds;
  return true;
}
