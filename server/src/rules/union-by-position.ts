import { argument } from "../plan/facts.ts";
import { schemaOf } from "../plan/schema/analysis.ts";
import type { Attribute } from "../plan/schema/schema.ts";
import { sameName, type Session } from "../plan/session.ts";
import { sparkValue } from "../plan/value.ts";
import { replace } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A union of frames that have the same columns in another order: values end up under the wrong names. */
export const unionByPosition = defineRule({
  id: "union-by-position",
  summary: "Union of frames whose columns stand in another order",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  calls: {
    names: ["DataFrame.union", "DataFrame.unionAll"],
    check(call, { report }) {
      const left = call.receiver?.plan;
      const right = sparkValue(argument(call, 0, "other")?.value, "DataFrame")?.plan;
      if (!left || !right) return;
      const [mine, others] = [left, right].map(schemaOf);
      if (mine?.kind !== "closed" || others?.kind !== "closed") return;
      const moved = movedColumn(mine.attributes, others.attributes, left.session);
      if (moved === null) return;
      const { name, meets, isSameSet } = moved;
      report({
        site: call.nameSite,
        message: `The sides have \`${name}\` in different places, and a union goes by place: \`${meets}\` of the right side becomes \`${name}\`. Use \`unionByName()\`.`,
        evidence: call.receiver.evidence,
        ...(isSameSet && {
          fix: {
            title: "Use `unionByName()` (columns meet by their names)",
            safety: "suggested",
            edits: () => [replace(call.unit, call.nameSite, "unionByName")],
          },
        }),
      });
    },
  },
});

/** The first column that both sides have in different places; null for none, and where that is meant. */
function movedColumn(
  left: readonly Attribute[],
  right: readonly Attribute[],
  session: Session,
): { readonly name: string; readonly meets: string; readonly isSameSet: boolean } | null {
  if (left.length !== right.length || hasTwins(left, session) || hasTwins(right, session)) return null;
  // The same columns once more in another order, as for edges in both directions.
  const ids = new Set(left.map(({ id }) => id));
  if (right.every(({ id }) => ids.has(id))) return null;
  const places = left.map(({ name }) => right.findIndex((each) => sameName(session, each.name, name)));
  const first = places.findIndex((place, index) => place >= 0 && place !== index);
  const [here, meets] = [left[first], right[first]];
  return here && meets
    ? { name: here.name, meets: meets.name, isSameSet: places.every((place) => place >= 0) }
    : null;
}

const hasTwins = (columns: readonly Attribute[], session: Session): boolean =>
  columns.some(({ name }, index) =>
    columns.some((other, place) => place > index && sameName(session, name, other.name)),
  );
