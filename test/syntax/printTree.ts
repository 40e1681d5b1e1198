import type {
  Argument,
  Expression,
  Interpolation,
  Statement,
  StringPart,
} from "../../server/src/syntax/ast.ts";
import { childrenOf, isExpression, type AstNode } from "../../server/src/syntax/walk.ts";

/** A tree in one line, for tables of expectations: `Assign(x, Call(f, a=1))`; what is missing prints as `?`. */
export function printTree(node: AstNode): string {
  return isExpression(node) ? printExpression(node) : printStatement(node);
}

function printExpression(node: Expression): string {
  switch (node.kind) {
    case "Name":
      return node.id;
    case "String":
      return node.value === null ? "bytes" : JSON.stringify(node.value);
    case "FormattedString":
      return `F(${node.parts.map(printPart).join(" ")})`;
    case "Number":
      return String(node.value);
    case "Constant":
      return node.value;
    case "Attribute":
      return `${printExpression(node.object)}.${node.name.id || "?"}`;
    case "Call":
      return `${printExpression(node.callee)}(${node.args.map(printArgument).join(", ")})`;
    case "Subscript":
      return `${printExpression(node.object)}[${node.indices.map(printExpression).join(", ")}]`;
    case "Slice":
      return [node.lower, node.upper, node.step]
        .map((part) => (part === null ? "" : printExpression(part)))
        .join(":");
    case "Comparison":
      return `(${[node.first, ...node.operands]
        .map((operand, index) =>
          `${printExpression(operand)} ${node.operators[index]?.operator ?? ""}`.trim(),
        )
        .join(" ")})`;
    case "Binary":
    case "Boolean":
      return `(${printExpression(node.left)} ${node.operator} ${printExpression(node.right)})`;
    case "Unary":
      return `(${node.operator} ${printExpression(node.operand)})`;
    case "Lambda":
      return `Lambda(${node.parameters.map(({ name, kind }) => `${kind} ${name.id}`).join(", ")}: ${printExpression(node.body)})`;
    case "Dict":
      return `Dict(${node.entries
        .map(({ key, value }) => `${key === null ? "**" : printExpression(key)}: ${printExpression(value)}`)
        .join(", ")})`;
    case "ErrorExpression":
      return node.children.length === 0 ? "?" : `Error(${node.children.map(printExpression).join(", ")})`;
    default:
      return `${node.kind}(${childrenOf(node).map(printTree).join(", ")})`;
  }
}

function printArgument({ name, unpack, value }: Argument): string {
  return `${name === null ? unpack : `${name.id}=`}${printExpression(value)}`;
}

function printPart(part: StringPart | Interpolation): string {
  if (part.kind === "Text") return JSON.stringify(part.value);
  const format = part.format.map(printPart).join(" ");
  return `{${printExpression(part.expression)}${part.conversion === null ? "" : `!${part.conversion}`}${format && `:${format}`}}`;
}

function printStatement(node: Statement): string {
  switch (node.kind) {
    case "Expression":
      return printExpression(node.value);
    case "Import":
      return `Import(${node.names.map(({ module, alias }) => `${module}${alias === null ? "" : ` as ${alias.id}`}`).join(", ")})`;
    case "ImportFrom": {
      const names = node.names?.map(
        ({ name, alias }) => `${name.id}${alias === null ? "" : ` as ${alias.id}`}`,
      ) ?? ["*"];
      return `ImportFrom(${node.level} ${node.module}: ${names.join(", ")})`;
    }
    case "Global":
    case "Nonlocal":
      return `${node.kind}(${node.names.map(({ id }) => id).join(", ")})`;
    case "Function": {
      const parameters = node.parameters.map(
        ({ name, kind, annotation, defaultValue }) =>
          `${kind} ${name.id}${annotation === null ? "" : `: ${printExpression(annotation)}`}${defaultValue === null ? "" : ` = ${printExpression(defaultValue)}`}`,
      );
      const returns = node.returns === null ? "" : ` -> ${printExpression(node.returns)}`;
      const decorators = node.decorators.map((decorator) => `@${printExpression(decorator)} `).join("");
      return `${decorators}${node.isAsync ? "Async" : ""}Function ${node.name.id}(${parameters.join(", ")})${returns} ${printBody(node.body)}`;
    }
    case "Class":
      return `Class ${node.name.id}(${node.args.map(printArgument).join(", ")}) ${printBody(node.body)}`;
    case "If":
      return `If(${printExpression(node.test)}) ${printBody(node.body)}${node.orelse.length === 0 ? "" : ` else ${printBody(node.orelse)}`}`;
    case "Try":
      return `Try ${printBody(node.body)}${node.handlers
        .map(
          ({ type, name, body }) =>
            ` except ${type === null ? "" : printExpression(type)}${name === null ? "" : ` as ${name.id}`} ${printBody(body)}`,
        )
        .join(
          "",
        )}${node.orelse.length === 0 ? "" : ` else ${printBody(node.orelse)}`}${node.finalizer.length === 0 ? "" : ` finally ${printBody(node.finalizer)}`}`;
    case "With":
      return `With(${node.items
        .map(
          ({ context, target }) =>
            `${printExpression(context)}${target === null ? "" : ` as ${printExpression(target)}`}`,
        )
        .join(", ")}) ${printBody(node.body)}`;
    case "Match":
      return `Match(${printExpression(node.subject)}) ${node.cases
        .map(
          ({ captures, values, guard, body }) =>
            `case [${captures.map(({ id }) => id).join(", ")}] [${values.map(printExpression).join(", ")}]${guard === null ? "" : ` if ${printExpression(guard)}`} ${printBody(body)}`,
        )
        .join(" ")}`;
    case "AugmentedAssign":
      return `${printExpression(node.target)} ${node.operator}= ${printExpression(node.value)}`;
    case "TypeAlias":
      return `TypeAlias(${node.name.id}, ${printExpression(node.value)})`;
    default:
      return `${node.kind}(${childrenOf(node).map(printTree).join(", ")})`;
  }
}

function printBody(body: readonly Statement[]): string {
  return `{${body.map(printStatement).join("; ")}}`;
}
