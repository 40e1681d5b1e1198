import type { Analysis } from "../analysis/analyze.ts";
import type { Range, TextEdit } from "../analysis/finding.ts";
import { documentRange, orderEdits } from "../analysis/resolveFinding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { allFacts, type ModuleFacts } from "../plan/facts.ts";
import { embeddedSqlIn } from "../plan/query/embeddedSql.ts";
import type { Span } from "../sql/sqlExpression.ts";
import type { Site } from "../syntax/module.ts";
import { wrongName, type ColumnRename } from "./columnRename.ts";
import type { PlaceText } from "./schemaTable.ts";
import { inSql } from "./sqlColumnOffers.ts";
import { sameSqlNames, sameText, sqlNamesIn, type SqlName } from "./sqlNames.ts";
import { placesOfTable, sqlNamePlaceAt, type SqlNamePlace } from "./sqlNavigation.ts";
import { tableKey, tablePlaces, type TablePlace } from "./sqlTables.ts";

/** The view, query of WITH, alias or window under an offset as it may be renamed, or why not; null for all else. */
export function prepareSqlRename(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  placeText: PlaceText,
  others: readonly Analysis[] = [],
): (Range & { readonly name: string }) | { readonly refusal: string } | null {
  const found = sqlNamePlaceAt(catalog, analysis, offset);
  if (found === null) return null;
  const { name, range, place } = found;
  const refusal = obstacle(analysis, found, placeText, others);
  if (refusal !== null) return { refusal };
  if (name.kind !== "table") return { ...range, name: name.text };
  const span = lastPart(name, place.text);
  return { ...(place.rangeOf(span) ?? range), name: lastName(name.text) };
}

/**
 * Renames what an offset names in SQL text, in all of its places; null where it names nothing that is followed. `others`
 * are the other files of the program that have the name in their text.
 */
export function sqlRename(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  newName: string,
  placeText: PlaceText,
  others: readonly Analysis[] = [],
): ColumnRename | null {
  const found = sqlNamePlaceAt(catalog, analysis, offset);
  if (found === null) return null;
  const refusal =
    obstacle(analysis, found, placeText, others) ??
    wrongName(newName, "quotes, points") ??
    clash(analysis, found, newName, others);
  if (refusal !== null) return { refusal };
  const [own, ...elsewhere] = [analysis, ...others].map((each) => ({
    path: each.path,
    edits: orderedEdits(each, editsIn(each, analysis, found, inSql(newName), others)),
  }));
  if (!own?.edits || elsewhere.some(({ edits }) => edits === null))
    return { refusal: `It is called ${newName} already.` };
  return {
    edits: own.edits,
    elsewhere: elsewhere.flatMap(({ path, edits }) =>
      path !== null && edits !== null && edits.length > 0 ? [{ path, edits }] : [],
    ),
  };
}

const orderedEdits = ({ text }: Analysis, edits: readonly TextEdit[]): readonly TextEdit[] | null =>
  edits.length === 0
    ? edits
    : orderEdits([...new Map(edits.map((each) => [each.start, each])).values()], text);

const lastName = (table: string): string => table.slice(table.lastIndexOf(".") + 1);

/** The last part of a name with points; quotes included. */
function lastPart({ span }: SqlName, text: string): Span {
  const written = text.slice(span.start, span.end);
  const length = /(?:`(?:[^`]|``)*`|[^.`]+)$/.exec(written)?.[0].length ?? written.length;
  return { start: span.end - length, end: span.end };
}

/** Why not every place that names it is understood. */
function obstacle(
  analysis: Analysis,
  found: SqlNamePlace,
  placeText: PlaceText,
  others: readonly Analysis[],
): string | null {
  const { place, name } = found;
  if (name.kind === "parameter") return "Parameters are named by the keys of args; rename them there.";
  if (name.kind !== "table") {
    const isHidden =
      name.declaration === null ||
      sameSqlNames(place.tree, name).some((each) => place.rangeOf(each.span) === null);
    return isHidden ? `${name.text} is named in a part of the text that is put together.` : null;
  }
  if (place.given.has(name.text))
    return `${name.text} is a DataFrame that the call hands over; rename it in Python.`;
  const places = placesOfTable(analysis, place, name, others);
  return viewObstacle([analysis, ...others], name.text, places, placeText);
}

