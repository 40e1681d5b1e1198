import type { Span } from "../syntax/ast.ts";
import type { SuppressedName, Suppression } from "./suppressionComments.ts";

/** What a comment of another linter silences; offsets are relative to the text that was given. */
export interface PeerMark extends Span {
  readonly kind: Suppression["kind"];
  /** Ids of that tool's rules; the tool's own name where it names none. */
  readonly rules: readonly SuppressedName[];
  /** Between the brackets or behind the sign; null where the mark names no ids. */
  readonly list: Span | null;
  /** Whether the tool looks for nothing but Spark, so that nobody else needs a mark that names no ids. */
  readonly isOursAlone: boolean;
}

/**
 * Reads a mark as the documentation of pylint, SonarQube, Bandit and cylint 0.1 spells it, from the `#` on. pylint's `disable`
 * begins a block where it stands alone on its line; suppressions.ts says where that ends.
 */
export function peerMark(text: string): PeerMark | null {
  for (const { pattern, blanket, kindOf, isOursAlone } of tools) {
    const match = pattern.exec(text);
    if (!match) continue;
    const list = match.indices?.groups?.["list"];
    const word = match.groups?.["word"] ?? "";
    const listed = list ? namesIn(text, list[0], list[1]) : [];
    const isBlanket = listed.length === 0 || listed.some(({ name }) => name === "all");
    const whole = { start: 0, end: match[0].trimEnd().length };
    return {
      ...whole,
      kind: kindOf(word),
      rules: isBlanket ? blanket.map((name) => ({ name, ...whole })) : listed,
      list: list && !isBlanket ? { start: list[0], end: list[1] } : null,
      isOursAlone,
    };
  }
  return null;
}

/** Whether a comment may hold such a mark; quick. */
export const mayHoldPeerMark = /pylint|NOSONAR|cy:ignore|nosec/;

interface PeerTool {
  readonly pattern: RegExp;
  /** Names under which our rules know all of the tool's ids. */
  readonly blanket: readonly string[];
  readonly kindOf: (word: string) => Suppression["kind"];
  readonly isOursAlone: boolean;
}

const tools: readonly PeerTool[] = [
  {
    pattern: /^#\s*pylint:\s*(?<word>disable-next|disable|enable)\s*=\s*(?<list>[\w-]+(?:\s*,\s*[\w-]+)*)/d,
    blanket: ["databricks-pylint", "palantir-pylint"],
    kindOf: (word) => (word === "enable" ? "end" : word === "disable" ? "start" : "next"),
    isOursAlone: false,
  },
  {
    pattern: /^#\s*NOSONAR\b(?:\s*\((?<list>[^)]*)\))?/d,
    blanket: ["sonarqube"],
    kindOf: () => "line",
    isOursAlone: false,
  },
  {
    pattern: /^#\s*nosec\b(?:\s*:?\s*(?<list>B\d+(?:[\s,]+B\d+)*))?/d,
    blanket: ["bandit"],
    kindOf: () => "line",
    isOursAlone: false,
  },
  {
    pattern: /^#\s*cy:ignore\b(?:\s+(?<list>CY\d+(?:\s*,\s*CY\d+)*))?/d,
    blanket: ["cylint"],
    kindOf: () => "line",
    isOursAlone: true,
  },
];

/** The ids of a list; SonarQube's may have the language before them, as in `python:S7182`. */
function namesIn(text: string, from: number, to: number): SuppressedName[] {
  return [...text.slice(from, to).matchAll(/[\w.-]+(?=\s*(?:,|$))/g)].map(({ 0: name, index }) => ({
    name,
    start: from + index,
    end: from + index + name.length,
  }));
}
