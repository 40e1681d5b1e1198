import type {
  ComprehensionExpression,
  Expression,
  FormattedStringExpression,
  LambdaExpression,
  NameExpression,
} from "../../syntax/ast.ts";
import { attributeOf, indexed } from "./attributes.ts";
import { evaluateCall } from "./calls.ts";
import { mention, record, siteOf, within, type Evaluation } from "../evaluation.ts";
import type { OperationFact } from "../facts.ts";
import { elementsOf, iterationCount } from "./iteration.ts";
import { closureOf, bind, lookUp, nestedScope } from "./scope.ts";
import { columnExpression, columnOf } from "../spark/columnArguments.ts";
import { columnValue, spark } from "../spark/spark.ts";
import { bindTarget } from "./targets.ts";
import { joinValues, unknown, type FunctionValue, type Value } from "../value.ts";

/** How deep expressions may nest before their inside counts as unknown. */
const maximalDepth = 600;

/** What an expression evaluates to; records the facts met on the way. */
export function evaluate(evaluation: Evaluation, node: Expression): Value {
  if (evaluation.steps <= 0 || evaluation.depth > maximalDepth) return unknown;
  evaluation.steps -= 1;
  evaluation.depth += 1;
  const value = evaluateKind(evaluation, node);
  if (isMentioned(node)) mention(evaluation, node, value);
  evaluation.depth -= 1;
  return value;
}

/** Expressions whose values editors ask for: those that name something, and what calls give. */
const isMentioned = ({ kind }: Expression): boolean =>
  kind === "Name" || kind === "Attribute" || kind === "Subscript" || kind === "Call";

function evaluateKind(evaluation: Evaluation, node: Expression): Value {
  switch (node.kind) {
    case "Name":
      return lookUp(evaluation, node.id) ?? givenSession(evaluation, node) ?? builtin(node.id);
    case "String":
      if (node.parts.some(({ prefix }) => prefix.includes("b")))
        return { kind: "library", type: "builtins.bytes", args: [] };
      return { kind: "string", value: node.value, constant: true, site: siteOf(evaluation, node) };
    case "FormattedString":
      return formattedString(evaluation, node);
    case "Number":
      return node.type === "float"
        ? { kind: "number", value: node.value, isFloat: true }
        : { kind: "number", value: node.value };
    case "Constant":
      if (node.value === "None") return { kind: "none" };
      return node.value === "Ellipsis" ? unknown : { kind: "boolean", value: node.value === "True" };
    case "Attribute":
      return attributeOf(evaluation, evaluate(evaluation, node.object), node);
    case "Call":
      return evaluateCall(evaluation, node);
    case "Subscript": {
      const object = evaluate(evaluation, node.object);
      const indices = node.indices.map((index) => evaluate(evaluation, index));
      return indexed(evaluation, object, indices, node);
    }
    case "Slice":
      for (const part of [node.lower, node.upper, node.step]) if (part) evaluate(evaluation, part);
      return unknown;
    case "Unary":
      return unary(evaluation, node);
    case "Binary":
      return binary(evaluation, node);
    case "Boolean":
      return boolean(evaluation, node);
    case "Comparison":
      return comparison(evaluation, node);
    case "Conditional": {
      evaluateTest(evaluation, node.test);
      return joinValues(evaluate(evaluation, node.then), evaluate(evaluation, node.otherwise));
    }
    case "Lambda":
      return makeFunction(evaluation, node);
    case "List":
    case "Tuple":
    case "Set":
      return sequence(evaluation, node.kind, node.elements);
    case "Dict":
      return {
        kind: "dict",
        entries: node.entries.map((entry) => ({
          key: entry.key ? evaluate(evaluation, entry.key) : unknown,
          value: evaluate(evaluation, entry.value),
        })),
        exact: node.entries.every((entry) => entry.key !== null),
      };
    case "Comprehension":
      return comprehension(evaluation, node);
    case "Starred":
    case "Await":
      return evaluate(evaluation, node.value);
    case "Yield": {
      const value = node.value ? evaluate(evaluation, node.value) : unknown;
      evaluation.returns.at(-1)?.push({ kind: "sequence", type: "list", elements: [value], exact: false });
      return unknown;
    }
    case "NamedExpression": {
      const value = evaluate(evaluation, node.value);
      bind(evaluation, node.target.id, value);
      return value;
    }
    case "ErrorExpression":
      for (const child of node.children) evaluate(evaluation, child);
      return unknown;
  }
}