/** The first of `program` is the document, the rest are its other files. */
function viewObstacle(
  program: readonly Analysis[],
  table: string,
  places: readonly TablePlace[],
  placeText: PlaceText,
): string | null {
  const definitions = places.filter(({ role }) => role === "definition");
  const outside = definitions.find(({ kind }) => kind === "table");
  if (outside) return `${table} is a table: it stays when the program has ended, and others may name it.`;
  if (definitions.length === 0)
    return `The program does not make ${table}, so that its name is not ours to change.`;
  const at = (site: Site): string => {
    const range = program[0] && documentRange(program[0].facts.module, site);
    return range ? placeText(range) : "another file";
  };
  const hidden = places.find(({ facts, sql, name }) => {
    const site = sql.exactSiteOf(lastPart(name, sql.text));
    return site === null || documentRange(facts.module, site) === null;
  });
  if (hidden)
    return `${table} cannot be renamed everywhere: ${at(hidden.sql.siteOf(hidden.name.span))} names it in a text that is put together or kept elsewhere.`;
  const unread = program.map(({ facts }) => unreadSql(facts, table)).find((site) => site !== null);
  return unread
    ? `${table} cannot be renamed everywhere: ${at(unread)} runs SQL that is not known before it runs.`
    : null;
}

/** SQL that may name anything: a text that is not known, that names are put into, or that cannot be read. */
export function unreadSql(facts: ModuleFacts, table: string): Site | null {
  const all = embeddedSqlIn(facts);
  for (const sql of all) {
    if (sql.entry !== "statement") continue;
    const hole = sql.holes.find(({ kind }) => kind !== "value");
    if (hole) return hole.site;
    if (sql.tree.root === null && sql.text.toLowerCase().includes(lastName(table).toLowerCase()))
      return sql.siteOf({ start: 0, end: sql.text.length });
  }
  const read = new Set(all.flatMap(({ call }) => call?.node ?? []));
  for (const fact of allFacts(facts))
    if (
      fact.kind === "call" &&
      /^(SparkSession|SQLContext|HiveContext)\.sql$/.test(fact.name) &&
      !read.has(fact.node)
    )
      return fact.nameSite;
  return null;
}

/** Why the new name would mean something else. */
function clash(
  analysis: Analysis,
  { place, name }: SqlNamePlace,
  newName: string,
  others: readonly Analysis[],
): string | null {
  const same = (each: SqlName): boolean => sameText(each.text, newName);
  if (name.kind !== "table") {
    const kinds =
      name.kind === "window" ? /window/ : name.kind === "variable" ? /variable|column/ : /table|cte|alias/;
    return sqlNamesIn(place.tree).some((each) => kinds.test(each.kind) && same(each))
      ? `There is ${newName} in this text already.`
      : null;
  }
  const key = tableKey(`${name.text.slice(0, name.text.lastIndexOf(".") + 1)}${newName}`);
  const program = [analysis, ...others].map(({ facts }) => facts);
  if (program.some((facts) => tablePlaces(facts).some(({ table }) => tableKey(table) === key)))
    return `The program names ${newName} already.`;
  const inTexts = program
    .flatMap(embeddedSqlIn)
    .some(({ tree }) =>
      sqlNamesIn(tree).some((each) => (each.kind === "cte" || each.kind === "alias") && same(each)),
    );
  return inTexts ? `${newName} is a name inside of SQL already.` : null;
}

/** The edits of one file of the program. */
function editsIn(
  file: Analysis,
  analysis: Analysis,
  { place, name }: SqlNamePlace,
  written: string,
  others: readonly Analysis[],
): readonly TextEdit[] {
  if (name.kind === "table")
    return placesOfTable(analysis, place, name, others)
      .filter(({ facts }) => facts === file.facts)
      .flatMap(({ sql, name: other }): readonly TextEdit[] => {
        const span = lastPart(other, sql.text);
        const site = sql.exactSiteOf(span);
        const range = site && documentRange(file.facts.module, site);
        const newText = sql.spelt(written, span);
        return range && newText !== null ? [{ ...range, newText }] : [];
      });
  return sameSqlNames(place.tree, name).flatMap(({ span }): readonly TextEdit[] => {
    const range = place.rangeOf(span);
    const newText = place.spelt(written, span);
    return range && newText !== null ? [{ ...range, newText }] : [];
  });
}
