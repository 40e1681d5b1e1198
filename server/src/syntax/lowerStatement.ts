import type { AugmentedAssignStatement, Expression, ImportStatement, Statement } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import {
  lowerClass,
  lowerDecorated,
  lowerFor,
  lowerFunction,
  lowerIf,
  lowerTry,
  lowerWhile,
  lowerWith,
} from "./lowerCompound.ts";
import { lowerExpression, lowerOperands, lowerOptional } from "./lowerExpression.ts";
import {
  childOf,
  hasChild,
  identifier,
  maxDepth,
  noExpression,
  operandBehind,
  operandsOf,
  spanOf,
  type Lowering,
} from "./lowering.ts";
import { binaryOperators } from "./lowerOperators.ts";
import { lowerMatch } from "./lowerMatch.ts";

/** Lowers the statements among the children of a module or block. */
export function lowerBody(block: ConcreteNode | undefined, lowering: Lowering): readonly Statement[] {
  if (block === undefined) return [];
  return block.children.filter(({ isNamed }) => isNamed).map((child) => lowerStatement(child, lowering));
}

/** Lowers any node that stands where a statement may; what is none becomes an ErrorStatement. */
export function lowerStatement(node: ConcreteNode, lowering: Lowering): Statement {
  const { start, end } = node;
  if (lowering.depth >= maxDepth) return { kind: "ErrorStatement", start, end, children: [] };
  lowering.depth++;
  const statement = lower(node, lowering);
  lowering.depth--;
  return statement;
}

function lower(node: ConcreteNode, lowering: Lowering): Statement {
  const { start, end } = node;
  switch (node.type) {
    case "expression_statement":
      return lowerExpressionStatement(node, lowering);
    case "import_statement":
      return {
        kind: "Import",
        start,
        end,
        names: operandsOf(node).map((name) => lowerImported(name, lowering)),
      };
    case "import_from_statement":
    case "future_import_statement":
      return lowerImportFrom(node, lowering);
    case "if_statement":
      return lowerIf(node, lowering);
    case "for_statement":
      return lowerFor(node, lowering);
    case "while_statement":
      return lowerWhile(node, lowering);
    case "try_statement":
      return lowerTry(node, lowering);
    case "with_statement":
      return lowerWith(node, lowering);
    case "function_definition":
      return lowerFunction(node, start, [], lowering);
    case "class_definition":
      return lowerClass(node, start, [], lowering);
    case "decorated_definition":
      return lowerDecorated(node, lowering);
    case "match_statement":
      return lowerMatch(node, lowering);
    case "return_statement":
      return { kind: "Return", start, end, value: lowerOperands(operandsOf(node), [], lowering) };
    case "raise_statement": {
      const cause = operandBehind(node, "keyword:from");
      const value = operandsOf(node).find((operand) => operand !== cause);
      return {
        kind: "Raise",
        start,
        end,
        value: value === undefined ? null : lowerExpression(value, lowering),
        cause: cause === undefined ? null : lowerExpression(cause, lowering),
      };
    }
    case "assert_statement": {
      const [test, message] = operandsOf(node);
      return {
        kind: "Assert",
        start,
        end,
        test: lowerOptional(test, end, lowering),
        message: message === undefined ? null : lowerExpression(message, lowering),
      };
    }
    case "delete_statement": {
      const operands = operandsOf(node);
      const list =
        operands.length === 1 && operands[0]?.type === "expression_list" ? operandsOf(operands[0]) : operands;
      return { kind: "Delete", start, end, targets: list.map((target) => lowerExpression(target, lowering)) };
    }
    case "global_statement":
    case "nonlocal_statement":
      return {
        kind: node.type === "global_statement" ? "Global" : "Nonlocal",
        start,
        end,
        names: operandsOf(node).map((name) => identifier(name, end, lowering)),
      };
    case "pass_statement":
      return { kind: "Pass", start, end };
    case "break_statement":
      return { kind: "Break", start, end };
    case "continue_statement":
      return { kind: "Continue", start, end };
    case "type_alias_statement": {
      const [left, right] = operandsOf(node);
      const named = left === undefined ? undefined : firstIdentifier(left);
      return {
        kind: "TypeAlias",
        start,
        end,
        name: identifier(named, start, lowering),
        value: lowerOptional(right, end, lowering),
      };
    }
    case "print_statement": {
      const shifted = lowerShiftedPrint(node, lowering);
      if (shifted !== null) return { kind: "Expression", start, end, value: shifted };
      lowering.errors.push({ start, end });
      return lowerUnknown(node, lowering);
    }
    case "exec_statement":
      lowering.errors.push({ start, end });
      return lowerUnknown(node, lowering);
    default:
      return lowerUnknown(node, lowering);
  }
}

