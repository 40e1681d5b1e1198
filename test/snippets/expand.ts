/**
 * The text that VS Code inserts for a snippet when the user types over nothing: default texts, first choices, and
 * mirrors of both.
 * @throws Error for what the syntax does not allow or no snippet of ours uses (transforms, variables).
 */
export function expandSnippet(body: string | readonly string[]): string {
  const text = typeof body === "string" ? body : body.join("\n");
  const parts = readParts(text, { at: 0 }, "");
  const defaults = new Map<number, readonly Part[]>();
  collectDefaults(parts, defaults);
  return render(parts, defaults, []);
}

type Part = string | { readonly stop: number; readonly content: readonly Part[] | null };

interface Cursor {
  at: number;
}

/** Reads up to an unescaped `end` (a placeholder's brace), or to the end of the text when `end` is empty. */
function readParts(text: string, cursor: Cursor, end: "}" | ""): Part[] {
  const parts: Part[] = [];
  for (;;) {
    const character = text[cursor.at];
    if (character === undefined) {
      if (end !== "") throw new Error(`A placeholder is not closed: ${text}`);
      return parts;
    }
    if (character === end) {
      cursor.at++;
      return parts;
    }
    if (character === "\\" && /[\\$}]/.test(text[cursor.at + 1] ?? "")) {
      parts.push(text[cursor.at + 1]!);
      cursor.at += 2;
    } else if (character === "$") parts.push(readStop(text, cursor));
    else {
      parts.push(character);
      cursor.at++;
    }
  }
}

/** `$1`, `${1}`, `${1:default}` or `${1|one,two|}`. */
function readStop(text: string, cursor: Cursor): Part {
  const rest = text.slice(cursor.at);
  const opening = /^\$(?:(\d+)|\{(\d+)([:|}]))/.exec(rest);
  if (opening === null) throw new Error(`No tab stop: ${rest.slice(0, 20)} (a dollar sign is written \\$)`);
  cursor.at += opening[0].length;
  const stop = Number(opening[1] ?? opening[2]);
  if (opening[3] === ":") return { stop, content: readParts(text, cursor, "}") };
  if (opening[3] !== "|") return { stop, content: null };
  const choices = /^((?:[^|\\]|\\.)+)\|\}/.exec(text.slice(cursor.at));
  if (choices === null) throw new Error(`The choices of ${opening[0]} are not closed.`);
  cursor.at += choices[0].length;
  const [first] = choices[1]!.split(/(?<!\\),/);
  return { stop, content: [first!.replaceAll(/\\([,|\\])/g, "$1")] };
}

function collectDefaults(parts: readonly Part[], defaults: Map<number, readonly Part[]>): void {
  for (const part of parts) {
    if (typeof part === "string" || part.content === null) continue;
    if (!defaults.has(part.stop)) defaults.set(part.stop, part.content);
    collectDefaults(part.content, defaults);
  }
}

function render(
  parts: readonly Part[],
  defaults: ReadonlyMap<number, readonly Part[]>,
  open: readonly number[],
): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      if (open.includes(part.stop)) throw new Error(`Tab stop ${part.stop} stands within itself.`);
      return render(part.content ?? defaults.get(part.stop) ?? [], defaults, [...open, part.stop]);
    })
    .join("");
}
