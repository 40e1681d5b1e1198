/**
 * Why Java would not compile an expression, as far as brackets and a quantifier without anything before it go; null
 * where nothing speaks against it. JavaScript's own compiler is no judge: it lacks `(?i)` in places, `\Q…\E` and more.
 */
export function regexProblem(text: string): string | null {
  let open = 0;
  let depth = 0;
  let isStart = true;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === "\\") {
      if (at === text.length - 1) return "it ends with a single backslash";
      if (text[at + 1] === "Q") {
        const end = text.indexOf("\\E", at);
        if (end < 0) return null;
        at = end;
      }
      at++;
      isStart = false;
      continue;
    }
    if (depth > 0) {
      if (letter === "[") depth++;
      // A bracket right behind the opening one, or behind its ^, stands for itself.
      else if (letter === "]" && !/\[\^?$/.test(text.slice(0, at))) depth--;
      continue;
    }
    if (letter === "[") depth++;
    else if (letter === "(") open++;
    else if (letter === ")" && open-- === 0) return "a `)` has no `(` before it";
    else if (isStart && /[*+?]/.test(letter) && text[at - 1] !== "(")
      return `\`${letter}\` has nothing to repeat`;
    isStart = letter === "(" || letter === "|";
  }
  if (depth > 0) return "a `[` is not closed";
  return open > 0 ? "a `(` is not closed" : null;
}
