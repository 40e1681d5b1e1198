import { isFixtureDecorator } from "../plan/conventions/fixtures.ts";
import type { ExecutionContext } from "../plan/facts.ts";

/**
 * Whether code belongs to a test, or makes what tests are given: its session rightly has settings of its own, its data
 * are few, and showing or collecting them is what it is for.
 */
export function isInTest({ function: enclosing }: ExecutionContext): boolean {
  return (
    enclosing?.kind === "Function" &&
    (/^(test\w*|spark|setUp|setUpClass)$/.test(enclosing.name.id) ||
      enclosing.decorators.some(isFixtureDecorator))
  );
}
