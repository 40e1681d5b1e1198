import type { AttributeExpression } from "../syntax/ast.ts";
import { walk, type AstNode } from "../syntax/walk.ts";
import type { UnitFacts } from "../plan/facts.ts";
import { sparkAlternatives, type SparkValue } from "../plan/value.ts";

/** `object.name` where the object is a frame, a Column or a session. */
export interface SparkAttribute {
  readonly node: AttributeExpression;
  readonly object: SparkValue;
}

/** The attributes of Spark's objects that the code below a node reads or calls, in the order of the text. */
export function sparkAttributes({ mentions }: UnitFacts, root: AstNode): readonly SparkAttribute[] {
  const found: SparkAttribute[] = [];
  walk(root, (node) => {
    if (node.kind !== "Attribute") return true;
    for (const table of mentions) {
      const held = table.get(node.object);
      const [object] = held ? sparkAlternatives(held) : [];
      if (!object) continue;
      found.push({ node, object });
      break;
    }
    return true;
  });
  return found;
}
