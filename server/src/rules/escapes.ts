import type { ApiCatalog } from "../catalog/apiCatalog.ts";
import type { CallFact, ModuleFacts, UnitFacts } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import type { Unit } from "../syntax/module.ts";
import { childrenOf, type AstNode } from "../syntax/walk.ts";
import { operationOf, stepsOf, type FrameUses, type Keeping } from "./frameUses.ts";
import { sideTable } from "../syntax/sideTable.ts";

/**
 * Whether a frame, or one made from it, may get to code that we do not follow: it is returned, stored, made a view,
 * or handed to a function. Then its uses cannot be counted.
 */
export function escapes(
  facts: ModuleFacts,
  keeping: Keeping,
  callAt: FrameUses["callAt"],
  api: ApiCatalog,
): boolean {
  const names = namesOf(facts, keeping);
  const isModuleLevel = keeping.call.context.function === null;
  const units = isModuleLevel ? facts.units.map(({ unit }) => unit) : [keeping.call.unit];
  return units.some((unit) => {
    const { names: reads, calls: callLinks } = linksOf(unit);
    const own = unit === keeping.call.unit ? callLinks.get(keeping.call.node) : undefined;
    const starts = [...names].flatMap((name) => reads.get(name) ?? []);
    return [...(own ? [own] : []), ...starts].some((link) => getsAway(link, callAt, api));
  });
}

interface Links {
  /** Where each name is read. */
  readonly names: ReadonlyMap<string, readonly Link[]>;
  readonly calls: ReadonlyMap<AstNode, Link>;
}

const linksOfUnits = sideTable<Unit, Links>();

function linksOf(unit: Unit): Links {
  const known = linksOfUnits.get(unit);
  if (known) return known;
  const names = new Map<string, Link[]>();
  const calls = new Map<AstNode, Link>();
  const waiting: Link[] = unit.body.map((node) => ({ node, outer: null }));
  for (let link = waiting.pop(); link !== undefined; link = waiting.pop()) {
    const { node } = link;
    if (node.kind === "Call") calls.set(node, link);
    if (node.kind === "Name" && !isTarget(link)) {
      const others = names.get(node.id);
      if (others) others.push(link);
      else names.set(node.id, [link]);
    }
    for (const child of childrenOf(node)) waiting.push({ node: child, outer: link });
  }
  const links: Links = { names, calls };
  linksOfUnits.set(unit, links);
  return links;
}

/** A node with what is around it. */
interface Link {
  readonly node: AstNode;
  readonly outer: Link | null;
}

const namesByStep = sideTable<UnitFacts, ReadonlyMap<PlanNode, ReadonlySet<string>>>();

/** The names in a unit that hold a frame made of each step. */
function namesIn(unit: UnitFacts): ReadonlyMap<PlanNode, ReadonlySet<string>> {
  const known = namesByStep.get(unit);
  if (known) return known;
  const names = new Map<PlanNode, Set<string>>();
  for (const { name, value } of unit.frames) {
    if (!value.plan) continue;
    for (const step of stepsOf(value.plan)) {
      const others = names.get(step);
      if (others) others.add(name);
      else names.set(step, new Set([name]));
    }
  }
  namesByStep.set(unit, names);
  return names;
}

function namesOf(facts: ModuleFacts, { plan }: Keeping): ReadonlySet<string> {
  const names = new Set<string>();
  for (const unit of facts.units) for (const name of namesIn(unit).get(plan) ?? []) names.add(name);
  return names;
}

/** Whether a name is written, not read. */
function isTarget({ node, outer }: Link): boolean {
  const parent = outer?.node;
  if (parent?.kind === "Assign") return parent.targets.some((target) => target === node);
  if (parent?.kind === "AnnotatedAssign" || parent?.kind === "For") return parent.target === node;
  return parent?.kind === "Delete";
}

/** Follows an expression outwards for as long as it holds the frame, its writer, or a frame made of it. */
function getsAway(start: Link, callAt: FrameUses["callAt"], api: ApiCatalog): boolean {
  for (let link = start; link.outer; link = link.outer) {
    const { node, outer } = link;
    const parent = outer.node;
    switch (parent.kind) {
      case "Expression":
        return false;
      case "Assign":
        // Frames bound to names are followed by their names.
        return !parent.targets.every((target) => target.kind === "Name");
      case "AnnotatedAssign":
        return parent.target.kind !== "Name";
      case "Subscript":
        // A column, unless it is what indexes something.
        return parent.object !== node;
      case "Attribute": {
        const around = outer.outer?.node;
        if (around?.kind === "Call" && around.callee === parent && callAt(around)) break;
        // What is no helper of the frame is a column, or a fact such as its schema: neither computes it.
        if (!helpers.has(parent.name.id)) return parent.name.id === "rdd" || around?.kind === "Call";
        break;
      }
      case "Call": {
        const call = callAt(parent);
        if (!call) return true;
        const next = afterCall(call, parent.callee === node, api);
        if (next !== null) return next;
        break;
      }
      default:
        return true;
    }
  }
  return true;
}

/** Properties of a frame through which it is still computed. */
const helpers: ReadonlySet<string> = new Set(["write", "na", "stat"]);

/** Methods that look at a frame without computing it. */
const looks: ReadonlySet<string> = new Set(["DataFrame.printSchema", "DataFrame.explain"]);

/** True when a call lets the frame get away, false when the frame ends there, null when its result still holds it. */
function afterCall(call: CallFact, isReceiver: boolean, api: ApiCatalog): boolean | null {
  const operation = operationOf(call, api);
  const takesFrames = operation?.operator !== undefined || call.name === "functions.broadcast";
  if (!isReceiver && !takesFrames) return true;
  switch (operation?.effect) {
    case "view":
    case "start":
    case "checkpoint":
      return true;
    case "action":
    case "write":
    case "unpersist":
      return false;
    default:
      return holdsFrame(call) ? null : !looks.has(call.name);
  }
}

/** Whether a call's result still computes from the frame. */
function holdsFrame(call: CallFact): boolean {
  if (call.result.kind === "union") return true;
  return call.result.kind === "spark" && call.result.plan !== null;
}
