import type { Analysis } from "../analysis/analyze.ts";
import type { HoverText } from "./hoverText.ts";
import { shortRulePage } from "./rulePage.ts";

/** On a finding: the short form of its rule's page. Of several findings the one with the smallest range counts. */
export function findingHover(
  analysis: Analysis,
  offset: number,
  pageOf: (id: string) => string | null,
): HoverText | null {
  const here = analysis.findings
    .filter(({ start, end }) => start <= offset && offset <= end)
    .toSorted((left, right) => left.end - left.start - (right.end - right.start));
  for (const { rule, start, end } of here) {
    const page = pageOf(rule);
    if (page !== null) return { start, end, markdown: shortRulePage(rule, page) };
  }
  return null;
}
