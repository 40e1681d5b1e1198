import { closestName } from "../catalog/closestName.ts";
import { severityOf } from "../analysis/ruleSet.ts";
import { resolveOptions } from "../analysis/settings.ts";
import { fullRulePage } from "../features/rulePage.ts";
import { findAssets } from "../host/assets.ts";
import { rules } from "../rules/registry.ts";
import type { Rule } from "../rules/rule.ts";
import { readArguments, type OptionSpecs } from "./arguments.ts";
import { askedForColour, outputSpecs } from "./output.ts";
import { styleFor, type Terminal } from "./terminal.ts";
import { UsageError } from "./usageError.ts";

export const rulesSpecs: OptionSpecs = outputSpecs;

/** `rules [ID]`: all rules, or one rule's page. Returns the exit status. @throws {UsageError} */
export function listRules(argv: readonly string[], terminal: Terminal): number {
  const args = readArguments(argv, rulesSpecs);
  const [id, ...more] = args.positionals;
  if (more.length > 0) throw new UsageError("`rules` takes one rule at most.");
  const format = args.choice("output-format", ["text", "json"]);
  const chosen = id === undefined ? rules : [ruleNamed(id)];
  if (format === "json") {
    terminal.out(`${JSON.stringify({ version: 1, rules: chosen.map(metadata) }, null, 2)}\n`);
    return 0;
  }
  if (id !== undefined) {
    const page = chosen.map((rule) => fullRulePage(rule.id, findAssets().rulePage(rule.id)) ?? rule.summary);
    terminal.out(`${page.join("\n").trimEnd()}\n`);
    return 0;
  }
  const style = styleFor(terminal, askedForColour(args));
  const width = Math.max(...rules.map((rule) => rule.id.length));
  for (const rule of rules) {
    const isOn = severityOf(rule, resolveOptions()) !== null;
    const notes = [
      rule.severity,
      ...(rule.fix === "none" ? [] : [`${rule.fix} fix`]),
      ...(isOn ? [] : ["off unless asked for"]),
    ];
    terminal.out(
      `${style.bold(rule.id.padEnd(width))}  ${rule.summary} ${style.dim(`(${notes.join(", ")})`)}\n`,
    );
  }
  return 0;
}

function ruleNamed(id: string): Rule {
  const rule = rules.find((each) => each.id === id);
  if (rule) return rule;
  const near = closestName(
    id,
    rules.map((each) => each.id),
  );
  throw new UsageError(
    `There is no rule ${id}.${near === null ? " `shufflewise rules` lists all." : ` Did you mean ${near}?`}`,
  );
}

function metadata({
  id,
  summary,
  category,
  severity,
  profiles,
  fix,
  since,
  spark,
  alsoKnownAs,
}: Rule): object {
  return {
    id,
    summary,
    category,
    severity,
    profiles,
    fix,
    since,
    spark: spark ?? {},
    alsoKnownAs: alsoKnownAs ?? {},
  };
}
