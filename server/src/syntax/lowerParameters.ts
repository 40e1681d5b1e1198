import type { Parameter } from "./ast.ts";
import type { ConcreteNode } from "./concreteTree.ts";
import { lowerExpression } from "./lowerExpression.ts";
import { identifier, operandBehind, type Lowering } from "./lowering.ts";

/** Lowers `parameters` and `lambda_parameters`. Python 2's tuple parameters are left out. */
export function lowerParameters(list: ConcreteNode, lowering: Lowering): readonly Parameter[] {
  const parameters: Parameter[] = [];
  let kind: Parameter["kind"] = "normal";
  for (const child of list.children) {
    if (child.type === "positional_separator") {
      parameters.forEach((parameter, index) => (parameters[index] = { ...parameter, kind: "positional" }));
    } else if (child.type === "keyword_separator") {
      kind = "keyword";
    } else if (parameterTypes.has(child.type)) {
      const parameter = lowerParameter(child, kind, lowering);
      parameters.push(parameter);
      if (parameter.kind === "args") kind = "keyword";
    }
  }
  return parameters;
}

const parameterTypes = new Set([
  "identifier",
  "typed_parameter",
  "default_parameter",
  "typed_default_parameter",
  "list_splat_pattern",
  "dictionary_splat_pattern",
]);

function lowerParameter(node: ConcreteNode, kind: Parameter["kind"], lowering: Lowering): Parameter {
  const isPlain = node.type === "identifier" || isSplat(node);
  const named = isPlain ? node : node.children[0];
  const name = named !== undefined && isSplat(named) ? named.children.find(({ isNamed }) => isNamed) : named;
  const annotation = isPlain ? undefined : operandBehind(node, ":");
  const defaultValue = isPlain ? undefined : operandBehind(node, "=");
  return {
    start: node.start,
    end: node.end,
    name: identifier(name, node.end, lowering),
    kind:
      named?.type === "list_splat_pattern"
        ? "args"
        : named?.type === "dictionary_splat_pattern"
          ? "kwargs"
          : kind,
    annotation: annotation === undefined ? null : lowerExpression(annotation, lowering),
    defaultValue: defaultValue === undefined ? null : lowerExpression(defaultValue, lowering),
  };
}

function isSplat({ type }: ConcreteNode): boolean {
  return type === "list_splat_pattern" || type === "dictionary_splat_pattern";
}
