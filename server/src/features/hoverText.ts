import type { Range } from "../analysis/finding.ts";

/** What to show for a place, in Markdown. */
export interface HoverText extends Range {
  readonly markdown: string;
}

/** Several answers for one place as one, at the smallest range; null for none. */
export function joinHovers(hovers: readonly (HoverText | null)[]): HoverText | null {
  const present = hovers.filter((hover) => hover !== null);
  const smallest = present.toSorted((left, right) => left.end - left.start - (right.end - right.start))[0];
  if (smallest === undefined) return null;
  const { start, end } = smallest;
  return { start, end, markdown: present.map(({ markdown }) => markdown).join("\n\n---\n\n") };
}
