import type { CallExpression, Expression, Span, Statement, StringPart } from "../../syntax/ast.ts";

/** A statement of Python that runs SQL, made of pieces of a text that is no Python: a file of SQL, a magic of a notebook. */
export function sqlStatement(text: string, pieces: readonly Span[]): Statement {
  const start = pieces[0]?.start ?? 0;
  const end = pieces.at(-1)?.end ?? start;
  const parts = pieces.map((piece): StringPart => ({
    kind: "Text",
    ...piece,
    value: text.slice(piece.start, piece.end).replaceAll(/\r\n?/g, "\n"),
    prefix: "r",
    quote: noQuote,
  }));
  const value = parts.map((part) => part.value).join("");
  const atStart = { start, end: start };
  const call: CallExpression = {
    kind: "Call",
    start,
    end,
    callee: {
      kind: "Attribute",
      ...atStart,
      object: { kind: "Name", id: "spark", ...atStart },
      name: { id: "sql", ...atStart },
    },
    args: [{ name: null, unpack: "", value: { kind: "String", start, end, value, parts }, start, end }],
    argumentList: { start, end },
  };
  return { kind: "Expression", value: call, start, end };
}

/** The quote of SQL that stands in no literal of Python. */
const noQuote = "";

/** Whether a call stands for SQL that no Python spells. */
export const isBareSql = ({ args: [only] }: CallExpression): boolean =>
  only !== undefined && isBareText(only.value);

/** Whether a text is no literal of Python: that of a file or a magic. */
export const isBareText = (text: Expression): boolean =>
  text.kind === "String" && text.parts[0]?.quote === noQuote;

/**
 * The statements of a text: between semicolons, without the blanks and comments around them. Semicolons in quotes and
 * comments count for nothing (SparkSQLCLIDriver.splitSemiColon, 4.3); a script from BEGIN on goes to the last END.
 */
export function statementSpans(text: string): readonly Span[] {
  const spans: Span[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    if (at < text.length && text[at] !== ";") {
      at = behind(text, at) - 1;
      continue;
    }
    const span = trimmed(text, start, at);
    if (span !== null && /^BEGIN\b/i.test(text.slice(span.start, span.start + 6))) {
      const end = text.toUpperCase().lastIndexOf("END");
      if (end > at) at = end + 3;
      while (at < text.length && text[at] !== ";") at += 1;
    }
    const whole = trimmed(text, start, Math.min(at, text.length));
    if (whole !== null) spans.push(whole);
    start = at + 1;
  }
  return spans;
}

/** The end of the quotes or the comment that begins at an offset, else the next offset. */
function behind(text: string, at: number): number {
  const character = text[at];
  if (character === "-" && text[at + 1] === "-") {
    const end = text.indexOf("\n", at);
    return end < 0 ? text.length : end + 1;
  }
  if (character === "/" && text[at + 1] === "*") {
    const end = text.indexOf("*/", at + 2);
    return end < 0 ? text.length : end + 2;
  }
  if (character !== "'" && character !== '"' && character !== "`") return at + 1;
  for (let end = at + 1; end < text.length; end += 1) {
    if (text[end] === "\\" && character !== "`") end += 1;
    else if (text[end] === character) return end + 1;
  }
  return text.length;
}

/** A stretch without the blanks and comments at its ends; null where nothing is left. */
function trimmed(text: string, from: number, to: number): Span | null {
  let start = from;
  for (;;) {
    while (start < to && /\s/.test(text[start] ?? "")) start += 1;
    const isComment =
      text.startsWith("--", start) || (text.startsWith("/*", start) && text[start + 2] !== "+");
    if (start >= to || !isComment) break;
    start = Math.min(to, behind(text, start));
  }
  let end = to;
  while (end > start && /\s/.test(text[end - 1] ?? "")) end -= 1;
  return end > start ? { start, end } : null;
}

/** The comments of a text with `--` that may speak to us, as Python writes them: of equal length. */
export function commentsIn(text: string): readonly (Span & { readonly text: string })[] {
  if (!/shufflewise|noqa/i.test(text)) return [];
  return commentSpans(text)
    .filter(({ start }) => text.startsWith("--", start))
    .map(({ start, end }) => ({ start, end, text: `# ${text.slice(start + 2, end)}` }));
}

/** All comments of a text, those with `--` without their line break. */
export function commentSpans(text: string): readonly Span[] {
  const found: Span[] = [];
  for (let at = 0; at < text.length;) {
    const end = behind(text, at);
    if (text.startsWith("--", at) || (text.startsWith("/*", at) && text[at + 2] !== "+"))
      found.push({ start: at, end: at + text.slice(at, end).replace(/\r?\n$/, "").length });
    at = end;
  }
  return found;
}
