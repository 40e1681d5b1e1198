import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { memberName } from "../catalog/memberName.ts";
import { programEffectsOf, type ProgramEffect } from "../plan/effects.ts";
import { argument, constantString, framesOf, type ModuleFacts, type NamedFrame } from "../plan/facts.ts";
import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf, shownType } from "../plan/schema/schema.ts";
import { redactText } from "../submit/secrets.ts";
import type { Site } from "../syntax/module.ts";
import { isExpression, nodeAt } from "../syntax/walk.ts";
import type { OutlineItem } from "./outline.ts";
import { columnCount } from "./schemaTable.ts";
import { tablePlaces } from "./sqlTables.ts";

/** The frames that have names, the views and tables that are made, and the writes, in no order. */
export function programOutline(facts: ModuleFacts): readonly OutlineItem[] {
  const tables = tableItems(facts);
  return [...frameItems(facts), ...tables.items, ...writeItems(facts, tables.calls)];
}

/** Columns that are listed below a frame. */
const mostColumns = 100;

/**
 * The columns that a frame has and those that it is made from have not: where the code names them, else at the frame's
 * name.
 */
export function columnItems(
  { module }: ModuleFacts,
  plan: PlanNode,
  { range, nameRange }: Pick<OutlineItem, "range" | "nameRange">,
  from: readonly PlanNode[] = [],
): readonly OutlineItem[] {
  const known = new Set(from.flatMap((each) => attributesOf(schemaOf(each)).map(({ id }) => id)));
  const added = attributesOf(schemaOf(plan)).filter(({ id }) => !known.has(id));
  return added.slice(0, mostColumns).map((column): OutlineItem => {
    const type = shownType(column);
    const origin = column.id.origin ?? column.id.expression?.site;
    const named = origin && documentRange(module, origin);
    const place = named && named.start >= range.start && named.end <= range.end ? named : nameRange;
    const detail = type.type === "unknown" ? "" : simpleString(type);
    return { name: column.name, detail, kind: "column", range: place, nameRange: place, children: [] };
  });
}

/** "5 columns", "streaming": what is short to say of a frame. */
export function frameNotes(plan: PlanNode): readonly string[] {
  const schema = schemaOf(plan);
  const count = attributesOf(schema).length;
  const columns = columnCount(count);
  return [
    ...(plan.streaming ? ["streaming"] : []),
    ...(schema.kind === "closed" ? [columns] : count > 0 ? [`${columns}, perhaps more`] : []),
  ];
}

/** A variable comes once for each function, where it is first bound, with the columns that it has in the end. */
function frameItems(facts: ModuleFacts): readonly OutlineItem[] {
  const variables = new Map<string, NamedFrame[]>();
  for (const { frames } of facts.units)
    for (const frame of frames) {
      if (frame.held === null || frame.name.startsWith("_")) continue;
      const key = JSON.stringify([frame.function, frame.name]);
      const others = variables.get(key);
      if (others) others.push(frame);
      else variables.set(key, [frame]);
    }
  return [...variables.values()].flatMap((bound): OutlineItem[] => {
    const [first, last] = [bound[0], bound.at(-1)];
    const nameRange = first && documentRange(facts.module, first.nameSite);
    if (!nameRange || !last?.held) return [];
    const sources = sourcesOf(
      facts,
      bound.flatMap(({ held }) => held ?? []),
      first.name,
    );
    const range = documentRange(facts.module, statementAt(first.nameSite)) ?? nameRange;
    return [
      {
        name: first.name,
        detail: detailOf(sources.names, frameNotes(last.held)),
        kind: "frame",
        range,
        nameRange,
        children: columnItems(facts, last.held, { range, nameRange }, sources.frames),
      },
    ];
  });
}

/** The statement that binds a name; of one with a body the name alone. */
function statementAt(site: Site): Site {
  const statement = nodeAt(site.unit, site.start).findLast((node) => !isExpression(node));
  return statement && simple.has(statement.kind)
    ? { unit: site.unit, start: statement.start, end: statement.end }
    : site;
}

const simple: ReadonlySet<string> = new Set(["Assign", "AnnotatedAssign", "AugmentedAssign", "Expression"]);

