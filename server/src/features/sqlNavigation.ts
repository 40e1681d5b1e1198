import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { pathOfModule } from "../plan/evidence.ts";
import type { ColumnPlace } from "./columnNavigation.ts";
import { sameSqlNames, sqlNameAt, type SqlName } from "./sqlNames.ts";
import { sqlPlaceAt, type SqlPlace } from "./sqlPlace.ts";
import { tableKey, tablePlaces, type TablePlace } from "./sqlTables.ts";

/** A range of the document, or of another file of the workspace. */
export interface FileRange extends Range {
  /** Its path with `/` between the parts, and the text that the range is in. */
  readonly file?: { readonly path: string; readonly text: string };
}

/** A name of SQL under an offset of the document, that is no column's. */
export interface SqlNamePlace {
  readonly place: SqlPlace;
  readonly name: SqlName;
  readonly range: Range;
}

/** The view, query of WITH, alias, window or parameter whose name an offset is in; null for columns and all else. */
export function sqlNamePlaceAt(catalog: Catalog, analysis: Analysis, offset: number): SqlNamePlace | null {
  const place = sqlPlaceAt(catalog, analysis, offset);
  const name = place && sqlNameAt(place.tree, place.offset);
  if (!place || !name || !followed.has(name.kind)) return null;
  const range = place.rangeOf(name.span);
  return range && { place, name, range };
}

const followed: ReadonlySet<SqlName["kind"]> = new Set([
  "table",
  "cte",
  "alias",
  "window",
  "variable",
  "parameter",
]);

/** Where a name of SQL is made: by the program, by WITH, by FROM, by the call's arguments. */
export function sqlDefinition(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
): { readonly from: Range; readonly targets: readonly FileRange[] } | null {
  const found = sqlNamePlaceAt(catalog, analysis, offset);
  if (found === null) return null;
  const { place, name, range } = found;
  const targets = targetsOf(analysis, place, name);
  return targets.length === 0 ? null : { from: range, targets };
}

function targetsOf(analysis: Analysis, place: SqlPlace, name: SqlName): readonly FileRange[] {
  const { module } = analysis.facts;
  if (name.declaration !== null) {
    const range = place.rangeOf(name.declaration.span);
    return range ? [range] : [];
  }
  if (name.kind === "parameter") return parameterRanges(analysis, place, name.text);
  const given = place.call?.args.find((each) => each.name === name.text);
  if (given && place.given.has(name.text)) {
    const range = documentRange(module, { ...given.node, unit: place.call?.unit ?? place.site.unit });
    return range ? [range] : [];
  }
  const before = place.tables.get(tableKey(tableOf(analysis, place, name)));
  const made = before
    ? [before]
    : placesOfTable(analysis, place, name).filter(({ role }) => role === "definition");
  return made.flatMap((each) => fileRangeOf(analysis, each) ?? []);
}

/** The keys of `args` that give a parameter its value. */
function parameterRanges({ facts }: Analysis, { call }: SqlPlace, name: string): readonly Range[] {
  const args = call?.args.find((each) => each.name === "args")?.value;
  if (args?.kind !== "dict") return [];
  return args.entries.flatMap(({ key }) => {
    const site = key.kind === "string" && key.value === name ? key.site : undefined;
    return (site && documentRange(facts.module, site)) ?? [];
  });
}

/** The table as SQL names it: views of all sessions have their prefix in SQL alone. */
function tableOf({ facts }: Analysis, { call, text }: SqlPlace, name: SqlName): string {
  const own = tablePlaces(facts).find(
    (each) =>
      each.call?.node === call?.node && each.sql.text === text && each.name.span.start === name.span.start,
  );
  return own?.table ?? name.text;
}

/** All places of the program that name the same table; `others` are the other files of the program. */
export function placesOfTable(
  analysis: Analysis,
  place: SqlPlace,
  name: SqlName,
  others: readonly Analysis[] = [],
): readonly TablePlace[] {
  const key = tableKey(tableOf(analysis, place, name));
  return [analysis, ...others].flatMap(({ facts }) =>
    tablePlaces(facts).filter(({ table }) => tableKey(table) === key),
  );
}

/** A table's name in its file: exactly, or the text that it is somewhere in; null for a text of a third file. */
function fileRangeOf(
  analysis: Analysis,
  { facts, sql, name }: TablePlace,
  others: readonly Analysis[] = [],
): FileRange | null {
  const range = documentRange(facts.module, sql.siteOf(name.span));
  if (range === null || facts === analysis.facts) return range;
  const path = others.find((each) => each.facts === facts)?.path ?? pathOfModule(facts.module);
  return path === null ? null : { ...range, file: { path, text: facts.module.text } };
}

/** The word of a table that other files may name too, under an offset; null for all else. */
export function sharedNameAt(catalog: Catalog, analysis: Analysis, offset: number): string | null {
  const found = sqlNamePlaceAt(catalog, analysis, offset);
  if (found?.name.kind !== "table" || found.place.given.has(found.name.text)) return null;
  return found.name.text.slice(found.name.text.lastIndexOf(".") + 1);
}

/**
 * All places that name what an offset names in SQL text; null where it names nothing that is followed. `others` are
 * the other files of the program.
 */
export function sqlPlaces(
  catalog: Catalog,
  analysis: Analysis,
  offset: number,
  others: readonly Analysis[] = [],
): readonly (ColumnPlace & FileRange)[] | null {
  const found = sqlNamePlaceAt(catalog, analysis, offset);
  if (found === null) return null;
  const { place, name } = found;
  const places =
    name.kind === "table" && !place.given.has(name.text)
      ? placesOfTable(analysis, place, name, others).flatMap((each): readonly (ColumnPlace & FileRange)[] => {
          const range = fileRangeOf(analysis, each, others);
          return range ? [{ ...range, role: each.role }] : [];
        })
      : [
          ...sameSqlNames(place.tree, name).flatMap((each): readonly ColumnPlace[] => {
            const range = place.rangeOf(each.span);
            return range ? [{ ...range, role: each.isNew ? "definition" : "use" }] : [];
          }),
          ...(name.kind === "parameter" ? parameterRanges(analysis, place, name.text) : []).map(
            (range): ColumnPlace => ({ ...range, role: "definition" }),
          ),
        ];
  const unique = new Map(
    places.map((each: ColumnPlace & FileRange) => [
      `${each.start} ${each.end} ${each.file?.path ?? ""}`,
      each,
    ]),
  );
  const fileOf = ({ file }: FileRange): string => file?.path ?? "";
  return [...unique.values()].sort(
    (left, right) => fileOf(left).localeCompare(fileOf(right)) || left.start - right.start,
  );
}
