import { closestName } from "../catalog/closestName.ts";
import { memberName } from "../catalog/memberName.ts";
import { compareVersions, knownVersions } from "../catalog/sparkVersion.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { calledForm } from "./boundParameters.ts";
import { arityProblem, type ArityProblem } from "./callArity.ts";
import { replace, siteIn } from "./edits.ts";
import { isTrial } from "./expectedErrors.ts";
import { defineRule, type Fix, type RuleContext } from "./rule.ts";
import type { Site } from "../syntax/module.ts";

/** A call whose arguments Python cannot bind: too many, too few, or under a name that there is not. */
export const argumentCount = defineRule({
  id: "argument-count",
  summary: "Call with too many, missing or unknown arguments",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  yieldsTo: ["argument-unknown", "option-unknown", "value-refused"],
  calls: {
    names: ["*"],
    check(call, context) {
      const form = calledForm(call, context.catalog.api, context.sparkVersion);
      const problem = form && arityProblem(form, call.args);
      if (!problem || isOtherwiseTold(call, problem, context)) return;
      const names = form.parameters.map(({ name }) => name);
      const meant = problem.kind === "unknown" ? meantName(problem.name, names) : null;
      const site = siteOf(call, problem);
      context.report({
        site,
        message: messageFor(call, problem, meant),
        evidence: callEvidence(call),
        ...(meant !== null && { fix: renamed(call, site, meant) }),
      });
    },
  },
});

/** What people call parameters elsewhere, and here. */
const otherWords: Readonly<Record<string, string>> = {
  delimiter: "sep",
  delimeter: "sep",
  separator: "sep",
  type: "how",
  keys: "on",
};

function meantName(name: string, names: readonly string[]): string | null {
  const other = Object.hasOwn(otherWords, name) ? otherWords[name] : undefined;
  return other !== undefined && names.includes(other) ? other : closestName(name, names);
}

/** What another version takes is told by `api-not-in-version`, and a program may try which one it runs on. */
function isOtherwiseTold(
  call: CallFact,
  problem: ArityProblem,
  { catalog: { api }, sparkVersion }: RuleContext,
): boolean {
  if (isTrial(call.unit, call.context) || isHalfTyped(call)) return true;
  return knownVersions.some((version) => {
    if (compareVersions(version, sparkVersion) === 0) return false;
    const form = calledForm(call, api, version);
    return form !== null && arityProblem(form, call.args)?.kind !== problem.kind;
  });
}

/** Python reads no call with an argument by position behind one by name: the name before `=` is still to come. */
function isHalfTyped({ args }: CallFact): boolean {
  const named = args.findIndex(({ name }) => name !== null);
  return named >= 0 && args.slice(named).some(({ name, unpack }) => name === null && unpack === "");
}

function siteOf({ unit, node, nameSite }: CallFact, problem: ArityProblem): Site {
  if (problem.kind === "missing") return nameSite;
  const { argument } = problem;
  const written = node.args.find(({ value }) => value === argument.node);
  return siteIn(unit, problem.kind !== "surplus" && written?.name ? written.name : argument.node);
}

function messageFor({ name }: CallFact, problem: ArityProblem, meant: string | null): string {
  const called = `\`${memberName(name)}()\``;
  switch (problem.kind) {
    case "surplus":
      return `${called} takes ${amount(problem.most)} by position, and this is one more: Python raises.`;
    case "twice":
      return `${called} gets \`${problem.name}\` by position already: Python raises.`;
    case "unknown":
      return `${meant === null ? "" : `Did you mean \`${meant}\`? `}${called} has no parameter \`${problem.name}\`: Python raises.`;
    case "missing":
      return `${called} needs ${problem.names.map((each) => `\`${each}\``).join(" and ")}, too: Python raises without.`;
  }
}

const amount = (count: number): string =>
  count === 0 ? "no arguments" : count === 1 ? "1 argument" : `${count} arguments`;

const renamed = ({ unit }: CallFact, site: Site, meant: string): Fix => ({
  title: `Write \`${meant}\``,
  safety: "suggested",
  edits: () => [replace(unit, site, meant)],
});
