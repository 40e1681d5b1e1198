import type { Analysis } from "../analysis/analyze.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { heldAt } from "./heldValues.ts";
import type { HoverText } from "./hoverText.ts";
import { codeText, schemaSummary, type PlaceText } from "./schemaTable.ts";

/** On a name that holds the groups of a frame, or the method that makes them: by what they are grouped. */
export function groupsHover({ facts }: Analysis, offset: number, placeText: PlaceText): HoverText | null {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const at = offset - placed.offset;
  const chain = nodeAt(placed.unit, at);
  const [node, parent] = [chain.at(-1), chain.at(-2)];
  if (node?.kind !== "Name" && node?.kind !== "Attribute") return null;
  const name = node.kind === "Name" ? node : node.name;
  if (at < name.start || at > name.end) return null;
  const isCalled = parent?.kind === "Call" && parent.callee === node;
  const held = heldAt(facts, isCalled ? parent : node);
  const groups = held && sparkAlternatives(held).find(({ type }) => type === "GroupedData");
  if (!groups?.plan) return null;
  const keys = (groups.state?.calls ?? [])
    .filter(({ method }) => !method.endsWith("pivot"))
    .flatMap(({ args, unit }) => args.map(({ node: key }) => codeText(unit.text.slice(key.start, key.end))));
  const by = keys.length === 0 ? "all rows as one group" : `groups by ${keys.join(", ")}`;
  const title = isCalled ? "After this step" : `**${name.id.replaceAll("_", "\\_")}**`;
  return {
    start: placed.offset + name.start,
    end: placed.offset + name.end,
    markdown: `${title} — ${by}  \nOver a DataFrame: ${schemaSummary(schemaOf(groups.plan), facts.module, placeText)}`,
  };
}
