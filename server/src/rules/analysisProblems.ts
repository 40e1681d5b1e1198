import { callEvidence } from "../plan/evidence.ts";
import { framesOf, type ModuleFacts } from "../plan/facts.ts";
import { columnNameSite } from "../plan/columnNameSite.ts";
import { moduleProblems, type ModuleProblem } from "../plan/schema/moduleProblems.ts";
import type { Site } from "../syntax/module.ts";
import { documentOffset } from "../syntax/siteOffset.ts";
import { sideTable } from "../syntax/sideTable.ts";
import { joinByName } from "./joinByName.ts";
import type { Fix, RuleContext } from "./rule.ts";

const problemsOf = sideTable<ModuleFacts, readonly ModuleProblem[]>();

/** Reports the mistakes of one kind that Spark raises for when it analyses a step. */
export function reportProblems(
  facts: ModuleFacts,
  context: RuleContext,
  kind: ModuleProblem["problem"]["kind"],
  describe: (found: ModuleProblem) => string,
  isMeant: (problem: ModuleProblem["problem"]) => boolean = () => true,
): void {
  let problems = problemsOf.get(facts);
  if (!problems) problemsOf.set(facts, (problems = moduleProblems(facts)));
  for (const found of problems) {
    if (found.problem.kind !== kind || !isMeant(found.problem)) continue;
    const { problem, call } = found;
    const plan = call.receiver?.plan;
    const fix =
      problem.condition === "AMBIGUOUS_REFERENCE" && plan
        ? joinByName(plan, problem.subject)
        : renameFix(found);
    context.report({
      site: placeOf(found, facts),
      message: describe(found),
      evidence: callEvidence(call),
      ...(fix && { fix }),
    });
  }
}

/** The name alone; the call where the name stands in another file, as SQL in an imported constant does. */
function placeOf({ problem, call }: ModuleProblem, { module }: ModuleFacts): Site {
  const site = columnNameSite(problem.site);
  return documentOffset(module, site) === undefined ? call.nameSite : site;
}

/** Writes the likeliest candidate, where the name stands as it is in the code. */
function renameFix({ problem }: ModuleProblem): Fix | null {
  const [likely] = problem.candidates;
  const site = columnNameSite(problem.site);
  const written = site.unit.text.slice(site.start, site.end);
  if (problem.kind !== "unknown-column" || likely === undefined || written !== problem.subject) return null;
  if (!/^\w+$/.test(likely)) return null;
  return { title: `Write \`${likely}\``, safety: "suggested", edits: () => [{ site, newText: likely }] };
}

/** What people call the frame that a call works on: its variable, else the method that made it. */
export function frameName(facts: ModuleFacts, { call }: ModuleProblem): string {
  const plan = call.receiver?.plan;
  const name = plan && framesOf(facts, plan)[0]?.name;
  return name === undefined || name === null ? "the frame" : `\`${name}\``;
}

/** At most eight names, for a message. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map((name) => `\`${name}\``);
  return names.length > 8 ? `${shown.join(", ")} and ${names.length - 8} more` : shown.join(", ");
}

/** The sentence with a capital, where it starts with a letter. */
export const capitalized = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
