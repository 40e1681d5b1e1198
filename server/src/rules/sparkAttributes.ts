import type { AttributeExpression } from "../syntax/ast.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { walk, type AstNode } from "../syntax/walk.ts";
import type { UnitFacts } from "../plan/facts.ts";
import { sparkAlternatives, type SparkValue } from "../plan/value.ts";

/** `object.name` where the object is a frame, a Column or a session. */
export interface SparkAttribute {
  readonly node: AttributeExpression;
  readonly object: SparkValue;
}

/** The attributes of Spark's objects that the code below a node reads or calls, in the order of the text. */
export const sparkAttributes = (unit: UnitFacts, root: AstNode): readonly SparkAttribute[] =>
  attributesOf(unit).filter(({ node }) => node.start >= root.start && node.end <= root.end);

const kept = sideTable<UnitFacts, readonly SparkAttribute[]>();

/** Those of the whole unit, found once: every keystroke asks for those of the whole module. */
function attributesOf(unit: UnitFacts): readonly SparkAttribute[] {
  const known = kept.get(unit);
  if (known) return known;
  const found: SparkAttribute[] = [];
  for (const statement of unit.unit.body)
    walk(statement, (node) => {
      const object = node.kind === "Attribute" && sparkObject(unit, node);
      if (object) found.push({ node, object });
      return true;
    });
  kept.set(unit, found);
  return found;
}

function sparkObject({ mentions }: UnitFacts, { object }: AttributeExpression): SparkValue | null {
  for (const table of mentions) {
    const held = table.get(object);
    const [first] = held ? sparkAlternatives(held) : [];
    if (first) return first;
  }
  return null;
}
