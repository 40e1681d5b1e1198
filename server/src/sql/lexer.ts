import type { Grammar } from "./grammar.ts";
import { numberEnd } from "./numberToken.ts";

/** A text as tokens: what each is, by the grammar's number, and where. The last one is the end of the text. */
export interface Tokens {
  readonly types: readonly number[];
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Comments, in order. */
  readonly comments: readonly Comment[];
}

export interface Comment {
  readonly start: number;
  readonly end: number;
  /** A comment in slashes and stars without its end. */
  readonly unclosed: boolean;
}

export type Lexer = (text: string) => Tokens;

/** Makes the lexer of a grammar. It takes any text: what is no token becomes UNRECOGNIZED. */
export function createLexer(grammar: Grammar): Lexer {
  const lexicon = lexiconOf(grammar);
  return (text) => new Scan(text, lexicon).tokens();
}

interface Lexicon {
  readonly words: ReadonlyMap<string, number>;
  /** Marks by their first character, longest first. */
  readonly marks: ReadonlyMap<string, readonly (readonly [mark: string, type: number])[]>;
  readonly type: (name: string) => number;
  /** Types whose brackets make `>>` two tokens. */
  readonly nested: ReadonlySet<number>;
  readonly shifts: ReadonlySet<number>;
  /** The type of text in double quotes. */
  readonly doubleQuoted: number;
  readonly patterns: Readonly<
    Record<"space" | "string" | "doubleQuoted" | "backQuoted" | "raw" | "word" | "uri" | "dollar", RegExp>
  >;
}

const absent = -2;

function lexiconOf({ tokenNumbers, spellings, habits }: Grammar): Lexicon {
  const words = new Map<string, number>();
  const marks = new Map<string, [string, number][]>();
  for (const [name, texts] of spellings)
    for (const text of texts) {
      const type = tokenNumbers.get(name) ?? absent;
      if (/^\w+$/.test(text)) words.set(text, type);
      else marks.set(text.charAt(0), [...(marks.get(text.charAt(0)) ?? []), [text, type]]);
    }
  for (const list of marks.values()) list.sort(([a], [b]) => b.length - a.length);
  const type = (name: string): number => tokenNumbers.get(name) ?? absent;
  const letters = habits.unicodeIdentifiers ? "\\p{L}" : "A-Za-z";
  const quoted = (quote: string, doubled: boolean): RegExp =>
    new RegExp(`${quote}(?:[^${quote}\\\\]|\\\\[^]${doubled ? `|${quote}${quote}` : ""})*${quote}`, "y");
  return {
    words,
    marks,
    type,
    doubleQuoted: tokenNumbers.get("DOUBLEQUOTED_STRING") ?? type("STRING_LITERAL"),
    nested: new Set(["ARRAY", "MAP", "STRUCT"].map(type)),
    shifts: new Set(["SHIFT_RIGHT", "SHIFT_RIGHT_UNSIGNED"].map(type)),
    patterns: {
      space: new RegExp(`[${habits.spaces}]+`, "y"),
      string: quoted("'", habits.doubledQuotes),
      doubleQuoted: quoted('"', habits.doubledDoubleQuotes),
      backQuoted: /`(?:[^`]|``)*`/y,
      raw: habits.rawStrings ? /[rR](?:'[^']*'|"[^"]*")/y : never,
      word: new RegExp(`[${letters}0-9_]+`, "uy"),
      uri: habits.uriIdentifiers ? new RegExp(`[${letters}]+://[${letters}0-9_/\\-.?=&#%]+`, "uy") : never,
      dollar: tokenNumbers.has("BEGIN_DOLLAR_QUOTED_STRING")
        ? new RegExp(`\\$(?:[${letters}_][${letters}0-9_]*)?\\$`, "uy")
        : never,
    },
  };
}

const never = /(?!)/y;
const lineComment = /--(?:\\\n|[^\r\n])*\r?\n?/y;

