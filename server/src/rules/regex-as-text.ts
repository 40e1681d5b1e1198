import { callEvidence } from "../plan/evidence.ts";
import { argument, constantString } from "../plan/facts.ts";
import { placeInSql, sqlCallsIn, sqlEvidence } from "../plan/query/sqlSteps.ts";
import { replace, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A separator or search text whose signs are those of regular expressions: it means something else. */
export const regexAsText = defineRule({
  id: "regex-as-text",
  summary: "Text given where Spark reads a regular expression",
  category: "columns",
  severity: "warning",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  frames(facts, context) {
    for (const { name, args, call } of sqlCallsIn(facts, context, sqlNames)) {
      const given = args[1];
      const text = given?.kind === "literal" && typeof given.value === "string" ? given.value : null;
      const meaning = text === null ? undefined : meanings[text];
      if (!given || text === null || meaning === undefined) continue;
      const bracketed = text.replaceAll(/[.|$^]/g, (sign) => (sign === "^" ? "\\\\^" : `[${sign}]`));
      context.report({
        site: placeInSql(facts, call, given.site),
        message: `\`${name}()\` takes a regular expression, in which \`${text}\` ${meaning}. For the sign itself write \`'${bracketed}'\`.`,
        evidence: sqlEvidence(call),
      });
    }
  },
  calls: {
    names: ["functions.split", "functions.regexp_replace", "functions.regexp_count"],
    check(call, { report }) {
      const given = argument(
        call,
        1,
        call.name === "functions.split" ? "pattern" : call.name.endsWith("count") ? "regexp" : "pattern",
      );
      const text = constantString(given?.value);
      const meaning = text === null ? undefined : meanings[text];
      if (!given || text === null || meaning === undefined) return;
      const method = call.name.slice("functions.".length);
      const escaped = text.replaceAll(/[.|$^]/g, (sign) => `\\${sign}`);
      report({
        site: siteIn(call.unit, given.node),
        message: `\`${method}()\` takes a regular expression, in which \`${text}\` ${meaning}. For the sign itself write \`r"${escaped}"\`.`,
        evidence: callEvidence(call),
        ...(given.node.kind === "String" && {
          fix: {
            title: `Write \`r"${escaped}"\` (the result changes)`,
            safety: "suggested",
            edits: () => [replace(call.unit, given.node, `r"${escaped}"`)],
          },
        }),
      });
    },
  },
});

const sqlNames: ReadonlySet<string> = new Set(["split", "regexp_replace", "regexp_count"]);

/** What signs alone mean in a regular expression. */
const meanings: Readonly<Record<string, string>> = {
  ".": "is any letter",
  "..": "is any two letters",
  "...": "is any three letters",
  "|": "is nothing or nothing, which is found between all letters",
  "||": "is nothing or nothing, which is found between all letters",
  $: "is the end of the text",
  "^": "is the start of the text",
  $$: "is the end of the text",
};
