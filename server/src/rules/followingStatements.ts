import type { Statement } from "../syntax/ast.ts";
import type { Unit } from "../syntax/module.ts";
import type { CallFact, ModuleFacts, UnitFacts } from "../plan/facts.ts";

/** A statement that runs after another one. */
export interface FollowingStatement {
  readonly statement: Statement;
  readonly unit: Unit;
  /** Null for a unit of another module. */
  readonly facts: UnitFacts | null;
}

/** The statements that run after a call's own, in its block or in the module. */
export function followingStatements(
  module: ModuleFacts,
  { unit, context }: CallFact,
): readonly FollowingStatement[] {
  const { block, statement, branches, function: enclosing } = context;
  const own = module.units.findIndex((each) => each.unit === unit);
  const facts = module.units[own] ?? null;
  const here = block
    .slice(block.indexOf(statement) + 1)
    .map((each): FollowingStatement => ({ statement: each, unit, facts }));
  if (enclosing !== null || branches.length > 0) return here;
  const later = module.units
    .slice(own + 1)
    .flatMap((each) => each.unit.body.map((other) => ({ statement: other, unit: each.unit, facts: each })));
  return [...here, ...later];
}
