import { joinValues, sparkAlternatives, type SparkValue, type Value } from "../plan/value.ts";
import { callIn, type CallFact, type ModuleFacts, type UnitFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import type { CallExpression, Expression, Identifier } from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";

const tables = sideTable<UnitFacts, ReadonlyMap<object, Value>>();

/** What was given as an argument in one unit's runs, by its expression. */
function givenValues(unit: UnitFacts): ReadonlyMap<object, Value> {
  const known = tables.get(unit);
  if (known) return known;
  const given = new Map<object, Value>();
  for (const fact of unit.facts) {
    if (fact.kind !== "call") continue;
    const builder = fact.receiver?.state?.calls.flatMap(({ args }) => args) ?? [];
    for (const { node, value } of [...fact.args, ...builder]) if (!given.has(node)) given.set(node, value);
  }
  tables.set(unit, given);
  return given;
}

/** What an expression, a name that is bound, or a parameter was seen to hold in a unit's runs; null when nothing was seen. */
export function heldIn(unit: UnitFacts, node: Expression | Identifier): Value | null {
  const held = unit.mentions.flatMap((table) => table.get(node) ?? []);
  const [first, ...rest] = held;
  if (first !== undefined) return rest.reduce(joinValues, first);
  return givenValues(unit).get(node) ?? null;
}

/** What the plan engine knows of a call anywhere in a module. */
export function callFactIn(facts: ModuleFacts, node: CallExpression): CallFact | null {
  for (const unit of facts.units) {
    const call = callIn(unit, node);
    if (call) return call;
  }
  return null;
}

/** What is known of the calls that stand in a unit, once each; functions run where they are called. */
export function callsStandingIn(facts: ModuleFacts, unit: Unit): readonly CallFact[] {
  const calls = new Map<CallExpression, CallFact>();
  for (const each of facts.units)
    for (const fact of each.facts)
      if (fact.kind === "call" && fact.unit === unit && !calls.has(fact.node)) calls.set(fact.node, fact);
  return [...calls.values()];
}

/** What a node was seen to hold anywhere in a module; functions run where they are called. */
export function heldAt(facts: ModuleFacts, node: Expression | Identifier): Value | null {
  const held = facts.units.flatMap((unit) => heldIn(unit, node) ?? []);
  const [first, ...rest] = held;
  return first === undefined ? null : rest.reduce(joinValues, first);
}

const unitTables = sideTable<ModuleFacts, ReadonlyMap<Unit, UnitFacts>>();

/** The facts of a unit of a module; undefined for a unit of another version. */
export function factsOfUnit(facts: ModuleFacts, unit: Unit): UnitFacts | undefined {
  let table = unitTables.get(facts);
  if (!table) unitTables.set(facts, (table = new Map(facts.units.map((each) => [each.unit, each]))));
  return table.get(unit);
}

/** The frames that a value may be; what still belongs to a frame, such as its groups and its writer, counts too. */
export function framesOfValue(value: Value | null): readonly (SparkValue & { readonly plan: PlanNode })[] {
  return (value === null ? [] : sparkAlternatives(value)).filter(
    (each): each is SparkValue & { readonly plan: PlanNode } => each.plan !== null,
  );
}

/** The innermost node with exactly this span; null where none has it. */
export function nodeSpanning({ unit, start, end }: Site): AstNode | null {
  return nodeAt(unit, start).findLast((node) => node.start === start && node.end === end) ?? null;
}
