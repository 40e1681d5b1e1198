import { ownFindingKinds } from "../analysis/ownFindings.ts";
import { rules } from "../rules/registry.ts";

/** Where a rule's page is shown on the web; null for the engine's own findings, which have no page. */
export function rulePageUrl(id: string): string | null {
  return rules.some((rule) => rule.id === id)
    ? `https://github.com/shufflewise/shufflewise/blob/main/server/src/rules/${id}.md`
    : null;
}

/** One line for people about a rule or one of the engine's own findings; null when there is none of that id. */
export function ruleSummary(id: string): string | null {
  const own = Object.entries(ownFindingKinds).find(([name]) => name === id)?.[1].summary;
  return rules.find((rule) => rule.id === id)?.summary ?? own ?? null;
}

/** A rule's whole page with a line of facts under its heading; null when there is no such rule or page. */
export function fullRulePage(id: string, page: string | null): string | null {
  const rule = rules.find((each) => each.id === id);
  if (rule === undefined || page === null) return null;
  const { from, until } = rule.spark ?? {};
  const facts = [
    rule.category,
    rule.severity,
    rule.fix === "none" ? "no fix" : `${rule.fix} fix`,
    `profiles: ${rule.profiles.join(", ")}`,
    ...(from !== undefined || until !== undefined ? [`Spark ${from ?? "…"} to ${until ?? "…"}`] : []),
    `since ${rule.since}`,
  ];
  const body = page.replace(/^#[^\n]*\n+/, "").replaceAll(/^(```\w+) (bad|good|fixed)$/gm, "*$2*\n\n$1");
  return `# ${id}\n\n${facts.join(" · ")}\n\n${body}`;
}

/** The page in a few lines of Markdown: what is wrong, why it hurts, what to do, and where to read on. */
export function shortRulePage(id: string, page: string): string {
  const summary = ruleSummary(id) ?? firstParagraph(page.replace(/^#[^\n]*\n/, ""));
  const parts = [`**${id}**: ${summary.replace(/\.$/, "")}.`];
  for (const [heading, label] of Object.entries(shownSections)) {
    const text = firstParagraph(section(page, heading));
    if (text !== "") parts.push(`*${label}* ${text}`);
  }
  const url = rulePageUrl(id);
  if (url !== null) parts.push(`[The page of ${id}](${url})`);
  return parts.join("\n\n");
}

const shownSections = { "Why it hurts": "Why:", "What to do": "What to do:" } as const;

function section(page: string, heading: string): string {
  const start = page.indexOf(`## ${heading}\n`);
  if (start < 0) return "";
  const body = page.slice(start + heading.length + 4);
  const end = body.search(/^## /m);
  return end < 0 ? body : body.slice(0, end);
}

function firstParagraph(text: string): string {
  return (text.trim().split(/\n\s*\n/)[0] ?? "").replaceAll(/\s*\n\s*/g, " ");
}
