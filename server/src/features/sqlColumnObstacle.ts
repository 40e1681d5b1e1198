import { planNodes } from "../plan/logicalPlan.ts";
import { sparkAlternatives } from "../plan/value.ts";
import { documentRange } from "../analysis/resolveFinding.ts";
import type { Site } from "../syntax/module.ts";
import { hasColumn, type RenamedFamily, type RenameObstacle } from "./renamedFamily.ts";
import { sameText, sqlNamesIn } from "./sqlNames.ts";
import { unreadSql } from "./sqlRename.ts";
import { tableKey, tablePlaces, type TablePlace } from "./sqlTables.ts";

/**
 * SQL that may name a column of a view and is not followed: a text that is not known, a query of which parts are not
 * planned, or a name in it that has not been understood.
 */
export function sqlColumnObstacle(family: RenamedFamily): RenameObstacle | null {
  const { facts, name, occurrences } = family;
  const places = tablePlaces(facts);
  const made = places.filter(({ role, plan }) => role === "definition" && plan && hasColumn(family, plan));
  const [first] = made;
  if (!first) return null;
  if (made.some(({ table }) => table.startsWith("global_temp.")))
    return { text: "makes a view that other programs may name", site: placeOf(first) };
  const unread = unreadSql(facts, first.table);
  if (unread) return { text: "runs SQL that is not known before it runs", site: unread };
  const keys = new Set(made.map(({ table }) => tableKey(table)));
  const understood = new Set(occurrences.map(({ start }) => start));
  for (const place of places) {
    if (!keys.has(tableKey(place.table)) || place.sql.entry !== "statement") continue;
    const { sql } = place;
    if (!isFollowed(place))
      return { text: "reads the view in SQL that is not followed", site: placeOf(place) };
    for (const each of sqlNamesIn(sql.tree)) {
      if ((each.kind !== "column" && each.kind !== "field") || !sameText(each.text, name)) continue;
      const site = sql.exactSiteOf(each.span);
      const range = site && documentRange(facts.module, site);
      if (!range || !understood.has(range.start))
        return { text: "names it in SQL that is not followed", site: sql.siteOf(each.span) };
    }
  }
  return null;
}

const placeOf = ({ sql, name }: TablePlace): Site => sql.siteOf(name.span);

/** Whether the statement is a query of which every part is planned. */
function isFollowed({ call }: TablePlace): boolean {
  const plans = call ? sparkAlternatives(call.result).flatMap(({ plan }) => plan ?? []) : [];
  return (
    plans.length > 0 &&
    plans.every(
      (plan) => plan.inputs.length > 0 && !planNodes(plan).some(({ method }) => method === "SQL.Unknown"),
    )
  );
}
