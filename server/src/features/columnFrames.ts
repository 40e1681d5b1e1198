import type { Analysis } from "../analysis/analyze.ts";
import type { CallFact, ModuleFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { analysisOf, schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, type Attribute } from "../plan/schema/schema.ts";
import { sameName } from "../plan/session.ts";
import type { CallExpression, Span } from "../syntax/ast.ts";
import type { Site, Unit } from "../syntax/module.ts";
import type { AstNode } from "../syntax/walk.ts";
import { callFactOf } from "./apiPlace.ts";
import { columnIndex } from "./columnIndex.ts";
import { columnStrings, referencesIn } from "./columnOccurrences.ts";
import { framesOfValue } from "./heldValues.ts";

/** A column to name. */
export type NameableColumn = Pick<Attribute, "name" | "dataType" | "nullable" | "qualifier" | "declared">;

/** Columns that may be named, and whether they are all. */
export interface NameableColumns {
  readonly attributes: readonly NameableColumn[];
  readonly closed: boolean;
}

/** The columns of frames. */
export function columnsOf(plans: readonly PlanNode[]): NameableColumns {
  const schemas = plans.map(schemaOf);
  return {
    attributes: schemas.flatMap(attributesOf),
    closed: schemas.every(({ kind }) => kind === "closed"),
  };
}

/** The columns of the frame that the innermost call around a place is made on; null when none is made on a frame. */
export function enclosingColumns(analysis: Analysis, chain: readonly AstNode[]): NameableColumns | null {
  const around = callOnFrame(analysis, chain);
  if (around === null) return null;
  const { node, plan, side } = around;
  const onlyNames = side !== null && standsAlone(node, chain);
  return onlyNames ? shared(plan, side) : columnsOf([plan, ...(side ? [side] : [])]);
}

/** The innermost call on a frame around a place, and the frame that it joins. */
export function callOnFrame(
  analysis: Analysis,
  chain: readonly AstNode[],
): { readonly node: CallExpression; readonly plan: PlanNode; readonly side: PlanNode | null } | null {
  for (const node of chain.toReversed()) {
    if (node.kind !== "Call") continue;
    const fact = callFactOf(analysis, node);
    const plan = fact?.receiver?.plan;
    if (fact && plan) return { node, plan, side: chain.includes(node.callee) ? null : otherSide(fact) };
  }
  return null;
}

/** The frame that a call joins. */
function otherSide(fact: CallFact): PlanNode | null {
  if (!/^DataFrame\.(join|crossJoin|lateralJoin)$/.test(fact.name)) return null;
  return fact.args.flatMap(({ value }) => framesOfValue(value))[0]?.plan ?? null;
}

/** Whether the place is an argument itself, and not inside an expression of columns. */
function standsAlone(call: CallExpression, chain: readonly AstNode[]): boolean {
  return chain.slice(chain.indexOf(call) + 1, -1).every(({ kind }) => kind === "List" || kind === "Tuple");
}

/** The columns of the left side that the right one has too. */
function shared(left: PlanNode, right: PlanNode): NameableColumns {
  const all = columnsOf([left, right]);
  const others = columnsOf([right]).attributes;
  const both = columnsOf([left]).attributes.filter((each) =>
    others.some((other) => sameName(left.session, each.name, other.name)),
  );
  return both.length > 0 ? { ...all, attributes: both } : all;
}

/**
 * Columns for an expression that stands by itself, such as `w = Window.partitionBy("…")` or `KEYS = ["…"]`: those of
 * the frames that it is used on; with `orAtHand`, while it is not used, those of the frames at hand.
 */
export function columnsElsewhere(
  { facts }: Analysis,
  unit: Unit,
  chain: readonly AstNode[],
  place: Span,
  orAtHand: boolean,
): NameableColumns {
  const isHere = (site: Site | undefined): boolean =>
    site?.unit === unit && site.start <= place.start && place.end <= site.end;
  const used = columnIndex(facts).steps.filter((step) =>
    analysisOf(step).resolved.some(({ expression }) =>
      referencesIn(expression, step.session).some(({ site }) => isHere(site)),
    ),
  );
  const given = facts.units.flatMap((each) =>
    each.facts.flatMap((fact) =>
      fact.kind === "call" && columnStrings(fact).some(({ site }) => isHere(site))
        ? (fact.receiver?.plan ?? [])
        : [],
    ),
  );
  const plans = [...used.flatMap(({ inputs }) => inputs), ...given];
  if (plans.length > 0) return columnsOf(plans);
  const { attributes } = columnsOf(orAtHand ? framesAtHand(facts, unit, chain, place) : []);
  return { attributes, closed: false };
}

/** How many frames are looked at. */
const mostFrames = 3;

/** The frames that the function around a place has bound before it, or the module has; the last first. */
export function framesAtHand(
  facts: ModuleFacts,
  unit: Unit,
  chain: readonly AstNode[],
  { start }: Span,
): readonly PlanNode[] {
  const around = chain.findLast((node) => node.kind === "Function")?.name.id ?? null;
  const index = facts.module.units.indexOf(unit);
  const before = facts.units
    .slice(0, index + 1)
    .flatMap(({ frames }) => frames)
    .filter(
      (frame) => frame.function === around && (frame.nameSite.unit !== unit || frame.nameSite.start < start),
    )
    .toReversed();
  const plans = new Set(before.flatMap(({ value }) => value.plan ?? []));
  return [...plans].slice(0, mostFrames);
}
