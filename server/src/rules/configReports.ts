import type { ConfigFact } from "../plan/facts.ts";
import type { Site } from "../syntax/module.ts";
import { nodeAt } from "../syntax/walk.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { configProblems, type ConfigProblem, type ConfigSetting } from "./configProblems.ts";
import type { Fix, RuleContext } from "./rule.ts";

/** Reports what is wrong with a setting in code, as far as it is of one kind, at the key or the value it is about. */
export function reportConfig(fact: ConfigFact, context: RuleContext, code: ConfigProblem["code"]): void {
  // What is only read may be unknown; all else is about setting it.
  const isRead = fact.where === "read";
  if (isRead && code !== "config-unknown") return;
  const setting = { key: fact.key, value: fact.value, where: isRead ? "builder" : fact.where } as const;
  for (const problem of problemsOf(fact, setting, context)) {
    if (problem.code !== code || problem.isCaution) continue;
    const site = problem.target === "key" ? fact.keySite : (fact.valueSite ?? fact.keySite);
    const fix = fixOf(problem, site);
    context.report({ site, message: problem.message, ...(fix && { fix }) });
  }
}

const problemsOfFacts = sideTable<
  ConfigFact,
  { readonly version: string; readonly problems: readonly ConfigProblem[] }
>();

/** Judged once for all the rules that report a part of it. */
function problemsOf(
  fact: ConfigFact,
  setting: ConfigSetting,
  context: RuleContext,
): readonly ConfigProblem[] {
  const known = problemsOfFacts.get(fact);
  if (known?.version === context.sparkVersion) return known.problems;
  const problems = configProblems(context.catalog.configs, setting, context.sparkVersion);
  problemsOfFacts.set(fact, { version: context.sparkVersion, problems });
  return problems;
}

/** Puts the better text between the quotes; none where the text is no plain literal. */
function fixOf({ fix }: ConfigProblem, site: Site): Fix | null {
  const literal = textSite(site);
  if (fix === null || literal === null) return null;
  return {
    title: `Write \`${fix}\``,
    safety: "suggested",
    edits: () => [{ site: literal, newText: fix }],
  };
}

/** The text between the quotes of a literal in one part; null for others. */
function textSite(site: Site): Site | null {
  const node = nodeAt(site.unit, site.start).find(
    (each) => each.kind === "String" && each.start === site.start && each.end === site.end,
  );
  if (node?.kind !== "String") return null;
  const [part, ...others] = node.parts;
  return part === undefined || others.length > 0
    ? null
    : { unit: site.unit, start: part.start, end: part.end };
}