/** A function object for a lambda or a definition; its body runs where it is called. */
export function makeFunction(evaluation: Evaluation, node: LambdaExpression): FunctionValue {
  const { unit, scope } = evaluation;
  const made: FunctionValue = { kind: "function", node, unit, closure: closureOf(scope), self: null };
  if (evaluation.silent === 0) evaluation.created.push(made);
  return made;
}

/** Evaluates a condition, and notes when it asks a Column for its truth. */
export function evaluateTest(evaluation: Evaluation, node: Expression): Value {
  const value = evaluate(evaluation, node);
  if (node.kind !== "Boolean" && !(node.kind === "Unary" && node.operator === "not"))
    recordOperation(evaluation, node, "test", [value]);
  return value;
}

function recordOperation(
  evaluation: Evaluation,
  node: OperationFact["node"],
  operation: OperationFact["operation"],
  operands: readonly Value[],
): void {
  if (!operands.some((operand) => columnOf(operand))) return;
  const { unit, context } = evaluation;
  record(evaluation, { kind: "operation", node, operation, operands, unit, context });
}

/** Shells, notebooks and platforms bind `spark` and `sc` themselves: a name that the file does not bind is theirs. */
function givenSession(evaluation: Evaluation, node: NameExpression): Value | null {
  const type = node.id === "spark" ? "SparkSession" : node.id === "sc" ? "SparkContext" : null;
  if (type === null || !evaluation.importsPyspark) return null;
  const because = `${node.id} is the session's name in shells and notebooks, and this file uses pyspark`;
  return spark(type, { level: "structural", site: siteOf(evaluation, node), because });
}

function builtin(name: string): Value {
  return /^(len|str|int|float|bool|range|list|dict|set|tuple|zip|enumerate|sorted|reversed|sum|min|max|abs|round|print|getattr|isinstance|map|filter|any|all|reduce|iter|next|super|type|open|format)$/.test(
    name,
  )
    ? { kind: "api", name: `builtins.${name}` }
    : unknown;
}

function formattedString(evaluation: Evaluation, node: FormattedStringExpression): Value {
  let text: string | null = "";
  let constant = true;
  for (const part of node.parts) {
    if (part.kind === "Text") {
      text = text === null ? null : text + part.value;
      continue;
    }
    const value = evaluate(evaluation, part.expression);
    const known = part.format.length === 0 && part.conversion === null ? constantText(value) : null;
    text = text === null || known === null ? null : text + known;
    constant &&= isConstant(value);
  }
  return { kind: "string", value: text, constant };
}

/** The text that `str(value)` gives for a known value, else null. */
export function constantText(value: Value): string | null {
  if (value.kind === "string") return value.value;
  if (value.kind === "number") return Number.isInteger(value.value) ? String(value.value) : null;
  return null;
}

function isConstant(value: Value): boolean {
  if (value.kind === "string") return value.constant;
  if (value.kind === "union") return value.values.every(isConstant);
  return value.kind === "number" || value.kind === "boolean";
}

function unary(evaluation: Evaluation, node: Extract<Expression, { kind: "Unary" }>): Value {
  const operand = evaluate(evaluation, node.operand);
  const column = columnOf(operand);
  if (node.operator === "not") {
    recordOperation(evaluation, node, "not", [operand]);
    return {
      kind: "boolean",
      value: operand.kind === "boolean" && operand.value !== null ? !operand.value : null,
    };
  }
  if (column) return operatorColumn(evaluation, node, node.operator, [operand]);
  if (operand.kind === "number" && node.operator === "-")
    return { ...operand, value: operand.value === null ? null : -operand.value };
  return operand.kind === "number" ? operand : unknown;
}

function binary(evaluation: Evaluation, node: Extract<Expression, { kind: "Binary" }>): Value {
  const left = evaluate(evaluation, node.left);
  const right = evaluate(evaluation, node.right);
  if (columnOf(left) ?? columnOf(right))
    return operatorColumn(evaluation, node, node.operator, [left, right]);
  return combined(node.operator, left, right);
}

