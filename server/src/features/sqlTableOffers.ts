import type { PlanNode } from "../plan/logicalPlan.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import { attributesOf } from "../plan/schema/schema.ts";
import { inSql, type SqlOffer } from "./sqlColumnOffers.ts";
import type { SqlPlace } from "./sqlPlace.ts";
import type { SqlScope } from "./sqlScope.ts";
import { columnCount } from "./schemaTable.ts";

/** Queries of WITH, frames that the call hands over, views and tables; behind `db.` those of that database. */
export function tableOffers(
  { tables, given, text, offset }: SqlPlace,
  { ctes }: SqlScope,
  qualifier: readonly string[],
): readonly SqlOffer[] {
  const prefix = qualifier.map((part) => `${part.toLowerCase()}.`).join("");
  const known = [...tables.values()]
    .toReversed()
    .filter(({ table }) => table.toLowerCase().startsWith(prefix))
    .map(({ table, plan, kind }) =>
      tableOffer(table.slice(prefix.length).split(".").map(inSql).join("."), plan, kind),
    );
  if (qualifier.length > 0) return known;
  const isInBraces = text.charAt(offset - 1) === "{";
  return [
    ...ctes.toReversed().map(({ name, plan }) => tableOffer(inSql(name), plan, "query of WITH")),
    ...[...given].map(([name, plan]) => tableOffer(isInBraces ? name : `{${name}}`, plan, "DataFrame")),
    ...known,
  ];
}

function tableOffer(text: string, plan: PlanNode | null, kind: string): SqlOffer {
  const { length } = plan ? attributesOf(schemaOf(plan)) : [];
  const count = length === 0 ? "" : `, ${columnCount(length)}`;
  return { kind: "table", text, detail: `${kind}${count}`, documentation: null };
}
