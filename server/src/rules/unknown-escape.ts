import { callEvidence } from "../plan/evidence.ts";
import type { BoundArgument, CallFact } from "../plan/facts.ts";
import type { Interpolation, StringPart } from "../syntax/ast.ts";
import { insert, siteIn } from "./edits.ts";
import { defineRule, type Edit } from "./rule.ts";

/** `"\d"`: an escape that Python does not know, in a text for Spark. */
export const unknownEscape = defineRule({
  id: "unknown-escape",
  summary: "Backslash that Python does not know as an escape",
  category: "columns",
  severity: "info",
  since: "0.1.0",
  fix: "safe",
  profiles: ["recommended", "strict"],
  calls: {
    names: ["*"],
    check(call, { report }) {
      for (const argument of call.args) {
        if (argument.node.kind !== "String" && argument.node.kind !== "FormattedString") continue;
        const found = unknownIn(call, argument);
        const [first] = found;
        if (!first) continue;
        const { unit } = call;
        report({
          site: siteIn(unit, { start: first.start, end: first.start + 2 }),
          message: `Python knows no escape \`${unit.text.slice(first.start, first.start + 2)}\`: it keeps the backslash, and warns from 3.12 on. Write \`r"…"\`, or double the backslash.`,
          evidence: callEvidence(call),
          fix: {
            title: found.every(({ isAlone }) => isAlone) ? "Make it a raw string" : "Double the backslash",
            safety: "safe",
            edits: () => editsFor(call, found),
          },
        });
      }
    },
  },
});

interface UnknownEscape {
  readonly start: number;
  readonly part: StringPart;
  /** Whether the literal has no other escapes, so that it may become a raw one. */
  readonly isAlone: boolean;
}

const escapes = /\\([\s\S])/g;
/** What may follow a backslash in a literal that is neither raw nor bytes (Python's language reference). */
const known = /[\n\r\\'"abfnrtvxNuU0-7]/;

function unknownIn({ unit }: CallFact, { node }: BoundArgument): readonly UnknownEscape[] {
  if (node.kind !== "String" && node.kind !== "FormattedString") return [];
  const parts: readonly (StringPart | Interpolation)[] = node.parts;
  return parts.flatMap((part) => {
    if (part.kind !== "Text" || /[rb]/.test(part.prefix)) return [];
    const text = unit.text.slice(part.start, part.end);
    if (!text.includes("\\")) return [];
    const all = [...text.matchAll(escapes)];
    const others = all.filter(([, letter = ""]) => known.test(letter));
    // A raw literal is one literal: pieces beside each other, and holes in between, keep their own backslashes.
    const isAlone = others.length === 0 && node.kind === "String" && node.parts.length === 1;
    return all
      .filter(([, letter = ""]) => !known.test(letter))
      .map(({ index }) => ({ start: part.start + index, part, isAlone }));
  });
}

function editsFor({ unit }: CallFact, found: readonly UnknownEscape[]): readonly Edit[] {
  const [first] = found;
  if (!first?.isAlone) return found.map(({ start }) => insert(unit, start, "\\"));
  const { part } = first;
  return [insert(unit, part.start - part.quote.length - part.prefix.length, "r")];
}
