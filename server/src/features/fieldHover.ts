import type { Analysis } from "../analysis/analyze.ts";
import { simpleString } from "../catalog/dataTypeText.ts";
import type { DataType, Field } from "../catalog/dataType.ts";
import { literalText } from "../syntax/literalText.ts";
import { unitAt } from "../syntax/siteOffset.ts";
import { nodeAt, type AstNode } from "../syntax/walk.ts";
import type { Expression } from "../syntax/ast.ts";
import { columnIndex } from "./columnIndex.ts";
import { pathParts } from "./columnText.ts";
import type { HoverText } from "./hoverText.ts";
import { partsOfValue } from "./partsOfValue.ts";
import { codeText } from "./schemaTable.ts";

/** On a field of a struct, in a string behind its column or behind a Column: `"address.city"`, `df.address.city`. */
export const fieldHover = (analysis: Analysis, offset: number): HoverText | null =>
  pathHover(analysis, offset) ?? partHover(analysis, offset);

/** On a field behind a Column: `df.address.city`, `col("address")["city"]`, `.getField("city")`. */
function partHover(analysis: Analysis, offset: number): HoverText | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  const { unit } = placed;
  const at = offset - placed.offset;
  const chain = nodeAt(unit, at);
  const [node, parent] = [chain.at(-1), chain.at(-2)];
  const isNamed = node?.kind === "Attribute" && node.name.start <= at && at <= node.name.end;
  const name = isNamed ? node.name.id : node?.kind === "String" ? node.value : null;
  const span = isNamed ? node.name : node?.kind === "String" ? literalText(node, unit.text) : null;
  const object = isNamed ? node.object : behind(parent, node);
  if (name === null || span === null || object === null) return null;
  const field = partsOfValue(analysis, unit, chain, object).find((each) => each.name === name);
  if (field === undefined || field.dataType.type === "unknown") return null;
  const nulls = field.nullable === null ? "" : field.nullable ? ", may be null" : ", never null";
  return {
    start: placed.offset + span.start,
    end: placed.offset + span.end,
    markdown: `**Field** ${codeText(field.name)}: ${codeText(simpleString(field.dataType))}${nulls}`,
  };
}

/** What a string behind it names a part of: the object of `object["…"]`, `object.getField("…")`. */
function behind(parent: AstNode | undefined, literal: AstNode | undefined): Expression | null {
  if (parent?.kind === "Subscript") return parent.object === literal ? null : parent.object;
  const takesField = /^(getField|getItem|withField|dropFields)$/;
  return parent?.kind === "Call" &&
    parent.callee.kind === "Attribute" &&
    takesField.test(parent.callee.name.id)
    ? parent.callee.object
    : null;
}

function pathHover({ facts }: Analysis, offset: number): HoverText | null {
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
