import type { AugmentedAssignStatement, Expression, Statement } from "../../syntax/ast.ts";
import { isExpression } from "../../syntax/walk.ts";
import { annotatedValue } from "./parameters.ts";
import { within, type Evaluation } from "../evaluation.ts";
import { executeIf, executeMatch, executeTry } from "./branches.ts";
import { decoratedTableFunction } from "../spark/tableFunctions.ts";
import { defineClass } from "./classes.ts";
import { containerMethod, united } from "./containerMethods.ts";
import { defineFunction } from "./decorators.ts";
import { merged } from "./dicts.ts";
import { evaluate, evaluateTest } from "./expressions.ts";
import { change, fresh } from "./heap.ts";
import { bindImports } from "./imports.ts";
import { executeLoop } from "./loops.ts";
import { binaryOperation } from "./operators.ts";
import { capture, enter } from "./paths.ts";
import { recordOperation } from "./pythonUses.ts";
import { bind } from "./scope.ts";
import { bindTarget, deleteTarget } from "./targets.ts";
import { entered } from "./userFunctions.ts";
import { unknown, type Value } from "../value.ts";

/**
 * Runs statements in order; false when none of their paths reaches the end (return, raise, break, continue). What
 * stands behind an arm that certainly ends the call is looked at for its facts all the same: people toggle constants.
 */
export function execute(evaluation: Evaluation, statements: readonly Statement[]): boolean {
  let falls = true;
  let died = false;
  for (const statement of statements) {
    if (evaluation.steps <= 0) break;
    const goesOn = within(evaluation, statement, { statement, block: statements }, () =>
      executeOne(evaluation, statement),
    );
    if (goesOn) continue;
    falls = false;
    const { otherwise } = evaluation;
    evaluation.otherwise = null;
    if (otherwise === null || evaluation.rounds !== null || statement === statements.at(-1)) break;
    enter(evaluation, otherwise);
    if (!died) evaluation.dead += 1;
    died = true;
  }
  if (died) evaluation.dead -= 1;
  return falls;
}

function executeOne(evaluation: Evaluation, statement: Statement): boolean {
  switch (statement.kind) {
    case "Expression":
      recordAlone(evaluation, statement.value, evaluate(evaluation, statement.value));
      return !endsProgram(statement.value);
    case "Assign": {
      const value = evaluate(evaluation, statement.value);
      for (const target of statement.targets) bindTarget(evaluation, target, value);
      return true;
    }
    case "AnnotatedAssign": {
      if (!statement.value && statement.target.kind !== "Name") return true;
      const value = statement.value ? evaluate(evaluation, statement.value) : unknown;
      const annotated =
        value.kind === "unknown" ? annotatedValue(evaluation, statement.annotation, statement.target) : null;
      bindTarget(evaluation, statement.target, annotated ?? value);
      return true;
    }
    case "AugmentedAssign":
      augment(evaluation, statement);
      return true;
    case "Import":
    case "ImportFrom":
      bindImports(evaluation, statement);
      return true;
    case "If":
      return executeIf(evaluation, statement);
    case "For":
    case "While":
      return executeLoop(evaluation, statement);
    case "Try":
      return executeTry(evaluation, statement);
    case "With":
      for (const item of statement.items) {
        const value = entered(evaluation, evaluate(evaluation, item.context), item.context);
        if (item.target) bindTarget(evaluation, item.target, value);
      }
      return execute(evaluation, statement.body);
    case "Function":
      bind(evaluation, statement.name.id, defineFunction(evaluation, statement));
      return true;
    case "Class":
      bind(
        evaluation,
        statement.name.id,
        decoratedTableFunction(evaluation, statement) ?? defineClass(evaluation, statement),
      );
      return true;
    case "Return": {
      const value: Value = statement.value ? evaluate(evaluation, statement.value) : { kind: "none" };
      const frame = evaluation.stack.at(-1);
      if (frame && evaluation.dead === frame.dead) {
        frame.returns.push(value);
        frame.exits.push(capture(evaluation));
      }
      return false;
    }
    case "Raise":
      if (statement.value) evaluate(evaluation, statement.value);
      return false;
    case "Assert":
      evaluateTest(evaluation, statement.test);
      if (statement.message) evaluate(evaluation, statement.message);
      return true;
    case "Delete":
      for (const target of statement.targets) deleteTarget(evaluation, target);
      return true;
    case "Match":
      return executeMatch(evaluation, statement);
    case "Break":
    case "Continue": {
      const exits = evaluation.loops.at(-1);
      if (exits && evaluation.dead === exits.dead)
        (statement.kind === "Break" ? exits.breaks : exits.continues).push(capture(evaluation));
      return false;
    }
    case "ErrorStatement":
      for (const child of statement.children) {
        if (isExpression(child)) evaluate(evaluation, child);
        else executeOne(evaluation, child);
      }
      return true;
    case "Global":
    case "Nonlocal": {
      const { scope } = evaluation;
      scope.outside ??= new Map();
      for (const { id } of statement.names) scope.outside.set(id, statement.kind);
      return true;
    }
    case "Pass":
    case "TypeAlias":
      return true;
  }
}

/** Notes a method of Spark's that stands alone: nobody calls it. */
function recordAlone(evaluation: Evaluation, node: Expression, value: Value): void {
  if (value.kind === "method") recordOperation(evaluation, node, "alone", [value]);
}

/** `sys.exit(…)`, `exit()`. */
function endsProgram(node: Expression): boolean {
  if (node.kind !== "Call") return false;
  const { callee } = node;
  if (callee.kind === "Name") return callee.id === "exit" || callee.id === "quit";
  return (
    callee.kind === "Attribute" &&
    callee.object.kind === "Name" &&
    ((callee.object.id === "sys" && callee.name.id === "exit") ||
      (callee.object.id === "os" && callee.name.id === "_exit"))
  );
}

/** `target operator= value`: lists, sets and dicts change in place. */
function augment(evaluation: Evaluation, statement: AugmentedAssignStatement): void {
  const before = evaluate(evaluation, statement.target);
  const added = evaluate(evaluation, statement.value);
  if (changeInPlace(evaluation, statement, before, added)) return;
  const node: Expression = {
    kind: "Binary",
    operator: statement.operator,
    operatorSpan: statement,
    left: statement.target,
    right: statement.value,
    start: statement.start,
    end: statement.end,
  };
  evaluation.silent += 1;
  const result = binaryOperation(evaluation, statement.operator, before, added, node);
  evaluation.silent -= 1;
  bindTarget(evaluation, statement.target, result);
}

function changeInPlace(
  evaluation: Evaluation,
  { operator, value: node }: AugmentedAssignStatement,
  before: Value,
  added: Value,
): boolean {
  const objects = before.kind === "union" ? before.values : [before];
  const isEvery = (type: string): boolean =>
    objects.every(
      (each) =>
        (each.kind === "sequence" || each.kind === "dict") &&
        each.cell !== undefined &&
        (each.kind === "dict" ? "dict" : each.type) === type,
    );
  if (isEvery("list") && operator === "+") {
    containerMethod(
      evaluation,
      before,
      "extend",
      [{ name: null, unpack: "", node, value: added }],
      () => unknown,
    );
    return true;
  }
  if (isEvery("set") && operator === "|")
    return change(evaluation, before, (now) =>
      now.kind === "sequence" ? united(evaluation, now, added) : now,
    );
  if (isEvery("dict") && operator === "|")
    return change(evaluation, before, (now) =>
      now.kind === "dict" ? merged(now, fresh(evaluation, added)) : now,
    );
  return false;
}
