import type { Span } from "../../syntax/ast.ts";

/** What is left of a text when only these pieces of it are kept. */
export const textOfKept = (text: string, kept: readonly Span[]): string =>
  kept.map(({ start, end }) => text.slice(start, end)).join("");

/** What `strip`, `lstrip` and `rstrip` keep; `characters` is null for white space. */
export function keptByStrip(text: string, characters: string | null, sides: "both" | "left" | "right"): Span {
  const drop = (character: string | undefined): boolean =>
    character !== undefined && (characters === null ? /\s/.test(character) : characters.includes(character));
  let [start, end] = [0, text.length];
  if (sides !== "right") while (start < end && drop(text[start])) start += 1;
  if (sides !== "left") while (end > start && drop(text[end - 1])) end -= 1;
  return { start, end };
}

/** What `textwrap.dedent` keeps: all but the indentation that the lines share, and white space on empty lines. */
export const keptByDedent = (text: string): readonly Span[] => dedented(text, linesOf(text));

/** What `inspect.cleandoc` keeps: the first line counts for itself, and empty lines around go. */
export function keptByCleandoc(text: string): readonly Span[] {
  const lines = linesOf(text);
  const isBlank = ({ start, end }: Span): boolean => text.slice(start, end).trim() === "";
  const first = lines.findIndex((line) => !isBlank(line));
  if (first < 0) return [];
  const last = lines.findLastIndex((line) => !isBlank(line));
  const [head = { start: 0, end: 0 }, ...rest] = lines.slice(first, last + 1);
  if (first > 0) return withoutLastEnd(text, dedented(text, [head, ...rest]));
  const indent = /^\s*/.exec(text.slice(head.start, head.end))?.[0].length ?? 0;
  return withoutLastEnd(text, [{ start: head.start + indent, end: head.end }, ...dedented(text, rest)]);
}

/** The lines of a text with their ends. */
function linesOf(text: string): readonly Span[] {
  const lines: Span[] = [];
  for (let start = 0; start <= text.length;) {
    const found = text.indexOf("\n", start);
    const end = found < 0 ? text.length : found + 1;
    lines.push({ start, end });
    if (found < 0) break;
    start = end;
  }
  return lines;
}

function dedented(text: string, lines: readonly Span[]): readonly Span[] {
  const contents = lines.map(({ start, end }) => text.slice(start, end).replace(/\n$/, ""));
  const indents = contents.flatMap((line) =>
    /^[ \t]*$/.test(line) ? [] : [/^[ \t]*/.exec(line)?.[0] ?? ""],
  );
  const [first = ""] = indents;
  let margin = first.length;
  for (const indent of indents) {
    let same = 0;
    while (same < Math.min(margin, indent.length) && indent[same] === first[same]) same += 1;
    margin = same;
  }
  return lines.map(({ start, end }, index) => {
    const content = contents[index] ?? "";
    const isBlank = /^[ \t]*$/.test(content);
    return { start: start + (isBlank ? content.length : margin), end };
  });
}

function withoutLastEnd(text: string, kept: readonly Span[]): readonly Span[] {
  const last = kept.at(-1);
  return last && text[last.end - 1] === "\n" && last.end > last.start
    ? [...kept.slice(0, -1), { ...last, end: last.end - 1 }]
    : kept;
}
