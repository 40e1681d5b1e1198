import type { Unit } from "../syntax/module.ts";
import { insert, siteIn } from "./edits.ts";
import { defineRule } from "./rule.ts";

/** A chain continued by backslashes that a comment ends: the next line begins with a dot, and Python refuses the file. */
export const commentInChain = defineRule({
  id: "comment-in-chain",
  summary: "Comment that ends a chain continued by backslashes",
  category: "columns",
  severity: "error",
  since: "0.1.0",
  fix: "suggested",
  profiles: ["relaxed", "recommended", "strict"],
  module({ units, module }, { report }) {
    if (module.language === "sql") return;
    for (const { unit } of units) {
      if (unit.errors.length === 0) continue;
      let told = -1;
      for (const { start, text } of unit.comments) {
        const comment = { start, end: start + text.length };
        if (start < told || !breaksChain(unit, comment)) continue;
        const site = siteIn(unit, comment);
        const chain = { start: chainStart(unit, start), end: chainEnd(unit, comment.end) };
        told = chain.end;
        report({
          site,
          message:
            "The chain ends here: behind a backslash nothing may stand, not even a comment, and Python refuses the next line. Put the chain into parentheses.",
          evidence: { level: "certain", site, because: "Python's own grammar" },
          fix: {
            title: "Put the chain into parentheses",
            safety: "suggested",
            edits: () => [insert(unit, chain.start, "("), insert(unit, chain.end, ")")],
          },
        });
      }
    }
  },
});

interface Place {
  readonly start: number;
  readonly end: number;
}

/** Whether the comment stands on the second or a later line of a chain, and Python's parser stumbles over what follows. */
function breaksChain({ text, errors }: Unit, comment: Place): boolean {
  const dot = /^\s*\n[ \t]*(?=\.\s*[A-Za-z_])/.exec(text.slice(comment.end))?.[0].length;
  if (dot === undefined) return false;
  const lineStart = text.lastIndexOf("\n", comment.start - 1) + 1;
  const isContinued = /\\\r?\n$/.test(text.slice(0, lineStart));
  const next = comment.end + dot;
  return isContinued && errors.some(({ start }) => start >= comment.end && start <= next);
}

/** Where the chain's expression begins, behind `name =` or `return`. */
function chainStart({ text }: Unit, comment: number): number {
  let line = text.lastIndexOf("\n", comment - 1) + 1;
  while (line > 0 && /\\\r?\n$/.test(text.slice(0, line))) line = text.lastIndexOf("\n", line - 2) + 1;
  const before = /^[ \t]*(?:return\s+|[\w.]+(?:\s*:\s*\w+)?\s*=(?!=)\s*)?/.exec(text.slice(line));
  return line + (before?.[0].length ?? 0);
}

/** The end of the last line that begins with a dot, before its comment. */
function chainEnd({ text, comments }: Unit, comment: number): number {
  const lines = /^(?:[^\n]*\n[ \t]*\.)+[^\n]*/.exec(text.slice(comment))?.[0] ?? "";
  const end = comment + lines.length;
  const lastLine = text.lastIndexOf("\n", end - 1);
  const last = comments.find(({ start }) => start > lastLine && start <= end);
  return text.slice(0, last?.start ?? end).trimEnd().length;
}