class Scan {
  readonly #text: string;
  readonly #lexicon: Lexicon;
  readonly #types: number[] = [];
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];
  readonly #comments: Comment[] = [];
  /** How many of the types with brackets are open, as Spark's lexer counts them. */
  #depth = 0;

  constructor(text: string, lexicon: Lexicon) {
    this.#text = text;
    this.#lexicon = lexicon;
  }

  tokens(): Tokens {
    let at = 0;
    while (at < this.#text.length) at = this.#hidden(at) ?? this.#dollarQuoted(at) ?? this.#token(at);
    this.#add(0, at, at);
    return { types: this.#types, starts: this.#starts, ends: this.#ends, comments: this.#comments };
  }

  #add(type: number, start: number, end: number): number {
    this.#types.push(type);
    this.#starts.push(start);
    this.#ends.push(end);
    return end;
  }

  /** Where a pattern's match from `at` on ends; null when there is none. */
  #match(pattern: RegExp, at: number): number | null {
    pattern.lastIndex = at;
    return pattern.test(this.#text) ? pattern.lastIndex : null;
  }

  /** Behind white space or a comment. */
  #hidden(at: number): number | null {
    const { space } = this.#lexicon.patterns;
    const code = this.#text.charCodeAt(at);
    if (code === 0x2d && this.#text.charCodeAt(at + 1) === 0x2d) {
      const end = this.#match(lineComment, at) ?? at + 2;
      this.#comments.push({ start: at, end, unclosed: false });
      return end;
    }
    if (code === 0x2f && this.#text.charCodeAt(at + 1) === 0x2a && this.#text.charAt(at + 2) !== "+")
      return this.#bracketedComment(at);
    return code <= 0x20 || code >= 0x80 ? this.#match(space, at) : null;
  }

  /** Comments nest; a hint is none. */
  #bracketedComment(start: number): number {
    const text = this.#text;
    let depth = 1;
    let at = start + 2;
    while (at < text.length && depth > 0) {
      if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else if (text.startsWith("/*", at) && text.charAt(at + 2) !== "+") {
        depth++;
        at += 2;
      } else at++;
    }
    this.#comments.push({ start, end: at, unclosed: depth > 0 });
    return at;
  }

  /** Text between $tag$ and $tag$: three tokens. */
  #dollarQuoted(at: number): number | null {
    if (this.#text.charAt(at) !== "$") return null;
    const bodyStart = this.#match(this.#lexicon.patterns.dollar, at);
    if (bodyStart === null) return null;
    const { type } = this.#lexicon;
    const tag = this.#text.slice(at, bodyStart);
    const close = this.#text.indexOf(tag, bodyStart);
    const bodyEnd = close < 0 ? this.#text.length : close;
    this.#add(type("BEGIN_DOLLAR_QUOTED_STRING"), at, bodyStart);
    if (bodyEnd > bodyStart) this.#add(type("DOLLAR_QUOTED_STRING_BODY"), bodyStart, bodyEnd);
    return close < 0 ? bodyEnd : this.#add(type("END_DOLLAR_QUOTED_STRING"), close, close + tag.length);
  }

  /** The longest token from `at` on; of two equally long ones the one that the grammar names first. */
  #token(at: number): number {
    const { nested, shifts, type: typeOf } = this.#lexicon;
    let [type, end] = this.#quoted(at) ?? this.#unquoted(at);
    if (shifts.has(type) && this.#depth > 0) [type, end] = [typeOf("GT"), at + 1];
    if (end === at) {
      type = typeOf("UNRECOGNIZED");
      end = at + ((this.#text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1);
    }
    if (nested.has(type)) this.#depth++;
    else if (type === typeOf("GT") && this.#depth > 0) this.#depth--;
    return this.#add(type, at, end);
  }

  #quoted(at: number): readonly [type: number, end: number] | null {
    const { patterns, type } = this.#lexicon;
    switch (this.#text.charAt(at)) {
      case "'":
        return this.#typed(patterns.string, type("STRING_LITERAL"), at);
      case '"':
        return this.#typed(patterns.doubleQuoted, this.#lexicon.doubleQuoted, at);
      case "`":
        return this.#typed(patterns.backQuoted, type("BACKQUOTED_IDENTIFIER"), at);
      case "r":
      case "R":
        return this.#typed(patterns.raw, type("STRING_LITERAL"), at);
      default:
        return null;
    }
  }

  #typed(pattern: RegExp, type: number, at: number): readonly [type: number, end: number] | null {
    const end = this.#match(pattern, at);
    return end === null ? null : [type, end];
  }

  /** A number, a word, a name or a mark. */
  #unquoted(at: number): readonly [type: number, end: number] {
    const text = this.#text;
    const code = text.charCodeAt(at);
    if (isDigit(code) || code === point) {
      const number = numberEnd(text, at);
      const word = isDigit(code) ? this.#word(at) : null;
      if (number !== null)
        return word !== null && word[1] > number.end ? word : [this.#lexicon.type(number.type), number.end];
      if (word !== null) return word;
    } else if (isWordStart(code)) {
      const word = this.#word(at);
      if (word !== null) return word;
    }
    const mark = this.#lexicon.marks
      .get(text.charAt(at))
      ?.find(
        ([each]) => text.startsWith(each, at) || text.slice(at, at + each.length).toUpperCase() === each,
      );
    return mark === undefined ? [absent, at] : [mark[1], at + mark[0].length];
  }

  /** Behind a word of plain letters; null where other letters may come into it, for which the pattern is needed. */
  #wordEnd(start: number): number | null {
    let at = start;
    while (isWordPart(this.#text.charCodeAt(at))) at++;
    return at === start || this.#text.charCodeAt(at) >= 0x80 ? null : at;
  }

  #word(at: number): readonly [type: number, end: number] | null {
    const { patterns, type, words } = this.#lexicon;
    const end = this.#wordEnd(at) ?? this.#match(patterns.word, at);
    if (end === null) return null;
    const uriEnd = this.#text.startsWith("://", end) ? this.#match(patterns.uri, at) : null;
    if (uriEnd !== null) return [type("IDENTIFIER"), uriEnd];
    return [words.get(this.#text.slice(at, end).toUpperCase()) ?? type("IDENTIFIER"), end];
  }
}

const point = 0x2e;
const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isWordPart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || isDigit(code);
const isWordStart = (code: number): boolean =>
  (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f || code >= 0x80;
