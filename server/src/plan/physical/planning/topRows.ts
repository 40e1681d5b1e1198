import { farthest } from "../lowering/construct.ts";
import type { Relation, RelationOf } from "../relation.ts";

/** Limit and offset at the end are fetched together. */
export const skipLimit = (relation: Relation): Relation =>
  relation.kind === "limit" && relation.inputs[0] ? relation.inputs[0] : relation;

/** The sort that a limit takes the first rows of, and what is left of its input: filters between move below it. */
export function sortBelow(
  relation: RelationOf<"limit">,
): { readonly sort: RelationOf<"sort">; readonly unsorted: Relation } | null {
  let limited = !relation.offset;
  let at = relation.inputs[0];
  const filters: RelationOf<"filter">[] = [];
  while (
    at?.kind === "project" ||
    at?.kind === "filter" ||
    at?.kind === "limit" ||
    (at?.kind === "narrow" && at.transparent)
  ) {
    if ((at.kind === "project" && !at.deterministic) || filters.length === farthest) return null;
    if (at.kind === "filter") filters.push(at);
    if (at.kind === "limit" && filters.length > 0) return null;
    if (at.kind === "limit") {
      if (relation.offset === at.offset) return null;
      limited ||= !at.offset;
    }
    [at] = at.inputs;
  }
  const [below] = at?.inputs ?? [];
  if (at?.kind !== "sort" || !at.global || !limited || !below) return null;
  return {
    sort: at,
    unsorted: filters.reduceRight<Relation>((inner, filter) => ({ ...filter, inputs: [inner] }), below),
  };
}
