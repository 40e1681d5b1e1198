import type { Expression, FunctionStatement, LambdaExpression, Statement } from "../../syntax/ast.ts";
import { walk } from "../../syntax/walk.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import { runAutouseFixtures } from "../conventions/fixtures.ts";
import { bindArguments, bindHints } from "./arguments.ts";
import { extended } from "./containerMethods.ts";
import { within, type Evaluation, type Frame } from "../evaluation.ts";
import { evaluate } from "./expressions.ts";
import type { BoundArgument } from "../facts.ts";
import { change, fresh, sequenceOf, withElements } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { capture, meet } from "./paths.ts";
import { isForeign, nestedScope } from "./scope.ts";
import { execute } from "./statements.ts";
import { joinValues, unknown, type FunctionValue, type Value } from "../value.ts";

/** How deep calls are followed, and how often one function is entered in one run. */
const maximalStack = 12;
const maximalEntries = 64;
/** How deep a function may call itself before the call counts as unknown. */
const maximalRecursion = 5;
/** With so few steps left, functions that were entered before are not entered again. */
const scarceSteps = 100_000;

/** Applies a function of the user's to arguments: its body is evaluated with them. */
export function callFunction(
  evaluation: Evaluation,
  callee: FunctionValue,
  args: readonly BoundArgument[],
): Value {
  const { node } = callee;
  evaluation.called.add(node);
  const times = evaluation.entries.get(node) ?? 0;
  const depth = evaluation.stack.filter((each) => each.function.node === node).length;
  if (depth > maximalRecursion || evaluation.stack.length >= maximalStack || times >= maximalEntries)
    return unknown;
  if (times > 0 && evaluation.steps < scarceSteps) return unknown;
  // What does not run never tells a recursion to end.
  if (depth > 0 && evaluation.dead > 0) return unknown;
  evaluation.entries.set(node, times + 1);
  // A function that calls itself is one place for the facts.
  const again = depth > 0 ? 1 : 0;
  evaluation.silent += again;
  const result = runBody(evaluation, callee, () => {
    bindArguments(evaluation, callee, args);
  });
  evaluation.silent -= again;
  return result;
}

/** Calls functions that a framework calls: what happens in them is told where they are looked at by themselves. */
export function aside(evaluation: Evaluation, call: () => Value): Value {
  const before = new Set(evaluation.called);
  evaluation.silent += 1;
  const result = call();
  evaluation.silent -= 1;
  for (const node of evaluation.called) if (!before.has(node)) evaluation.called.delete(node);
  return result;
}

/** Evaluates a function's body for itself, with what its parameters tell by annotation, default and use. */
export function runUncalled(evaluation: Evaluation, callee: FunctionValue): void {
  evaluation.called.add(callee.node);
  runAutouseFixtures(evaluation, callee.node);
  runBody(evaluation, callee, () => {
    bindHints(evaluation, callee);
  });
}

function runBody(evaluation: Evaluation, callee: FunctionValue, bindParameters: () => void): Value {
  const { unit, scope, dead } = evaluation;
  const loops = evaluation.loops.length;
  const { node } = callee;
  // What happens inside another module is told where that module is looked at.
  const foreign = isForeign(evaluation, callee.closure) ? 1 : 0;
  const frame: Frame = {
    function: callee,
    returns: [],
    exits: [],
    yields: yields(node) ? sequenceOf(evaluation, "list", [], true) : null,
    since: evaluation.cells,
    dead,
  };
  evaluation.unit = callee.unit;
  evaluation.scope = nestedScope(callee.closure);
  evaluation.stack.push(frame);
  evaluation.silent += foreign;
  try {
    if (node.kind === "Lambda")
      return within(evaluation, node, { function: node, loops: [] }, () => {
        bindParameters();
        return evaluate(evaluation, node.body);
      });
    const context = { function: node, loops: [], branches: [], block: node.body };
    const falls = within(evaluation, node, context, () => {
      bindParameters();
      return execute(evaluation, node.body);
    });
    return finished(evaluation, frame, falls);
  } finally {
    evaluation.stack.pop();
    evaluation.silent -= foreign;
    evaluation.dead = dead;
    evaluation.otherwise = null;
    evaluation.unit = unit;
    evaluation.scope = scope;
    evaluation.loops.length = loops;
  }
}

/** What a call gives, and where the code goes on: from all the places where the call may have ended. */
function finished(evaluation: Evaluation, frame: Frame, falls: boolean): Value {
  const ends = falls ? [...frame.exits, capture(evaluation)] : frame.exits;
  meet(evaluation, ends, frame.since);
  if (frame.yields !== null) return fresh(evaluation, frame.yields);
  // Classes that inherit it say what it gives.
  if (frame.function.self !== null && isPlaceholder(frame.function.node)) return unknown;
  const values: readonly Value[] = falls ? [...frame.returns, { kind: "none" }] : frame.returns;
  return values.reduce(joinValues, values[0] ?? unknown);
}

/** Whether a body holds a description, `pass` and `...` alone. */
const isPlaceholder = (node: FunctionStatement | LambdaExpression): boolean =>
  node.kind === "Function" && node.body.every(saysNothing);

const saysNothing = (statement: Statement): boolean =>
  statement.kind === "Pass" ||
  (statement.kind === "Expression" &&
    (statement.value.kind === "String" ||
      (statement.value.kind === "Constant" && statement.value.value === "Ellipsis")));

/** One more value of the generator that runs. */
export function yielded(evaluation: Evaluation, value: Value, isFrom: boolean): void {
  const frame = evaluation.stack.at(-1);
  if (!frame?.yields || evaluation.dead !== frame.dead) return;
  change(evaluation, frame.yields, (now) => {
    if (now.kind !== "sequence") return now;
    return isFrom ? extended(evaluation, now, value) : withElements(now, [...now.elements, value], now.exact);
  });
}

const generators = sideTable<FunctionStatement | LambdaExpression, boolean>();

/** Whether a function is a generator. */
export function yields(node: FunctionStatement | LambdaExpression): boolean {
  if (node.kind === "Lambda") return false;
  let known = generators.get(node);
  if (known === undefined) {
    let found = false;
    for (const statement of node.body)
      walk(statement, (part) => {
        found ||= part.kind === "Yield";
        return part.kind !== "Function" && part.kind !== "Class" && part.kind !== "Lambda";
      });
    known = found;
    generators.set(node, known);
  }
  return known;
}

/** What `with value as name` binds: what `__enter__` gives, or what a context manager yields. */
export function entered(evaluation: Evaluation, value: Value, node: Expression): Value {
  switch (value.kind) {
    case "union":
      return value.values.map((each) => entered(evaluation, each, node)).reduce(joinValues);
    case "instance": {
      const enter = value.class.members.get("__enter__");
      return enter?.kind === "function" ? callFunction(evaluation, { ...enter, self: value }, []) : value;
    }
    case "sequence":
      // A generator function under `contextlib.contextmanager`.
      return exactElements(evaluation, value)?.[0] ?? elementsNow(evaluation, value);
    default:
      return value;
  }
}