interface Sources {
  /** As they are shown. */
  readonly names: readonly string[];
  /** Those of them that are frames of the program. */
  readonly frames: readonly PlanNode[];
}

/** What flows into frames that one variable holds: the nearest frames with other names, or what is read. */
function sourcesOf(facts: ModuleFacts, held: readonly PlanNode[], own: string | null): Sources {
  const names: string[] = [];
  const frames: PlanNode[] = [];
  const holding = new Set(held);
  const seen = new Set<PlanNode>();
  const waiting = held.toReversed();
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    if (seen.has(step)) continue;
    seen.add(step);
    const isOwn = own !== null && holding.has(step);
    const name = isOwn ? undefined : framesOf(facts, step).find((each) => each.name !== own)?.name;
    if (name !== undefined) {
      names.push(name);
      frames.push(step);
    } else if (step.inputs.length === 0) names.push(...sourceText(step));
    else waiting.push(...step.inputs.toReversed());
  }
  return { names, frames };
}

/** A file or a table by its name; rows in the code and unknown frames have none. */
const sourceText = ({ details: { location } }: PlanNode): readonly string[] =>
  location === undefined || location === null ? [] : [shownPath(location)];

/** A path without a password in its address. */
const shownPath = (path: string): string => redactText(path, () => false);

/** Sources that are named. */
const mostSources = 4;

/** "← orders, customers · 5 columns". */
export function detailOf(sources: readonly string[], notes: readonly string[]): string {
  const names = [...new Set(sources)];
  const shown = names.slice(0, mostSources).join(", ");
  const flow = names.length === 0 ? [] : [`← ${shown}${names.length > mostSources ? ", …" : ""}`];
  return [...flow, ...notes].join(" · ");
}

/** Views and tables that the program makes, and the calls that make them. */
function tableItems(facts: ModuleFacts): {
  readonly items: readonly OutlineItem[];
  readonly calls: ReadonlySet<unknown>;
} {
  const places = tablePlaces(facts).filter(({ role }) => role === "definition");
  const items = new Map<number, OutlineItem>();
  for (const { table, name, sql, call, kind, plan } of places) {
    const nameRange = documentRange(facts.module, sql.siteOf(name.span));
    if (!nameRange || items.has(nameRange.start)) continue;
    const whole =
      call && documentRange(facts.module, { unit: call.unit, start: call.node.start, end: call.node.end });
    const isAround = whole && whole.start <= nameRange.start && nameRange.end <= whole.end;
    const range = isAround ? whole : nameRange;
    const sources = sourcesOf(facts, plan ? [plan] : [], null);
    items.set(nameRange.start, {
      name: table,
      detail: detailOf(sources.names, [kind, ...(plan ? frameNotes(plan) : [])]),
      kind,
      range,
      nameRange,
      children: plan ? columnItems(facts, plan, { range, nameRange }, sources.frames) : [],
    });
  }
  return { items: [...items.values()], calls: new Set(places.map(({ call }) => call?.node)) };
}

function writeItems(facts: ModuleFacts, told: ReadonlySet<unknown>): readonly OutlineItem[] {
  const items = new Map<number, OutlineItem>();
  for (const effect of programEffectsOf(facts)) {
    const { call, plan, kind } = effect;
    if (kind !== "write" || told.has(call.node)) continue;
    const { unit, node } = call;
    const nameRange = documentRange(facts.module, call.nameSite);
    const range = documentRange(facts.module, { unit, start: node.start, end: node.end });
    if (!nameRange || !range || items.has(nameRange.start)) continue;
    items.set(nameRange.start, {
      name: shownPath(targetOf(effect) ?? memberName(call.name)),
      detail: detailOf(sourcesOf(facts, plan ? [plan] : [], null).names, [memberName(call.name)]),
      kind: "write",
      range,
      nameRange,
      children: [],
    });
  }
  return [...items.values()];
}

/** The file or table that is written; null where the code does not tell. */
const targetOf = ({ name, call }: ProgramEffect): string | null =>
  name ?? constantString((argument(call, 0, "path") ?? argument(call, 0, "tableName"))?.value);
