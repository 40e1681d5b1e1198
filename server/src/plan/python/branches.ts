import type { Expression, IfStatement, MatchStatement, Statement, TryStatement } from "../../syntax/ast.ts";
import { within, type Evaluation } from "../evaluation.ts";
import { withoutTrace } from "./conditions.ts";
import { evaluate, evaluateTest } from "./expressions.ts";
import { narrow } from "./narrowing.ts";
import { capture, enter, meet, runArms, type State } from "./paths.ts";
import { bind } from "./scope.ts";
import { execute } from "./statements.ts";
import { compared, isConstant, truthOf } from "./truth.ts";
import { unknown, type Value } from "../value.ts";

/**
 * `if`: where the condition is known, only what its arm does counts for what follows. The other arm is looked at for
 * its facts, since such conditions are constants that people toggle.
 */
export function executeIf(evaluation: Evaluation, node: IfStatement): boolean {
  if (evaluation.forImport && isMainTest(node.test)) return execute(evaluation, node.orelse);
  const truth = truthOf(evaluateTest(evaluation, node.test));
  const { branches } = evaluation.context;
  const arm = (index: number, body: readonly Statement[]) => (): boolean => {
    narrow(evaluation, node.test, index === 0);
    return within(evaluation, body, { branches: [...branches, { node, arm: index }] }, () =>
      execute(evaluation, body),
    );
  };
  const arms = [arm(0, node.body), arm(1, node.orelse)];
  return truth === null ? runArms(evaluation, arms) : runKnown(evaluation, arms, truth ? 0 : 1);
}

/** `__name__ == "__main__"`. */
function isMainTest(test: Expression): boolean {
  if (test.kind !== "Comparison" || test.operators.length !== 1 || test.operators[0]?.operator !== "==")
    return false;
  const sides = [test.first, ...test.operands];
  return (
    sides.some((side) => side.kind === "Name" && side.id === "__name__") &&
    sides.some((side) => side.kind === "String" && side.value === "__main__")
  );
}

/** Runs all arms for their facts, in order, and goes on from one of them. */
function runKnown(evaluation: Evaluation, arms: readonly (() => boolean)[], live: number): boolean {
  if (evaluation.forImport) return arms[live]?.() ?? true;
  const before = capture(evaluation);
  let after: State | null = null;
  let falls = false;
  let other: State | null = null;
  for (const [index, arm] of arms.entries()) {
    enter(evaluation, before);
    if (index === live) {
      falls = arm();
      after = capture(evaluation);
    } else {
      evaluation.dead += 1;
      if (arm()) other = capture(evaluation);
      evaluation.dead -= 1;
    }
    evaluation.otherwise = null;
  }
  if (after) meet(evaluation, [after], 0);
  if (!falls) evaluation.otherwise = other;
  return falls;
}

/** `match`: cases of plain values are decided where the subject is known; all others may be taken. */
export function executeMatch(evaluation: Evaluation, node: MatchStatement): boolean {
  const subject = evaluate(evaluation, node.subject);
  const { branches } = evaluation.context;
  const arms = node.cases.map((each, index) => (): boolean => {
    for (const capture of each.captures)
      bind(evaluation, capture.id, each.values.length === 0 && isPlain(evaluation, each) ? subject : unknown);
    if (each.guard) evaluateTest(evaluation, each.guard);
    return within(evaluation, each.body, { branches: [...branches, { node, arm: index }] }, () =>
      execute(evaluation, each.body),
    );
  });
  const matches = node.cases.map((each) => matchesSubject(evaluation, subject, each));
  const live = matches.findIndex((each) => each !== false);
  if (live >= 0 && matches[live] === true) return runKnown(evaluation, arms, live);
  const isComplete = matches.includes(true);
  if (matches.every((each) => each === false)) {
    for (const arm of arms) withoutTrace(evaluation, arm);
    return true;
  }
  return runArms(evaluation, isComplete ? arms : [...arms, () => true]);
}

type Case = MatchStatement["cases"][number];

/** A pattern without structure: a value, some values, a name, or `_`. */
function isPlain({ unit }: Evaluation, { start, body, end }: Case): boolean {
  const pattern = unit.text.slice(start, body[0]?.start ?? end);
  return /^case\s+[^[({*,]*?(\s+if\b[^\n]*)?:/.test(pattern);
}

function matchesSubject(evaluation: Evaluation, subject: Value, each: Case): boolean | null {
  if (!isPlain(evaluation, each)) return null;
  if (each.values.length === 0) return each.guard === null ? true : null;
  if (!isConstant(subject)) return null;
  evaluation.silent += 1;
  const results = each.values.map((value: Expression) =>
    compared("==", subject, evaluate(evaluation, value)),
  );
  evaluation.silent -= 1;
  if (results.includes(true)) return each.guard === null && each.captures.length === 0 ? true : null;
  return results.includes(null) ? null : false;
}

/** The body may stop anywhere: handlers start from what it may have left behind. */
export function executeTry(evaluation: Evaluation, node: TryStatement): boolean {
  const { branches } = evaluation.context;
  const inArm = (arm: number, key: object, run: () => boolean): boolean =>
    within(evaluation, key, { branches: [...branches, { node, arm }] }, run);
  const since = evaluation.cells;
  const before = capture(evaluation);
  const bodyFalls = inArm(0, node.body, () => execute(evaluation, node.body));
  evaluation.otherwise = null;
  const afterBody = capture(evaluation);
  meet(evaluation, [before, afterBody], since);
  const interrupted = capture(evaluation);
  const outcomes: State[] = [];
  enter(evaluation, afterBody);
  if (bodyFalls && inArm(0, node.orelse, () => execute(evaluation, node.orelse)))
    outcomes.push(capture(evaluation));
  node.handlers.forEach((handler, index) => {
    enter(evaluation, interrupted);
    if (handler.type) evaluate(evaluation, handler.type);
    if (handler.name) bind(evaluation, handler.name.id, unknown);
    if (inArm(index + 1, handler, () => execute(evaluation, handler.body)))
      outcomes.push(capture(evaluation));
  });
  evaluation.otherwise = null;
  if (outcomes.length === 0) {
    enter(evaluation, interrupted);
    execute(evaluation, node.finalizer);
    return false;
  }
  meet(evaluation, outcomes, since);
  return execute(evaluation, node.finalizer);
}
