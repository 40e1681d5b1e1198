import type { ColumnExpression } from "../../column.ts";
import type { Site } from "../../../syntax/module.ts";
import { flagsOf, textOf } from "./functionCall.ts";
import { renamed, type GivenName } from "./generators.ts";
import { otherProblem } from "./problems.ts";
import type { Problem } from "../resolved.ts";
import type { CallExpression, Resolution } from "./resolution.ts";
import { unknownTyped, type Typed } from "./typed.ts";

/** `alias("x")`, and `alias("k", "v")` for what makes several columns. */
export function alias(call: CallExpression, resolution: Resolution): Typed {
  const [child, ...given] = call.args;
  if (!child) return unknownTyped();
  const base = resolution.of(child);
  const names = namesOf(given);
  if (names === null) return unknownTyped({ ...flagsOf([base]), open: base.open });
  if (child.kind === "star") {
    resolution.problem(namedStar(names[0], child.site));
    return unknownTyped(flagsOf([base]));
  }
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

/** Spark 4.3 refuses a name for all columns, be there one of them or several, in SQL and Python. */
function namedStar(name: GivenName | undefined, star: Site): Problem {
  const cause =
    name?.text.toLowerCase() === "from"
      ? "no table stands behind `from`, which counts as a name for `*`"
      : "`*` stands for all columns and takes no name";
  return otherProblem("INVALID_USAGE_OF_STAR_OR_REGEX", "*", cause, name?.site ?? star);
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
