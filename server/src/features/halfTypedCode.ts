import type { Analysis } from "../analysis/analyze.ts";
import type { Range } from "../analysis/finding.ts";

/** The analysis of a text that differs from the document's around the cursor alone. */
export type Reanalyze = (text: string) => Analysis;

/** Something under the cursor. `isMissing`: nothing of it is there yet, not even quotes. */
export interface TypedPlace {
  readonly range: Range;
  readonly isMissing: boolean;
}

/**
 * What is being typed at an offset where the code does not parse as such: a string that is not closed yet, with more
 * code behind it, or an argument of which nothing is there. The text is completed as its author would, and `find` says
 * what that makes of the place. `calls` names the methods and functions among whose arguments anything is looked for.
 */
export function inHalfTyped<Place extends TypedPlace>(
  text: string,
  offset: number,
  reanalyze: Reanalyze,
  calls: readonly string[],
  find: (analysis: Analysis, offset: number) => Place | null,
): Place | null {
  const before = text.slice(Math.max(0, offset - reach), offset);
  const open = openCall(before, calls);
  if (open === null) return null;
  const isMissing = /[([{,:=]\s*$/.test(before);
  const quote = isMissing ? '"' : openQuote(before.slice(before.lastIndexOf("\n") + 1));
  if (quote === null) return null;
  const end = offset + (isMissing ? 0 : wordLength(text.slice(offset, offset + reach)));
  const typed = text.slice(0, offset) + (isMissing ? quote : "") + text.slice(offset, end) + quote;
  const lineEnd = /\r|\n|$/.exec(text.slice(end))?.index ?? 0;
  for (const rest of [text.slice(end), open + text.slice(end), open + text.slice(end + lineEnd)]) {
    const place = find(reanalyze(typed + rest), offset + (isMissing ? 1 : 0));
    if (place === null || place.isMissing) continue;
    if (!isMissing) return { ...place, range: { start: place.range.start, end } };
    const { start } = place.range;
    if (start === offset + 1) return { ...place, isMissing, range: { start: offset, end: offset } };
  }
  return null;
}

/** A text with the code under the cursor completed, and where the word there ends. */
export interface ClosedText {
  readonly text: string;
  readonly wordEnd: number;
}

/**
 * The text as it may be meant where a string or a name behind a dot is being typed at an offset: the string and the
 * brackets closed, the rest of the line left out. First with the brackets of the line, then with those of the whole
 * statement, which starts at `start`. Empty where neither is being typed.
 */
export function closedTexts(text: string, start: number, offset: number): readonly ClosedText[] {
  const before = text.slice(Math.max(start, offset - reach), offset);
  const line = before.slice(before.lastIndexOf("\n") + 1);
  const quote = openQuote(line);
  if (quote === null && !/[\w)\]"']\s*\.\w*$/.test(line)) return [];
  const wordEnd = offset + wordLength(text.slice(offset, offset + reach));
  const lineEnd = wordEnd + (/\r|\n|$/.exec(text.slice(wordEnd))?.index ?? 0);
  const name = quote ?? (/\.$/.test(text.slice(0, wordEnd)) ? "_" : "");
  const closing = [openBrackets(line), openBrackets(before)];
  // A key of a dict that has pairs already needs its value.
  const ends = new Set([...closing, ...closing.map((end) => (end.startsWith("}") ? `: None${end}` : end))]);
  return [...ends].map((end) => ({
    text: text.slice(0, wordEnd) + name + end + text.slice(lineEnd),
    wordEnd,
  }));
}

/**
 * The text with `separator` behind the string that is being typed at an offset, which its own quote closes already: the
 * lines below belong to the same brackets. Empty where the string is not closed behind the word.
 */
export function separatedTexts(text: string, offset: number, separator: string): readonly ClosedText[] {
  const before = text.slice(Math.max(0, offset - reach), offset);
  const quote = openQuote(before.slice(before.lastIndexOf("\n") + 1));
  const wordEnd = offset + wordLength(text.slice(offset, offset + reach));
  const end = wordEnd + 1;
  return quote === null || text.charAt(wordEnd) !== quote
    ? []
    : [{ text: text.slice(0, end) + separator + text.slice(end), wordEnd }];
}

/** What closes the brackets that a text leaves open; those that it only closes do not count. */
function openBrackets(text: string): string {
  const open: string[] = [];
  for (const [character] of text.matchAll(
    /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|#[^\n]*|[([{]|[)\]}]/g,
  )) {
    const closer = { "(": ")", "[": "]", "{": "}" }[character];
    if (closer !== undefined) open.unshift(closer);
    else if (character === open[0]) open.shift();
  }
  return open.join("");
}

/** How far before the cursor the call is looked for, in characters. */
const reach = 2000;

/** What closes the innermost call by one of the names that a text leaves open; null when there is none. */
function openCall(before: string, calls: readonly string[]): string | null {
  const pattern = new RegExp(String.raw`\b(?:${calls.join("|")})\s*(?=\()`, "g");
  for (const { index } of [...before.matchAll(pattern)].reverse()) {
    const close = closers(before.slice(index));
    if (close !== null) return close;
  }
  return null;
}

/**
 * What closes the brackets that a call's text leaves open, with a value where the key of a pair stands; null when the
 * call itself is closed.
 */
function closers(text: string): string | null {
  const open: string[] = [];
  for (const [character] of text.matchAll(/"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[([{]|[)\]}]/g)) {
    const closer = { "(": ")", "[": "]", "{": "}" }[character];
    if (closer !== undefined) open.unshift(closer);
    else if (character === open[0]) {
      open.shift();
      if (open.length === 0) return null;
    }
  }
  const [inner, outer] = open;
  const isValue = /:\s*(?:"[^"]*"?|'[^']*'?)$/.test(text);
  const value = inner === "}" ? (isValue ? "" : ': ""') : inner === ")" && outer === "]" ? ', ""' : "";
  return value + open.join("");
}

/** The quote of the string that a line's beginning leaves open; null when there is none, or it is a triple one. */
function openQuote(line: string): string | null {
  let open: string | null = null;
  for (let index = 0; index < line.length; index++) {
    const character = line.charAt(index);
    if (open === null && character === "#") return null;
    if (open !== null && character === "\\") index++;
    else if (character === open) open = null;
    else if (open === null && (character === '"' || character === "'")) {
      if (line.startsWith(character.repeat(3), index)) return null;
      open = character;
    }
  }
  return open;
}

/** The rest of the word under the cursor. */
function wordLength(after: string): number {
  return /^[\w.\-*]*/.exec(after)?.[0].length ?? 0;
}