/** `left operator right` for values of Python's own types. */
export function combined(operator: string, left: Value, right: Value): Value {
  if (left.kind === "string" && operator === "+") {
    const text =
      right.kind === "string" && left.value !== null && right.value !== null
        ? left.value + right.value
        : null;
    return { kind: "string", value: text, constant: left.constant && isConstant(right) };
  }
  if (right.kind === "string" && operator === "+") return { kind: "string", value: null, constant: false };
  if (left.kind === "string" && operator === "%")
    return {
      kind: "string",
      value: null,
      constant:
        left.constant &&
        (right.kind === "sequence" ? right.exact && right.elements.every(isConstant) : isConstant(right)),
    };
  if (left.kind === "sequence" && right.kind === "sequence" && operator === "+")
    return { ...left, elements: [...left.elements, ...right.elements], exact: left.exact && right.exact };
  if (left.kind === "number" && right.kind === "number") {
    const result = arithmetic(operator, left.value, right.value);
    const isFloat = left.isFloat ?? right.isFloat ?? operator === "/";
    return isFloat && result.kind === "number" ? { ...result, isFloat } : result;
  }
  return unknown;
}

function arithmetic(operator: string, left: number | null, right: number | null): Value {
  if (left === null || right === null) return { kind: "number", value: null };
  const results: Readonly<Record<string, number>> = {
    "+": left + right,
    "-": left - right,
    "*": left * right,
    "/": left / right,
    "//": Math.floor(left / right),
    "**": left ** right,
  };
  const value = results[operator];
  return { kind: "number", value: value !== undefined && Number.isFinite(value) ? value : null };
}

/** The Column that an operator makes of operands of which one is a Column. */
function operatorColumn(
  evaluation: Evaluation,
  node: Expression,
  operator: string,
  operands: readonly Value[],
): Value {
  const source = operands.map(columnOf).find((each) => each !== null);
  if (!source) return unknown;
  const site = siteOf(evaluation, node);
  return columnValue(source.evidence, {
    kind: "call",
    function: operator,
    args: operands.map((operand) => columnExpression(operand, site)),
    site,
  });
}

function boolean(evaluation: Evaluation, node: Extract<Expression, { kind: "Boolean" }>): Value {
  const left = evaluate(evaluation, node.left);
  const right = evaluate(evaluation, node.right);
  recordOperation(evaluation, node, node.operator, [left, right]);
  return joinValues(left, right);
}

function comparison(evaluation: Evaluation, node: Extract<Expression, { kind: "Comparison" }>): Value {
  const operands = [node.first, ...node.operands].map((operand) => evaluate(evaluation, operand));
  recordOperation(evaluation, node, "comparison", operands);
  const operator = node.operators[0]?.operator;
  const isColumn = operator !== undefined && !["in", "not in", "is", "is not"].includes(operator);
  if (isColumn && operands.some((operand) => columnOf(operand)))
    return operatorColumn(evaluation, node, operator, operands);
  return { kind: "boolean", value: null };
}

function sequence(
  evaluation: Evaluation,
  kind: "List" | "Tuple" | "Set",
  nodes: readonly Expression[],
): Value {
  const elements: Value[] = [];
  let exact = true;
  for (const node of nodes) {
    const value = evaluate(evaluation, node);
    if (node.kind !== "Starred") elements.push(value);
    else if (value.kind === "sequence") {
      elements.push(...value.elements);
      exact &&= value.exact;
    } else exact = false;
  }
  const type = kind === "List" ? "list" : kind === "Tuple" ? "tuple" : "set";
  return { kind: "sequence", type, elements, exact };
}

function comprehension(evaluation: Evaluation, node: ComprehensionExpression): Value {
  const outer = evaluation.scope;
  evaluation.scope = nestedScope(outer);
  try {
    let times: number | null = 1;
    for (const clause of node.clauses) {
      const iterable = evaluate(evaluation, clause.iterable);
      const count = iterationCount(iterable);
      times = times === null || count === null ? null : times * count;
      bindTarget(evaluation, clause.target, elementsOf(iterable));
    }
    const loop = { node, unit: evaluation.unit, times };
    return within(evaluation, { loops: [...evaluation.context.loops, loop] }, () => {
      for (const clause of node.clauses)
        for (const condition of clause.conditions) evaluateTest(evaluation, condition);
      const element = evaluate(evaluation, node.element);
      if (node.form === "dict" && node.value) {
        const value = evaluate(evaluation, node.value);
        return { kind: "dict", entries: [{ key: element, value }], exact: false };
      }
      return {
        kind: "sequence",
        type: node.form === "set" ? "set" : "list",
        elements: [element],
        exact: false,
      };
    });
  } finally {
    evaluation.scope = outer;
  }
}
