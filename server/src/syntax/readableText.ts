/**
 * The text as the grammar can read it, each character in its place. The grammar takes a lone CR for a blank, Python for
 * the end of a line; it takes `type(x).y = z` for a type alias; and it does not know the defaults of type parameters
 * (Python 3.13), which become blanks: nothing reads them.
 */
export function readableText(text: string): string {
  return withoutTypeDefaults(text.replace(/\r(?!\n)/gu, "\n").replace(/\btype(?=[ \t]*\()/gu, "_ype"));
}

/** A definition up to its type parameters. */
const generic = /^[ \t]*(?:async[ \t]+def|def|class|type)[ \t]+\w+[ \t]*\[/gmu;

function withoutTypeDefaults(text: string): string {
  let readable = text;
  for (const { index, 0: head } of text.matchAll(generic))
    for (const { start, end } of typeDefaults(text, index + head.length)) {
      const blank = readable
        .slice(start, end)
        .replace(/[^\r\n]/gu, (character) => " ".repeat(character.length));
      readable = readable.slice(0, start) + blank + readable.slice(end);
    }
  return readable;
}

/** Where the defaults stand, signs of equality included, in a list whose bracket has been opened; none when it is not closed. */
function typeDefaults(text: string, offset: number): { readonly start: number; readonly end: number }[] {
  const defaults: { start: number; end: number }[] = [];
  const token = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#.*|[([{)\]},]|[=!<>:]?=/gu;
  token.lastIndex = offset;
  let depth = 0;
  let start: number | null = null;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    const { 0: written, index } = found;
    if (depth === 0 && (written === "," || written === "]")) {
      if (start !== null && text.slice(start + 1, index).trim() !== "") defaults.push({ start, end: index });
      start = null;
      if (written === "]") return defaults;
    } else if (depth === 0 && written === "=") start ??= index;
    else if ("([{".includes(written)) depth++;
    else if (")]}".includes(written) && --depth < 0) return [];
  }
  return [];
}
