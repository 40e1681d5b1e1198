import type { Range } from "../analysis/finding.ts";
import type { ModuleFacts } from "../plan/facts.ts";
import { embeddedSqlIn, type EmbeddedSql } from "../plan/query/embeddedSql.ts";
import type { Site } from "../syntax/module.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import { sqlTokenKinds, type SqlTokenKind } from "./sqlTokenKinds.ts";

/** A piece of SQL in the document and what it is; it never goes beyond its line. */
export interface SqlColour extends Range {
  readonly kind: SqlTokenKind;
  /** It comes to be here. */
  readonly isNew: boolean;
}

/** A piece of one text, placed in its unit. */
interface PlacedColour {
  readonly site: Site;
  readonly kind: SqlTokenKind;
  readonly isNew: boolean;
}

const ofTexts = sideTable<EmbeddedSql, readonly PlacedColour[]>();
const ofModules = sideTable<ModuleFacts, readonly SqlColour[]>();

/**
 * What the pieces of SQL in a document are, in order. Only what the code spells as it is: nothing that an expression
 * puts into a text, and no escapes.
 */
export function sqlColours(facts: ModuleFacts): readonly SqlColour[] {
  let colours = ofModules.get(facts);
  if (colours === undefined) ofModules.set(facts, (colours = coloursOf(facts)));
  return colours;
}

/** Types and tables' names alone stay the strings that they are. */
const coloured: ReadonlySet<EmbeddedSql["entry"]> = new Set(["statement", "expression", "tableSchema"]);

function coloursOf(facts: ModuleFacts): readonly SqlColour[] {
  const { module } = facts;
  const found: SqlColour[] = [];
  let isSorted = true;
  for (const sql of embeddedSqlIn(facts)) {
    if (!coloured.has(sql.entry)) continue;
    let unit: Site["unit"] | null = null;
    let offset: number | undefined;
    for (const { site, kind, isNew } of placedColours(sql)) {
      if (site.unit !== unit) {
        ({ unit } = site);
        offset = documentOffset(module, site);
      }
      if (offset === undefined) continue;
      const start = offset + site.start;
      if (start < (found.at(-1)?.end ?? 0)) isSorted = false;
      found.push({ start, end: offset + site.end, kind, isNew });
    }
  }
  if (isSorted) return found;
  // Texts share pieces, or run several times.
  let end = 0;
  return found
    .sort((left, right) => left.start - right.start)
    .filter((each) => {
      const isFree = each.start >= end;
      if (isFree) end = each.end;
      return isFree;
    });
}

function placedColours(sql: EmbeddedSql): readonly PlacedColour[] {
  let placed = ofTexts.get(sql);
  if (placed === undefined) {
    placed = sqlTokenKinds(sql.tree).flatMap(({ start, end, kind, isNew }) =>
      linesOf(sql.text, start, end).flatMap((span) => {
        const site = sql.exactSiteOf(span);
        return site === null ? [] : [{ site, kind, isNew }];
      }),
    );
    ofTexts.set(sql, placed);
  }
  return placed;
}

/** A piece of text line by line. */
function linesOf(
  text: string,
  start: number,
  end: number,
): readonly { readonly start: number; readonly end: number }[] {
  const first = text.indexOf("\n", start);
  if (first < 0 || first >= end) return [{ start, end }];
  const lines: { start: number; end: number }[] = [];
  for (let from = start; from < end;) {
    const stop = text.indexOf("\n", from);
    const to = stop < 0 || stop > end ? end : stop;
    const content = text.slice(from, to).replace(/\r$/, "");
    if (content !== "") lines.push({ start: from, end: from + content.length });
    from = to + 1;
  }
  return lines;
}
