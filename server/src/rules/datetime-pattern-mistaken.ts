import { literalText } from "../syntax/literalText.ts";
import { nodeAt } from "../syntax/walk.ts";
import { callEvidence } from "../plan/evidence.ts";
import type { CallFact } from "../plan/facts.ts";
import { sqlEvidence } from "../plan/query/sqlSteps.ts";
import { replace, siteIn } from "./edits.ts";
import { datetimePatterns, sqlDatetimePatterns, type DatetimePattern } from "./datetimePatterns.ts";
import { defineRule, type Fix } from "./rule.ts";

/** A letter of a date pattern that means something else than its neighbours show to be meant. */
export const datetimePatternMistaken = defineRule({
  id: "datetime-pattern-mistaken",
  summary: "Letter of a date pattern that means something else",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const { letters, site, call } of sqlDatetimePatterns(facts, context)) {
      const found = mistakes.find(({ shows }) => shows.test(letters));
      if (found)
        context.report({
          site,
          message: `${found.says}, and Spark does not complain. Write \`${found.meant}\`.`,
          evidence: sqlEvidence(call),
        });
    }
  },
  calls: {
    names: ["*"],
    check(call, context) {
      for (const pattern of datetimePatterns(call, context)) {
        const found = mistakes.find(({ shows }) => shows.test(pattern.letters));
        if (!found) continue;
        const fix = fixOf(call, pattern, found);
        context.report({
          site: siteIn(call.unit, pattern.argument.node),
          message: `${found.says}, and Spark does not complain. Write \`${found.meant}\`.`,
          evidence: callEvidence(call),
          ...(fix && { fix }),
        });
      }
    },
  },
});

interface Mistake {
  /** The letters where they are mistaken. */
  readonly shows: RegExp;
  readonly letter: RegExp;
  readonly meant: string;
  readonly says: string;
}

const mistakes: readonly Mistake[] = [
  {
    shows: /^(?=.*y)(?!.*M)(?!.*[HhKk]).*mm/,
    letter: /mm/,
    meant: "MM",
    says: "`mm` is the minute, and here a month is missing",
  },
  {
    shows: /[HhKk]{1,2}[:.]?MM/,
    letter: /(?<=[HhKk][:.]?)MM/,
    meant: "mm",
    says: "`MM` is the month, and stands behind the hour",
  },
  {
    shows: /^(?=.*M)(?!.*d).*(?<!D)DD(?!D)/,
    letter: /DD/,
    meant: "dd",
    says: "`DD` is the day of the year, and here the day of the month is missing",
  },
  {
    shows: /^(?!.*a)(?=.*mm).*(?<!h)hh(?!h)/,
    letter: /hh/,
    meant: "HH",
    says: "`hh` counts to 12, and nothing tells morning from evening",
  },
  {
    shows: /^(?!.*s).*mm[:.]?SS$/,
    letter: /SS$/,
    meant: "ss",
    says: "`SS` is a fraction of a second, and the seconds are missing",
  },
];

function fixOf(
  { unit }: CallFact,
  { argument, text, letters }: DatetimePattern,
  { letter, meant }: Mistake,
): Fix | null {
  const { value } = argument;
  const site = value.kind === "string" ? value.site : undefined;
  if (site?.unit !== unit) return null;
  const literal = nodeAt(unit, site.start).find(
    (node) => node.kind === "String" && node.start === site.start,
  );
  const inner = literal?.kind === "String" ? literalText(literal, unit.text) : null;
  const at = letter.exec(letters);
  // Escapes would move the letters.
  if (!inner || !at || unit.text.slice(inner.start, inner.end) !== text) return null;
  const start = inner.start + at.index;
  return {
    title: `Write \`${meant}\` (the result changes)`,
    safety: "suggested",
    edits: () => [replace(unit, { start, end: start + at[0].length }, meant)],
  };
}
