import { allFacts, type CallFact, type ModuleFacts } from "../facts.ts";
import type { PlanNode } from "../logicalPlan.ts";
import { sparkAlternatives } from "../value.ts";
import { analysisOf } from "./analysis.ts";
import type { Problem } from "./resolved.ts";

/** A mistake for which Spark raises at a call, whichever way the program comes there. */
export interface ModuleProblem {
  readonly problem: Problem;
  readonly call: CallFact;
}

/**
 * The mistakes that Spark finds when it analyses the module's steps. A call that is reached in several ways (by two
 * branches, or from two callers) counts only when each of them makes the mistake.
 */
export function moduleProblems(facts: ModuleFacts): readonly ModuleProblem[] {
  const steps = new Map<CallFact["node"], { readonly call: CallFact; readonly plans: PlanNode[] }>();
  for (const fact of allFacts(facts)) {
    if (fact.kind !== "call" || fact.isUnreached) continue;
    const made = sparkAlternatives(fact.result).map(({ plan }) => plan);
    for (const plan of fact.inserts ? [...made, fact.inserts] : made) {
      if (!plan || !isMadeBy(plan, fact)) continue;
      const known = steps.get(fact.node);
      if (known) known.plans.push(plan);
      else steps.set(fact.node, { call: fact, plans: [plan] });
    }
  }
  return [...steps.values()].flatMap(({ call, plans: [first, ...others] }) => {
    const problems = first ? analysisOf(first).problems : [];
    return problems
      .filter((problem) =>
        others.every((plan) => analysisOf(plan).problems.some((other) => isSame(problem, other))),
      )
      .map((problem) => ({ problem, call }));
  });
}

const isMadeBy = ({ site }: PlanNode, { unit, node }: CallFact): boolean =>
  site.unit === unit && site.start === node.start && site.end === node.end;

const isSame = (left: Problem, right: Problem): boolean =>
  left.kind === right.kind && left.subject === right.subject && left.site.start === right.site.start;
