import type { DataType } from "../../../catalog/dataType.ts";
import { sameName, type Session } from "../../session.ts";
import { callTree, textOf } from "./functionCall.ts";
import { nameParts } from "./nameParts.ts";
import { unknownColumn } from "./problems.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { severalColumns, unknownTyped, type Typed } from "./typed.ts";

/** `* EXCEPT (a, t.b, s.field)`: the columns without those, structs without those fields (UnresolvedStarExcept, 4.0 to 4.3). */
export function starExcept({ args: [star, ...names] }: CallExpression, resolution: Resolution): Typed {
  const all = star && resolution.of(star);
  const { session } = resolution.scope;
  if (!all?.columns)
    return severalColumns([], {
      open: { text: "the columns that EXCEPT leaves are not known", site: star?.site ?? null },
    });
  let columns: readonly Typed[] = all.columns;
  for (const name of names) {
    const parts = nameParts(textOf(name) ?? "") ?? [];
    const left = without(columns, parts, session);
    if (left !== null) columns = left;
    else if (all.open === null)
      resolution.problem(
        unknownColumn(
          parts,
          parts.join("."),
          columns.flatMap((each) => each.name ?? []),
          name.site,
        ),
      );
  }
  return severalColumns(columns, { open: all.open });
}

/** The columns without the one that the parts name, by alias and name or by name and fields; null when there is none. */
function without(
  columns: readonly Typed[],
  parts: readonly string[],
  session: Session,
): readonly Typed[] | null {
  for (let at = parts.length - 1; at >= 0; at -= 1) {
    const [name = "", ...fields] = parts.slice(at);
    const qualifier = parts[at - 1];
    const found = columns.filter(
      (each) =>
        each.name !== null &&
        sameName(session, each.name, name) &&
        (qualifier === undefined ||
          each.attribute?.qualifier.some((one) => sameName(session, one, qualifier)) === true),
    );
    if (found.length === 0) continue;
    if (fields.length === 0) return columns.filter((each) => !found.includes(each));
    return columns.map((each) => (found.includes(each) ? withoutField(each, fields, session) : each));
  }
  return null;
}

function withoutField(column: Typed, fields: readonly string[], session: Session): Typed {
  const dataType = typeWithout(column.dataType, fields, session);
  if (dataType === null) return unknownTyped({ name: column.name });
  return { ...column, dataType, nullable: false, attribute: null, tree: callTree("struct", []) };
}

function typeWithout(
  type: DataType,
  [field = "", ...rest]: readonly string[],
  session: Session,
): DataType | null {
  if (type.type !== "struct") return null;
  if (rest.length === 0)
    return { ...type, fields: type.fields.filter(({ name }) => !sameName(session, name, field)) };
  const fields = type.fields.map((each) => {
    const inner = sameName(session, each.name, field)
      ? typeWithout(each.dataType, rest, session)
      : each.dataType;
    return inner && { ...each, dataType: inner };
  });
  return { ...type, fields: fields.flatMap((each) => each ?? []) };
}
