import type { Expression, LambdaExpression, NameExpression } from "../../syntax/ast.ts";
import { attributeOf, superAttribute } from "./attributes.ts";
import { builtinNames } from "./builtins.ts";
import { evaluateCall } from "./calls.ts";
import { boolean, comparison, conditional } from "./conditions.ts";
import { comprehension } from "./comprehensions.ts";
import { notebookName } from "../conventions/frameworkCalls.ts";
import { mention, siteOf, type Evaluation } from "../evaluation.ts";
import { dictOf, fresh, sequenceOf } from "./heap.ts";
import { elementsNow, exactElements } from "./iteration.ts";
import { merged, withEntry } from "./dicts.ts";
import { binaryOperation, operatorColumn } from "./operators.ts";
import { recordOperation } from "./pythonUses.ts";
import { closureOf, bind, lookUp } from "./scope.ts";
import { columnOf } from "../spark/columnArguments.ts";
import { spark } from "../spark/spark.ts";
import { indexed } from "./subscripts.ts";
import { noteName } from "./targets.ts";
import { formatted, isOwnText, text } from "./text.ts";
import { numberOf, truthOf } from "./truth.ts";
import { yielded } from "./userFunctions.ts";
import { joined, put, written, type TextOrigin } from "../strings/textOrigin.ts";
import { unknown, type FunctionValue, type Value } from "../value.ts";

/** How deep expressions may nest before their inside counts as unknown. */
const maximalDepth = 600;

/** What an expression evaluates to; records the facts met on the way. */
export function evaluate(evaluation: Evaluation, node: Expression): Value {
  if (evaluation.steps <= 0 || evaluation.depth > maximalDepth) return unknown;
  evaluation.steps -= 1;
  if (evaluation.rounds !== null) evaluation.roundSteps -= 1;
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
    case "Name": {
      const value = lookUp(evaluation, node.id);
      return value === undefined
        ? (givenSession(evaluation, node) ?? notebookName(evaluation, node.id) ?? builtin(node.id))
        : fresh(evaluation, value);
    }
    case "String":
      if (node.parts.some(({ prefix }) => prefix.includes("b")))
        return { kind: "library", type: "builtins.bytes", args: [] };
      return {
        kind: "string",
        value: node.value,
        constant: true,
        site: siteOf(evaluation, node),
        origin: written(evaluation.unit, node.parts),
      };
    case "FormattedString":
      return formattedString(evaluation, node.parts);
    case "Number":
      if (node.type === "complex") return unknown;
      return node.type === "float"
        ? { kind: "number", value: node.value, isFloat: true }
        : { kind: "number", value: node.value };
    case "Constant":
      if (node.value === "None") return { kind: "none" };
      return node.value === "Ellipsis" ? unknown : { kind: "boolean", value: node.value === "True" };
    case "Attribute":
      return fresh(
        evaluation,
        superAttribute(evaluation, node) ?? attributeOf(evaluation, evaluate(evaluation, node.object), node),
      );
    case "Call":
      return evaluateCall(evaluation, node);
    case "Subscript": {
      const object = evaluate(evaluation, node.object);
      const indices = node.indices.map((index) => evaluate(evaluation, index));
      return fresh(evaluation, indexed(evaluation, object, indices, node));
    }
    case "Slice":
      return slice(evaluation, node);
    case "Unary":
      return unary(evaluation, node);
    case "Binary": {
      const left = evaluate(evaluation, node.left);
      return binaryOperation(evaluation, node.operator, left, evaluate(evaluation, node.right), node);
    }
    case "Boolean":
      return boolean(evaluation, node);
    case "Comparison":
      return comparison(evaluation, node);
    case "Conditional":
      return conditional(evaluation, node);
    case "Lambda":
      return makeFunction(evaluation, node);
    case "List":
    case "Tuple":
    case "Set":
      return sequence(evaluation, node.kind, node.elements);
    case "Dict":
      return dict(evaluation, node);
    case "Comprehension":
      return comprehension(evaluation, node);
    case "Starred":
    case "Await":
      return evaluate(evaluation, node.value);
    case "Yield": {
      const value = node.value ? evaluate(evaluation, node.value) : ({ kind: "none" } as const);
      yielded(evaluation, value, node.from);
      return unknown;
    }
    case "NamedExpression": {
      const value = evaluate(evaluation, node.value);
      bind(evaluation, node.target.id, value);
      noteName(evaluation, node.target, value);
      return value;
    }
    case "ErrorExpression":
      for (const child of node.children) evaluate(evaluation, child);
      return unknown;
  }
}

