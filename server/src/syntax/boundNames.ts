import type { Identifier } from "./ast.ts";
import type { AstNode } from "./walk.ts";

/** The names that a statement or expression binds itself, not in what is inside of it, in the order of the text. */
export function namesBoundBy(node: AstNode): readonly Identifier[] {
  switch (node.kind) {
    case "Import":
      return node.names.flatMap(
        ({ alias, module, ...span }) => alias ?? [{ ...span, id: module.split(".")[0] ?? "" }],
      );
    case "ImportFrom":
      return (node.names ?? []).map(({ name, alias }) => alias ?? name);
    case "Assign":
      return node.targets.flatMap(targetNames);
    case "AnnotatedAssign":
    case "AugmentedAssign":
    case "For":
    case "NamedExpression":
      return targetNames(node.target);
    case "With":
      return node.items.flatMap(({ target }) => (target ? targetNames(target) : []));
    case "Comprehension":
      return node.clauses.flatMap(({ target }) => targetNames(target));
    case "Function":
      return [node.name, ...node.parameters.map(({ name }) => name)];
    case "Lambda":
      return node.parameters.map(({ name }) => name);
    case "Class":
    case "TypeAlias":
      return [node.name];
    case "Try":
      return node.handlers.flatMap(({ name }) => name ?? []);
    case "Match":
      return node.cases.flatMap(({ captures }) => captures);
    case "Global":
    case "Nonlocal":
      return node.names;
    default:
      return [];
  }
}

/** The names in the target of an assignment. */
export function targetNames(target: AstNode): readonly Identifier[] {
  switch (target.kind) {
    case "Name":
      return [target];
    case "Tuple":
    case "List":
      return target.elements.flatMap(targetNames);
    case "Starred":
      return targetNames(target.value);
    default:
      return [];
  }
}
