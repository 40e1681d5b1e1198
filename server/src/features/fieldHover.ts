import type { Analysis } from "../analysis/analyze.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import type { DataType, Field } from "../catalog/dataType.ts";
import { literalText } from "../syntax/literalText.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { columnIndex } from "./columnIndex.ts";
import { pathParts } from "./columnText.ts";
import type { HoverText } from "./hoverText.ts";
import { codeText } from "./schemaTable.ts";

/** On a field behind a column in a string, "address.city": its type. */
export function fieldHover({ facts }: Analysis, offset: number): HoverText | null {
  const placed = unitAt(facts.module, offset);
  if (placed === undefined) return null;
  const { unit } = placed;
  const at = offset - placed.offset;
  const literal = nodeAt(unit, at).at(-1);
  const inner = literal?.kind === "String" ? literalText(literal, unit.text) : null;
  if (inner === null) return null;
  const column = columnIndex(facts).spelled.findLast(
    ({ text: { site } }) =>
      site.unit === unit && site.start >= inner.start && site.end < at && at <= inner.end,
  );
  if (!column) return null;
  const from = column.text.site.end;
  const path = /^(?:\.(?:`[^`]*`|\w+))+/.exec(unit.text.slice(from, inner.end))?.[0] ?? "";
  const parts = pathParts(path);
  const place = parts.findIndex(({ start, end }) => from + start <= at && at <= from + end);
  const part = parts[place];
  if (!part) return null;
  let found: Field | undefined;
  let type: DataType = column.attribute.dataType;
  for (const { name } of parts.slice(0, place + 1)) {
    found = fieldOf(type, name);
    if (!found) return null;
    type = found.dataType;
  }
  if (!found) return null;
  const start = placed.offset + from;
  return {
    start: start + part.start,
    end: start + part.end,
    markdown: `**Field** ${codeText(found.name)}: ${codeText(simpleString(found.dataType))}${found.nullable ? ", may be null" : ", never null"}  \nOf the column ${codeText(column.attribute.name)}`,
  };
}

/** A field of a struct, or of the structs in an array. */
function fieldOf(type: DataType, name: string): Field | undefined {
  if (type.type === "array") return fieldOf(type.element, name);
  return type.type === "struct"
    ? type.fields.find((each) => each.name.toLowerCase() === name.toLowerCase())
    : undefined;
}
