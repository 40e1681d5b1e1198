import type { ColumnExpression } from "../../column.ts";
import { flagsOf, textOf } from "./functionCall.ts";
import { renamed, type GivenName } from "./generators.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { unknownTyped, type Typed } from "./typed.ts";

/** `alias("x")`, and `alias("k", "v")` for what makes several columns. */
export function alias(call: CallExpression, resolution: Resolution): Typed {
  const [child, ...given] = call.args;
  if (!child) return unknownTyped();
  const base = resolution.of(child);
  const names = namesOf(given);
  if (names === null) return unknownTyped({ ...flagsOf([base]), open: base.open });
  return aliased(resolution, base, names);
}

/** An expression under other names. */
export function aliased(resolution: Resolution, base: Typed, names: readonly GivenName[]): Typed {
  const [only, ...others] = names;
  if (!only) return base;
  if (others.length > 0 || base.columns || base.open) return renamed(resolution, base, names);
  return {
    ...base,
    name: only.text,
    nameSite: only.site,
    attribute: null,
    tree: base.tree && { kind: "alias", input: base.tree, name: only.text },
  };
}

/** The names given; null when one is not known. What follows a name without being text is `metadata`. */
function namesOf(given: readonly ColumnExpression[]): readonly GivenName[] | null {
  const names: GivenName[] = [];
  for (const each of given) {
    if (each.kind === "list") {
      const inner = namesOf(each.items);
      if (inner === null) return null;
      names.push(...inner);
      continue;
    }
    const text = textOf(each);
    if (text !== null) names.push({ text, site: each.site });
    else if (names.length === 0) return null;
  }
  return names.length === 0 ? null : names;
}