/** `print >>f, x`: the grammar takes it for Python 2's statement, and Python 3 for an expression, which it is here. */
function lowerShiftedPrint(node: ConcreteNode, lowering: Lowering): Expression | null {
  const chevron = childOf(node, "chevron");
  const sign = chevron && childOf(chevron, ">>");
  const [file] = chevron === undefined ? [] : operandsOf(chevron);
  if (chevron === undefined || sign === undefined || file === undefined) return null;
  const { start } = node;
  const first: Expression = {
    kind: "Binary",
    start,
    end: chevron.end,
    operator: ">>",
    operatorSpan: { start: sign.start, end: sign.end },
    left: { kind: "Name", start, end: start + "print".length, id: "print" },
    right: lowerExpression(file, lowering),
  };
  const rest = operandsOf(node).filter((child) => child !== chevron);
  const isTuple = node.children.some(({ type }) => type === ",");
  return isTuple
    ? {
        kind: "Tuple",
        start,
        end: node.end,
        elements: [first, ...rest.map((child) => lowerExpression(child, lowering))],
      }
    : first;
}

/** Keeps the statements and expressions in text that is no statement. */
function lowerUnknown(node: ConcreteNode, lowering: Lowering): Statement {
  const children = operandsOf(node).map((child) =>
    isStatement(child) ? lowerStatement(child, lowering) : lowerExpression(child, lowering),
  );
  return { kind: "ErrorStatement", start: node.start, end: node.end, children };
}

function isStatement({ type }: ConcreteNode): boolean {
  return type.endsWith("_statement") || type.endsWith("_definition");
}

function lowerExpressionStatement(node: ConcreteNode, lowering: Lowering): Statement {
  const operands = operandsOf(node);
  const [only] = operands;
  if (operands.length === 1 && only?.type === "assignment") return lowerAssignment(only, lowering);
  if (operands.length === 1 && only?.type === "augmented_assignment") return lowerAugmented(only, lowering);
  const value = lowerOperands(operands, node.children, lowering) ?? noExpression(node.start);
  return { kind: "Expression", start: node.start, end: node.end, value };
}

function lowerAssignment(node: ConcreteNode, lowering: Lowering): Statement {
  const { start, end } = node;
  const annotation = childOf(node, "type");
  const [left] = operandsOf(node);
  if (annotation !== undefined) {
    const value = operandBehind(node, "=");
    return {
      kind: "AnnotatedAssign",
      start,
      end,
      target: lowerOptional(left, start, lowering),
      annotation: lowerExpression(annotation, lowering),
      value: value === undefined ? null : lowerExpression(value, lowering),
    };
  }
  const targets = [lowerOptional(left, start, lowering)];
  let right = operandBehind(node, "=");
  while (right?.type === "assignment" && !hasChild(right, "type")) {
    targets.push(lowerOptional(operandsOf(right)[0], right.start, lowering));
    right = operandBehind(right, "=");
  }
  return { kind: "Assign", start, end, targets, value: lowerOptional(right, end, lowering) };
}

function lowerAugmented(node: ConcreteNode, lowering: Lowering): AugmentedAssignStatement {
  const sign = node.children.find(({ type }) => type.length > 1 && type.endsWith("="));
  const [target, value] = operandsOf(node);
  return {
    kind: "AugmentedAssign",
    start: node.start,
    end: node.end,
    target: lowerOptional(target, node.start, lowering),
    operator: binaryOperators.get(sign?.type.slice(0, -1) ?? "") ?? "+",
    value: lowerOptional(value, node.end, lowering),
  };
}

type ImportedModule = ImportStatement["names"][number];

function lowerImported(node: ConcreteNode, lowering: Lowering): ImportedModule {
  const name = node.type === "aliased_import" ? operandsOf(node)[0] : node;
  const alias = node.type === "aliased_import" ? operandsOf(node)[1] : undefined;
  return {
    start: node.start,
    end: node.end,
    module: dottedName(name, lowering),
    alias: alias === undefined ? null : identifier(alias, node.end, lowering),
  };
}

function lowerImportFrom(node: ConcreteNode, lowering: Lowering): Statement {
  const { start, end } = node;
  const isFuture = node.type === "future_import_statement";
  const operands = operandsOf(node);
  const source = isFuture ? undefined : operands[0];
  const prefix = source?.type === "relative_import" ? childOf(source, "import_prefix") : undefined;
  const module = source?.type === "relative_import" ? childOf(source, "dotted_name") : source;
  const names = (isFuture ? operands : operands.slice(1)).map((imported) => {
    const [name, alias] = imported.type === "aliased_import" ? operandsOf(imported) : [imported];
    return {
      ...spanOf(imported),
      name: identifier(name, imported.end, lowering),
      alias: alias === undefined ? null : identifier(alias, imported.end, lowering),
    };
  });
  return {
    kind: "ImportFrom",
    start,
    end,
    module: isFuture ? "__future__" : dottedName(module, lowering),
    level:
      prefix === undefined ? 0 : lowering.text.slice(prefix.start, prefix.end).replace(/[^.]/gu, "").length,
    names: hasChild(node, "wildcard_import") ? null : names,
  };
}

function dottedName(node: ConcreteNode | undefined, lowering: Lowering): string {
  if (node === undefined) return "";
  return operandsOf(node)
    .map(({ start, end }) => lowering.text.slice(start, end))
    .join(".");
}

function firstIdentifier(node: ConcreteNode): ConcreteNode | undefined {
  let current: ConcreteNode | undefined = node;
  while (current !== undefined && current.type !== "identifier") current = operandsOf(current)[0];
  return current;
}
