import type { CallExpression, Expression, Statement } from "../syntax/ast.ts";
import { walk, type AstNode } from "../syntax/walk.ts";
import type { UdfFact } from "../plan/facts.ts";
import type { Value } from "../plan/value.ts";

/** A call in a UDF's body of something imported, by its qualified name: "uuid.uuid4". */
export interface QualifiedCall {
  readonly name: string;
  readonly node: CallExpression;
  readonly unit: NonNullable<UdfFact["udf"]["function"]>["unit"];
}

/** The expressions and statements of a UDF's body. */
export function bodyOf({ udf }: UdfFact): readonly (Expression | Statement)[] {
  const node = udf.function?.node;
  if (!node) return [];
  return node.kind === "Lambda" ? [node.body] : node.body;
}

/** The calls in a UDF's body of which an import, outside or in the body itself, tells what they call. */
export function qualifiedCalls(fact: UdfFact): readonly QualifiedCall[] {
  const unit = fact.udf.function?.unit;
  if (!unit) return [];
  const captured = new Map<string, string>();
  for (const { node, value } of fact.captures) {
    const name = qualifiedName(value);
    if (name !== null) captured.set(node.id, name);
  }
  const calls: CallExpression[] = [];
  for (const part of bodyOf(fact))
    walk(part, (node) => {
      noteImports(node, captured);
      if (node.kind === "Call") calls.push(node);
      return true;
    });
  return calls.flatMap((node) => {
    const name = nameOf(node.callee, captured);
    return name === null ? [] : [{ name, node, unit }];
  });
}

const qualifiedName = (value: Value): string | null =>
  value.kind === "module" || value.kind === "api" ? value.name : null;

function noteImports(node: AstNode, names: Map<string, string>): void {
  if (node.kind === "Import")
    for (const { module, alias } of node.names) {
      const [first = module] = module.split(".");
      names.set(alias?.id ?? first, alias ? module : first);
    }
  if (node.kind === "ImportFrom")
    for (const { name, alias } of node.names ?? [])
      names.set(alias?.id ?? name.id, `${node.module}.${name.id}`);
}

function nameOf(node: Expression, names: ReadonlyMap<string, string>): string | null {
  if (node.kind === "Name") return names.get(node.id) ?? null;
  if (node.kind !== "Attribute") return null;
  const owner = nameOf(node.object, names);
  return owner === null ? null : `${owner}.${node.name.id}`;
}
