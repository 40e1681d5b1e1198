import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import { planNodes, type PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import {
  attributesOf,
  isOnlyDeclared,
  shownType,
  type Attribute,
  type AttributeId,
  type Schema,
} from "../plan/schema/schema.ts";
import type { Module, Site } from "../syntax/module.ts";

/** How a place of the document is written in Markdown, such as "[line 12](file:///…#L12)". */
export type PlaceText = (place: Range) => string;

/** How many columns are listed. */
const mostRows = 25;

/** The columns of a frame as a Markdown table: name, type, nulls, and where each comes from; null when none is known. */
export function schemaTable(
  plan: PlanNode,
  module: Module,
  placeText: PlaceText,
  most: number = mostRows,
): string | null {
  const attributes = attributesOf(schemaOf(plan));
  if (attributes.length === 0) return null;
  const shown = attributes.slice(0, attributes.length > most + 1 ? most : attributes.length);
  const origins = originsOf(plan, shown);
  const rows = shown.map((each) => {
    const origin = origins.get(each.id) ?? null;
    const range = origin && documentRange(module, origin);
    return `| ${nameText(each.name)} | ${typeText(each)} | ${nullText(each)} | ${range ? placeText(range) : ""} |`;
  });
  const rest = attributes.length - shown.length;
  return [
    "| Column | Type | Nulls | From |",
    "| :-- | :-- | :-- | :-- |",
    ...rows,
    ...(rest > 0 ? [`| … and ${rest} more | | | |`] : []),
  ].join("\n");
}

/** "5 columns", and why there may be others, with the place that mends it. */
export function schemaSummary(schema: Schema, module: Module, placeText: PlaceText): string {
  if (schema.kind === "closed") return columnCount(schema.attributes.length);
  const { text, site } = schema.reason;
  const range = site && documentRange(module, site);
  const because = `${text}${range ? ` at ${placeText(range)}` : ""}`;
  return schema.kind === "open" && schema.attributes.length > 0
    ? `${columnCount(schema.attributes.length)} known, perhaps more: ${because}`
    : `columns not known: ${because}`;
}

/** "1 column", "5 columns". */
export const columnCount = (count: number): string => `${count} column${count === 1 ? "" : "s"}`;

/** A name as code in a table's cell. */
const nameText = (name: string): string => inCell(codeText(name));

const longestType = 60;

function typeText(column: Attribute): string {
  const text = simpleString(shownType(column));
  const shown = codeText(text.length > longestType ? `${text.slice(0, longestType)}…` : text);
  return inCell(isOnlyDeclared(column) ? `${shown} (declared)` : shown);
}

/** Whether nulls may stand in a column: "no", "yes", or "?" where the code does not tell. */
export const nullText = ({ nullable }: Pick<Attribute, "nullable">): string =>
  nullable === null ? "?" : nullable ? "yes" : "no";

/** A text as Markdown code, whatever back quotes it has. */
export function codeText(text: string): string {
  if (!text.includes("`")) return text === "" ? "` `" : `\`${text}\``;
  const longest = Math.max(...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence} ${text} ${fence}`;
}

const inCell = (text: string): string => text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");

/** How many steps are looked through for the one that brings a column in. */
const mostSteps = 300;

/** Where columns come from: the places that name them, else the expressions or the steps that make them. */
function originsOf(plan: PlanNode, attributes: readonly Attribute[]): ReadonlyMap<AttributeId, Site> {
  const origins = new Map<AttributeId, Site>();
  const missing = new Set<AttributeId>();
  for (const { id } of attributes) {
    const site = id.origin ?? id.expression?.site;
    if (site) origins.set(id, site);
    else missing.add(id);
  }
  if (missing.size > 0)
    for (const node of planNodes(plan).slice(0, mostSteps))
      for (const { id } of attributesOf(schemaOf(node))) if (missing.has(id)) origins.set(id, node.nameSite);
  return origins;
}
