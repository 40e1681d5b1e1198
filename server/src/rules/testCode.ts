import { isFixtureDecorator } from "../plan/conventions/fixtures.ts";
import type { Fact } from "../plan/facts.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";

/**
 * Whether code belongs to a test, or makes what tests are given: its session rightly has settings of its own, its data
 * are few, and showing or collecting them is what it is for. What stands inside of a test's function or class is a part
 * of it.
 */
export const isInTest = ({
  unit,
  context: { function: enclosing },
}: Pick<Fact, "unit" | "context">): boolean =>
  enclosing !== null && nodeAt(unit, enclosing.start).some(isTest);

function isTest(node: AstNode): boolean {
  if (node.kind === "Class") return /^Test|Tests?$|TestCase$/.test(node.name.id);
  return (
    node.kind === "Function" &&
    (/^(test\w*|spark|setUp|setUpClass)$/.test(node.name.id) || node.decorators.some(isFixtureDecorator))
  );
}
