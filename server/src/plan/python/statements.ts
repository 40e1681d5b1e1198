import type {
  Expression,
  ForStatement,
  FunctionStatement,
  Statement,
  TryStatement,
  WhileStatement,
} from "../../syntax/ast.ts";
import type { DataType } from "../../catalog/dataType.ts";
import { isExpression } from "../../syntax/walk.ts";
import { annotatedValue } from "./parameters.ts";
import { within, type Evaluation } from "../evaluation.ts";
import { combined, evaluate, evaluateTest } from "./expressions.ts";
import type { Loop } from "../facts.ts";
import { importNames } from "./imports.ts";
import { elementsOf, iterationCount } from "./iteration.ts";
import { closureOf, bind, lookUp, nestedScope, runArms } from "./scope.ts";
import { udfForm } from "../spark/sparkCalls.ts";
import { bindTarget } from "./targets.ts";
import { declaredType, decoratedUdf } from "../spark/udfs.ts";
import { unknown, type ClassValue, type FunctionValue, type Value } from "../value.ts";

/** Runs statements in order; false when none of their paths reaches the end (return, raise, break, continue). */
export function execute(evaluation: Evaluation, statements: readonly Statement[]): boolean {
  for (const statement of statements) {
    if (evaluation.steps <= 0) return true;
    const falls = within(evaluation, { statement, block: statements }, () =>
      executeOne(evaluation, statement),
    );
    if (!falls) return false;
  }
  return true;
}

function executeOne(evaluation: Evaluation, statement: Statement): boolean {
  switch (statement.kind) {
    case "Expression":
      evaluate(evaluation, statement.value);
      return true;
    case "Assign": {
      const value = evaluate(evaluation, statement.value);
      for (const target of statement.targets) bindTarget(evaluation, target, value);
      return true;
    }
    case "AnnotatedAssign": {
      const value = statement.value ? evaluate(evaluation, statement.value) : unknown;
      const annotated =
        value.kind === "unknown" ? annotatedValue(evaluation, statement.annotation, statement.target) : null;
      bindTarget(evaluation, statement.target, annotated ?? value);
      return true;
    }
    case "AugmentedAssign": {
      const before = evaluate(evaluation, statement.target);
      const added = evaluate(evaluation, statement.value);
      const binary: Expression = {
        kind: "Binary",
        operator: statement.operator,
        operatorSpan: statement,
        left: statement.target,
        right: statement.value,
        start: statement.start,
        end: statement.end,
      };
      const isPlain = before.kind !== "spark" && added.kind !== "spark";
      evaluation.silent += isPlain ? 0 : 1;
      const result = isPlain ? combined(statement.operator, before, added) : evaluate(evaluation, binary);
      evaluation.silent -= isPlain ? 0 : 1;
      bindTarget(evaluation, statement.target, result);
      return true;
    }
    case "Import":
    case "ImportFrom":
      for (const [name, value] of importNames(statement, evaluation.api)) bind(evaluation, name, value);
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
        const value = evaluate(evaluation, item.context);
        if (item.target) bindTarget(evaluation, item.target, value);
      }
      return execute(evaluation, statement.body);
    case "Function":
      bind(evaluation, statement.name.id, defineFunction(evaluation, statement));
      return true;
    case "Class":
      bind(evaluation, statement.name.id, defineClass(evaluation, statement));
      return true;
    case "Return":
      evaluation.returns
        .at(-1)
        ?.push(statement.value ? evaluate(evaluation, statement.value) : { kind: "none" });
      return false;
    case "Raise":
      if (statement.value) evaluate(evaluation, statement.value);
      return false;
    case "Assert":
      evaluateTest(evaluation, statement.test);
      if (statement.message) evaluate(evaluation, statement.message);
      return true;
    case "Delete":
      for (const target of statement.targets)
        if (target.kind === "Name") bind(evaluation, target.id, unknown);
      return true;
    case "Match":
      return executeMatch(evaluation, statement);
    case "Break":
    case "Continue":
      return false;
    case "ErrorStatement":
      for (const child of statement.children) {
        if (isExpression(child)) evaluate(evaluation, child);
        else executeOne(evaluation, child);
      }
      return true;
    case "Global":
    case "Nonlocal":
    case "Pass":
    case "TypeAlias":
      return true;
  }
}

function executeIf(evaluation: Evaluation, node: Extract<Statement, { kind: "If" }>): boolean {
  evaluateTest(evaluation, node.test);
  const { branches } = evaluation.context;
  const arm = (index: number, body: readonly Statement[]) => () =>
    within(evaluation, { branches: [...branches, { node, arm: index }] }, () => execute(evaluation, body));
  return runArms(evaluation, [arm(0, node.body), arm(1, node.orelse)]);
}

function executeMatch(evaluation: Evaluation, node: Extract<Statement, { kind: "Match" }>): boolean {
  evaluate(evaluation, node.subject);
  const { branches } = evaluation.context;
  const arms = node.cases.map((each, index) => () => {
    for (const capture of each.captures) bind(evaluation, capture.id, unknown);
    if (each.guard) evaluateTest(evaluation, each.guard);
    return within(evaluation, { branches: [...branches, { node, arm: index }] }, () =>
      execute(evaluation, each.body),
    );
  });
  return runArms(evaluation, [...arms, () => true]);
}

