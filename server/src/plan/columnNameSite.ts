import { literalText } from "../syntax/literalText.ts";
import type { Site } from "../syntax/module.ts";
import { nodeAt } from "../syntax/walk.ts";

/**
 * The column's name alone in the place of a reference: the text between a literal's quotes, the name behind the dot of
 * `df.name`. The place itself where it is narrower than any node, as inside SQL text.
 */
export function columnNameSite(site: Site): Site {
  const { unit, start, end } = site;
  const node = nodeAt(unit, start).find((each) => each.start === start && each.end === end);
  if (node?.kind === "String") return { unit, ...(literalText(node, unit.text) ?? { start, end }) };
  if (node?.kind === "Attribute") return { unit, start: node.name.start, end: node.name.end };
  if (node?.kind === "Subscript" && node.indices[0]?.kind === "String")
    return columnNameSite({ unit, start: node.indices[0].start, end: node.indices[0].end });
  return site;
}
