import type { ComprehensionExpression } from "../../syntax/ast.ts";
import { within, type Evaluation } from "../evaluation.ts";
import { united } from "./containerMethods.ts";
import { dictOfEntries } from "./dicts.ts";
import { withoutTrace } from "./conditions.ts";
import { evaluate, evaluateTest } from "./expressions.ts";
import { sequenceOf } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { narrow } from "./narrowing.ts";
import { nestedScope } from "./scope.ts";
import { bindTarget } from "./targets.ts";
import { truthOf } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

/** How many rounds of one clause run one by one. */
const maximalRounds = 256;

interface Gathered {
  readonly entries: { readonly key: Value; readonly value: Value }[];
  exact: boolean;
  rounds: number;
}

/** Element by element where the iterables are known; else one element stands for all. */
export function comprehension(evaluation: Evaluation, node: ComprehensionExpression): Value {
  const outer = evaluation.scope;
  const { rounds } = evaluation;
  evaluation.scope = nestedScope(outer);
  const gathered: Gathered = { entries: [], exact: true, rounds: 0 };
  const loop: {
    node: ComprehensionExpression;
    unit: Evaluation["unit"];
    times: number | null;
  } = {
    node,
    unit: evaluation.unit,
    times: null,
  };
  try {
    runClauses(evaluation, node, 0, loop, gathered);
  } finally {
    evaluation.scope = outer;
    evaluation.rounds = rounds;
  }
  loop.times = gathered.exact ? gathered.rounds : loop.times;
  const { entries, exact } = gathered;
  if (node.form === "dict") return dictOfEntries(evaluation, entries, exact);
  const elements = entries.map((entry) => entry.value);
  const list = sequenceOf(evaluation, "list", elements, exact);
  return node.form === "set" ? united(evaluation, sequenceOf(evaluation, "set", [], exact), list) : list;
}

function runClauses(
  evaluation: Evaluation,
  node: ComprehensionExpression,
  index: number,
  loop: {
    readonly node: ComprehensionExpression;
    readonly unit: Evaluation["unit"];
    times: number | null;
  },
  gathered: Gathered,
): void {
  const clause = node.clauses[index];
  if (!clause) {
    gathered.rounds += 1;
    const loops = [...evaluation.context.loops, loop];
    within(evaluation, node, { loops }, () => {
      const first = evaluate(evaluation, node.element);
      const second = node.value ? evaluate(evaluation, node.value) : first;
      if (evaluation.dead === 0 || gathered.rounds === 1)
        gathered.entries.push({ key: first, value: second });
    });
    return;
  }
  const iterable = evaluate(evaluation, clause.iterable);
  const elements = exactElements(evaluation, iterable);
  const round = (element: Value): void => {
    bindTarget(evaluation, clause.target, element);
    for (const condition of clause.conditions) {
      const truth = truthOf(
        within(evaluation, node.clauses, { loops: [...evaluation.context.loops, loop] }, () =>
          evaluateTest(evaluation, condition),
        ),
      );
      if (truth === false && elements !== null) return;
      if (truth === null) gathered.exact = false;
      narrow(evaluation, condition, true);
    }
    runClauses(evaluation, node, index + 1, loop, gathered);
  };
  if (elements === null || elements.length > maximalRounds || evaluation.roundSteps <= 0) {
    gathered.exact = false;
    round(elementsNow(evaluation, iterable));
    return;
  }
  if (elements.length === 0) {
    const { entries, rounds } = gathered;
    const kept = entries.length;
    withoutTrace(evaluation, () => {
      round(unknown);
      return true;
    });
    entries.length = kept;
    gathered.rounds = rounds;
    return;
  }
  evaluation.rounds ??= new Map();
  for (const [place, element] of elements.entries()) {
    if (evaluation.roundSteps <= 0) {
      gathered.exact = false;
      round(
        elementsNow(evaluation, {
          kind: "sequence",
          type: "list",
          elements: elements.slice(place),
          exact: true,
        }),
      );
      return;
    }
    round(element);
  }
}