/** The body may stop anywhere: handlers start from what it may have left behind. */
function executeTry(evaluation: Evaluation, node: TryStatement): boolean {
  const { branches } = evaluation.context;
  const inArm = (arm: number, run: () => boolean): boolean =>
    within(evaluation, { branches: [...branches, { node, arm }] }, run);
  let bodyFalls = true;
  runArms(evaluation, [
    () => {
      bodyFalls = inArm(0, () => execute(evaluation, node.body));
      return true;
    },
    ...(node.handlers.length > 0 ? [() => true] : []),
  ]);
  const handlers = node.handlers.map((handler, index) => () => {
    if (handler.type) evaluate(evaluation, handler.type);
    if (handler.name) bind(evaluation, handler.name.id, unknown);
    return inArm(index + 1, () => execute(evaluation, handler.body));
  });
  const falls = runArms(evaluation, [
    () => bodyFalls && inArm(0, () => execute(evaluation, node.orelse)),
    ...handlers,
  ]);
  return execute(evaluation, node.finalizer) && falls;
}

/** A loop runs twice: first silently, to find what its names may hold, then for the facts. */
function executeLoop(evaluation: Evaluation, node: ForStatement | WhileStatement): boolean {
  const iterable = node.kind === "For" ? evaluate(evaluation, node.iterable) : unknown;
  const loop: Loop = {
    node,
    unit: evaluation.unit,
    times: node.kind === "For" ? iterationCount(iterable) : null,
  };
  const round = (): boolean => {
    if (node.kind === "For") bindTarget(evaluation, node.target, elementsOf(iterable));
    else evaluateTest(evaluation, node.test);
    within(evaluation, { loops: [...evaluation.context.loops, loop] }, () => execute(evaluation, node.body));
    return true;
  };
  const nesting = evaluation.context.loops.length;
  if (nesting < 3) {
    evaluation.silent += 1;
    runArms(evaluation, [round, () => true]);
    evaluation.silent -= 1;
  }
  runArms(evaluation, [round, () => true]);
  return execute(evaluation, node.orelse);
}

function defineFunction(evaluation: Evaluation, node: FunctionStatement): Value {
  for (const parameter of node.parameters)
    if (parameter.defaultValue) evaluate(evaluation, parameter.defaultValue);
  const fn: FunctionValue = {
    kind: "function",
    node,
    unit: evaluation.unit,
    closure: closureOf(evaluation.scope),
    self: null,
  };
  if (evaluation.silent === 0) evaluation.created.push(fn);
  let result: Value = fn;
  for (const decorator of node.decorators.toReversed())
    result = decorated(evaluation, node, fn, decorator, result);
  return result;
}

/** What a decorator makes of a function: UDF decorators make a UDF, well-known ones keep it, others hide it. */
function decorated(
  evaluation: Evaluation,
  node: FunctionStatement,
  fn: FunctionValue,
  decorator: Expression,
  inner: Value,
): Value {
  // `@udf(…)` is a call that makes a decorator; its facts are those of the UDF itself.
  const callee = evaluate(evaluation, decorator.kind === "Call" ? decorator.callee : decorator);
  if (callee.kind === "api") {
    const form = udfForm(callee.name);
    if (form) return decoratedUdf(evaluation, node, fn, decorator, form, returnTypeOf(evaluation, decorator));
  }
  if (callee.kind === "spark" && callee.udf)
    return decoratedUdf(evaluation, node, fn, decorator, callee.udf.form, {
      text: callee.udf.returnType ?? "string",
      dataType: callee.udf.returns,
    });
  if (decorator.kind === "Call") for (const argument of decorator.args) evaluate(evaluation, argument.value);
  return inner;
}

function returnTypeOf(
  evaluation: Evaluation,
  decorator: Expression,
): { readonly text: string; readonly dataType: DataType } | null {
  if (decorator.kind !== "Call") return null;
  const argument =
    decorator.args.find((each) => each.name?.id === "returnType") ??
    decorator.args.find((each) => each.name === null);
  if (!argument) return null;
  const value = evaluate(evaluation, argument.value);
  const text =
    value.kind === "string" && value.value !== null
      ? value.value
      : evaluation.unit.text.slice(argument.value.start, argument.value.end);
  return { text, dataType: declaredType(value) };
}

function defineClass(evaluation: Evaluation, node: Extract<Statement, { kind: "Class" }>): Value {
  const outer = evaluation.scope;
  const before = evaluation.created.length;
  evaluation.scope = nestedScope(outer);
  execute(evaluation, node.body);
  const members = new Map<string, Value>();
  const base = node.args[0]?.value;
  const parent = base?.kind === "Name" ? lookUp(evaluation, base.id, outer) : undefined;
  if (parent?.kind === "class") for (const [name, value] of parent.members) members.set(name, value);
  // Methods do not see the class's own names: their closure is the scope around the class.
  for (const [name, value] of evaluation.scope.names)
    members.set(
      name,
      value.kind === "function" && value.node.kind === "Function"
        ? { ...value, closure: closureOf(outer) }
        : value,
    );
  evaluation.scope = outer;
  evaluation.created.length = Math.min(before, evaluation.created.length);
  const result: ClassValue = {
    kind: "class",
    node,
    unit: evaluation.unit,
    closure: closureOf(outer),
    members,
  };
  if (evaluation.silent === 0) evaluation.created.push(result);
  return result;
}
