import { editDistance } from "../../../catalog/editDistance.ts";
import type { Site } from "../../../syntax/module.ts";
import type { Problem } from "../resolved.ts";
import { quotedName } from "./nameParts.ts";

/** How many names Spark suggests (spark.sql.… has no setting for it; StringUtils.orderSuggestedIdentifiersBySimilarity). */
const suggestions = 5;

/** A name that no column has. `names` are those of the columns that there are. */
export function unknownColumn(
  parts: readonly string[],
  written: string,
  names: readonly string[],
  site: Site,
): Problem {
  const candidates = nearestNames(parts.at(-1) ?? "", names);
  return {
    kind: "unknown-column",
    condition: `UNRESOLVED_COLUMN.${names.length > 0 ? "WITH_SUGGESTION" : "WITHOUT_SUGGESTION"}`,
    subject: written,
    text: `there is no column ${quotedName(parts)}`,
    candidates,
    site,
  };
}

/** The nearest names, the nearest first: by edit distance, and those that go on where the word ends. */
export function nearestNames(word: string, names: readonly string[]): readonly string[] {
  const wanted = word.toLowerCase();
  const limit = Math.ceil(wanted.length / 2);
  return [...new Set(names)]
    .map((name) => ({ name, distance: distanceTo(wanted, name.toLowerCase(), limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((left, right) => left.distance - right.distance)
    .slice(0, suggestions)
    .map(({ name }) => name);
}

/** A name that is half typed, or shortened, is as near as one with a letter wrong. */
function distanceTo(wanted: string, name: string, limit: number): number {
  if (wanted.length >= 2 && name.startsWith(wanted)) return 1;
  return editDistance(wanted, name, limit);
}

export function ambiguousColumn(
  parts: readonly string[],
  written: string,
  candidates: readonly string[],
  site: Site,
): Problem {
  return {
    kind: "ambiguous-column",
    condition: "AMBIGUOUS_REFERENCE",
    subject: written,
    text: `${quotedName(parts)} may be any of ${candidates.length} columns`,
    candidates,
    site,
  };
}

/** A field that a struct does not have. */
export function unknownField(name: string, fields: readonly string[], site: Site): Problem {
  return {
    kind: "unknown-column",
    condition: "FIELD_NOT_FOUND",
    subject: name,
    text: `there is no field ${quotedName([name])} in the struct`,
    candidates: nearestNames(name, fields),
    site,
  };
}

/** Types that do not fit; `condition` is Spark's. */
export function typeMismatch(condition: string, subject: string, text: string, site: Site): Problem {
  return { kind: "type-mismatch", condition, subject, text, candidates: [], site };
}

export function otherProblem(condition: string, subject: string, text: string, site: Site): Problem {
  return { kind: "other", condition, subject, text, candidates: [], site };
}

/** "1 column", "2 columns". */
export const counted = (count: number, word: string): string => `${count} ${word}${count === 1 ? "" : "s"}`;
