import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { configFacts, type ConfigFact } from "../plan/facts.ts";
import type { Expression } from "../syntax/ast.ts";
import { literalText } from "../syntax/literalText.ts";
import { documentOffset, unitAt } from "../syntax/siteOffset.ts";
import { nodeAt } from "../syntax/walk.ts";
import { parseSparkDefaults, type SparkDefaults } from "../submit/sparkDefaults.ts";
import type { Site } from "../syntax/module.ts";

/** A configuration under the cursor. `range` is the key or the value itself, without quotes. */
export interface SparkConfigPlace {
  readonly part: "key" | "value";
  readonly key: string;
  readonly value: string | null;
  readonly where: ConfigFact["where"] | "defaults" | "string";
  readonly range: Range;
  /** Nothing of the value is there yet, not even quotes. */
  readonly isMissing: boolean;
}

/** The configuration in Python code at an offset: in its key's or its value's literal. Half-typed calls count. */
export function sparkConfigInPython(analysis: Analysis, offset: number): SparkConfigPlace | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  // The end of one unit is the start of the next.
  const near = new Set([placed.unit, analysis.facts.module.units[placed.index - 1]]);
  // The facts of a function's body may be recorded with the unit that calls it: so all are looked at.
  for (const fact of configFacts(analysis.facts)) {
    if (!near.has(fact.keySite.unit)) continue;
    const part = partAt(analysis, fact, offset);
    if (part !== null) return { ...part, key: fact.key, value: fact.value, where: fact.where };
  }
  return null;
}

/**
 * The configuration that a string names by what it says, whatever becomes of it: a constant, a dict that another file
 * reads, an argument of a framework. Of a dict's entry the value's string counts, too.
 */
export function sparkConfigInString(
  analysis: Analysis,
  offset: number,
): (SparkConfigPlace & { readonly isInDict: boolean }) | null {
  const placed = unitAt(analysis.facts.module, offset);
  if (placed === undefined) return null;
  const { unit } = placed;
  const chain = nodeAt(unit, offset - placed.offset);
  const [outer, literal] = [chain.at(-2), chain.at(-1)];
  if (literal?.kind !== "String") return null;
  const range = literalAt(analysis, { unit, start: literal.start, end: literal.end }, offset);
  const entry =
    outer?.kind === "Dict"
      ? outer.entries.find(({ key, value }) => key === literal || value === literal)
      : undefined;
  const part = entry?.value === literal ? "value" : "key";
  const key = part === "key" ? literal.value : textOf(entry?.key);
  if (range === null || key === null || !/^spark\.[\w.-]*$/.test(key)) return null;
  const value = textOf(entry?.value);
  return { part, key, value, where: "string", range, isMissing: false, isInDict: entry !== undefined };
}

const textOf = (node: Expression | null | undefined): string | null =>
  node?.kind === "String" ? node.value : null;

function partAt(
  analysis: Analysis,
  fact: ConfigFact,
  offset: number,
): Pick<SparkConfigPlace, "part" | "range" | "isMissing"> | null {
  const key = literalAt(analysis, fact.keySite, offset);
  if (key !== null) return { part: "key", range: key, isMissing: false };
  if (fact.where === "read") return null;
  if (fact.valueSite !== null) {
    const value = literalAt(analysis, fact.valueSite, offset);
    if (value !== null) return { part: "value", range: value, isMissing: false };
    if (fact.valueSite.end > fact.valueSite.start) return null;
  }
  const end = endOf(analysis, fact.keySite);
  if (end === null || offset < end) return null;
  const between = analysis.text.slice(end, offset);
  if (!/^\s*,\s*$/.test(between)) return null;
  return { part: "value", range: { start: offset, end: offset }, isMissing: true };
}

function endOf({ facts }: Analysis, site: Site): number | null {
  const start = documentOffset(facts.module, site);
  return start === undefined ? null : start + site.end;
}

/** The text between the quotes of the literal at a site, if the offset is in it; null for literals of several parts. */
function literalAt({ facts }: Analysis, site: Site, offset: number): Range | null {
  const unitStart = documentOffset(facts.module, site);
  if (unitStart === undefined) return null;
  const literal = nodeAt(site.unit, site.start).find(
    (node) => node.kind === "String" && node.start === site.start && node.end === site.end,
  );
  if (literal?.kind !== "String") return null;
  const inner = literalText(literal, site.unit.text);
  if (inner === null) return null;
  const range = { start: unitStart + inner.start, end: unitStart + inner.end };
  return range.start <= offset && offset <= range.end ? range : null;
}

/** The configuration of a spark-defaults.conf at an offset; where nothing stands yet, an empty key or value. */
export function sparkConfigInDefaults(text: string, offset: number): SparkConfigPlace | null {
  const lineStart = Math.max(text.lastIndexOf("\n", offset - 1), text.lastIndexOf("\r", offset - 1)) + 1;
  const before = text.slice(lineStart, offset);
  if (/^[ \t\f]*[#!]/.test(before)) return null;
  const entry = entryAt(parseSparkDefaults(text), offset);
  if (entry === null) {
    if (before.trim() !== "") return null;
    return {
      part: "key",
      key: "",
      value: null,
      where: "defaults",
      range: { start: offset, end: offset },
      isMissing: false,
    };
  }
  const { key, value, keyRange, valueRange } = entry;
  const common = { key, value, where: "defaults", isMissing: false } as const;
  if (keyRange.start <= offset && offset <= keyRange.end) return { ...common, part: "key", range: keyRange };
  const range = value === "" ? { start: offset, end: offset } : valueRange;
  return offset > keyRange.end && (value === "" || (range.start <= offset && offset <= range.end))
    ? { ...common, part: "value", range }
    : null;
}

/** The entry around the offset, or the one before it on the same line. */
function entryAt({ entries }: SparkDefaults, offset: number): SparkDefaults["entries"][number] | null {
  return entries.find(({ start, end }) => start <= offset && offset <= end) ?? null;
}