/** A function object for a lambda; its body runs where it is called. */
function makeFunction(evaluation: Evaluation, node: LambdaExpression): FunctionValue {
  const { unit, scope } = evaluation;
  const made: FunctionValue = {
    kind: "function",
    node,
    unit,
    closure: closureOf(scope),
    self: null,
  };
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

/** Shells, notebooks and platforms bind `spark` and `sc` themselves: a name that the file does not bind is theirs. */
function givenSession(evaluation: Evaluation, node: NameExpression): Value | null {
  const type = node.id === "spark" ? "SparkSession" : node.id === "sc" ? "SparkContext" : null;
  const { givenSession: because } = evaluation.file;
  if (type === null || because === null) return null;
  return spark(type, {
    level: "structural",
    site: siteOf(evaluation, node),
    because: `${node.id} is ${because}`,
  });
}

const builtin = (name: string): Value =>
  builtinNames.has(name) ? { kind: "api", name: `builtins.${name}` } : unknown;

type TextParts = Extract<Expression, { kind: "FormattedString" }>["parts"];

function formattedString(evaluation: Evaluation, parts: TextParts): Value {
  let content: string | null = "";
  let constant = true;
  const origins: TextOrigin[] = [];
  for (const part of parts) {
    let known: string | null;
    if (part.kind === "Text") {
      known = part.value;
      origins.push(written(evaluation.unit, [part]));
    } else {
      const value = evaluate(evaluation, part.expression);
      const specification = formattedString(evaluation, part.format);
      known =
        specification.kind === "string" && specification.value !== null
          ? formatted(value, specification.value, part.conversion)
          : null;
      constant &&= isOwnText(value);
      const isPlain = part.format.length === 0 && (part.conversion ?? "s") === "s";
      origins.push(put(siteOf(evaluation, part), part.expression, value, known, isPlain));
    }
    content = content === null || known === null ? null : content + known;
  }
  return text(content, constant, joined(origins));
}

function slice(evaluation: Evaluation, node: Extract<Expression, { kind: "Slice" }>): Value {
  const bound = (part: Expression | null): Value => (part ? evaluate(evaluation, part) : { kind: "none" });
  const args = [node.lower, node.upper, node.step].map((part) => ({
    name: null,
    unpack: "" as const,
    node: part ?? node,
    value: bound(part),
  }));
  return { kind: "library", type: "builtins.slice", args };
}

function unary(evaluation: Evaluation, node: Extract<Expression, { kind: "Unary" }>): Value {
  const operand = evaluate(evaluation, node.operand);
  if (node.operator === "not") {
    recordOperation(evaluation, node, "not", [operand]);
    const truth = truthOf(operand);
    return { kind: "boolean", value: truth === null ? null : !truth };
  }
  if (columnOf(operand)) return operatorColumn(evaluation, node, node.operator, [operand]);
  if (operand.kind === "number" && node.operator === "-")
    return {
      ...operand,
      value: operand.value === null ? null : -operand.value,
    };
  if (operand.kind === "boolean" && node.operator === "-") {
    const value = numberOf(operand);
    return { kind: "number", value: value === null ? null : -value };
  }
  return operand.kind === "number" && node.operator === "+" ? operand : unknown;
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
    if (node.kind !== "Starred") {
      elements.push(value);
      continue;
    }
    const all = exactElements(evaluation, value);
    exact &&= all !== null;
    for (const each of all ?? [elementsNow(evaluation, value)]) elements.push(each);
  }
  return sequenceOf(
    evaluation,
    kind === "List" ? "list" : kind === "Tuple" ? "tuple" : "set",
    elements,
    exact,
  );
}

/** How many entries of a literal are looked through for equal keys. */
const comparedEntries = 200;

function dict(evaluation: Evaluation, node: Extract<Expression, { kind: "Dict" }>): Value {
  const entries = node.entries.map((entry) => ({
    key: entry.key ? evaluate(evaluation, entry.key) : null,
    value: evaluate(evaluation, entry.value),
  }));
  if (entries.length > comparedEntries && entries.every((entry) => entry.key !== null))
    return dictOf(
      evaluation,
      entries.map(({ key, value }) => ({ key: key ?? unknown, value })),
      true,
    );
  return entries.reduce(
    (made, { key, value }) => (key === null ? merged(made, value) : withEntry(made, key, value)),
    dictOf(evaluation, [], true),
  );
}
