import type { Range } from "./finding.ts";

/** Where a key and its value stand in a TOML text; a table's value is its header. */
export interface TomlPlace {
  /** The parts of the dotted key, tables included. Items of an array have their index as last part. */
  readonly path: readonly string[];
  readonly key: Range;
  readonly value: Range;
}

/** The places of all keys, tables and array items of a valid TOML text. */
export function tomlPlaces(text: string): readonly TomlPlace[] {
  const reader = new TomlReader(text);
  reader.document();
  return reader.places;
}

/** The place of a path; otherwise of the first key below it, or of its nearest parent that has one; null when none has. */
export function placeOf(places: readonly TomlPlace[], path: readonly string[]): TomlPlace | null {
  for (let length = path.length; length > 0; length--) {
    const wanted = path.slice(0, length).join("\0");
    const place =
      places.find((each) => each.path.join("\0") === wanted) ??
      places.find((each) => each.path.join("\0").startsWith(`${wanted}\0`));
    if (place) return place;
  }
  return null;
}

/** Follows the text, trusting that a parser has found it valid. */
class TomlReader {
  readonly places: TomlPlace[] = [];
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  document(): void {
    let table: readonly string[] = [];
    this.skip();
    while (this.at < this.text.length) {
      if (this.text[this.at] === "[") {
        const start = this.at;
        while (this.text[this.at] === "[") this.at++;
        table = this.key();
        while (this.text[this.at] === "]") this.at++;
        const header = { start, end: this.at };
        this.places.push({ path: table, key: header, value: header });
      } else this.pair(table);
      this.skip();
    }
  }

  private pair(table: readonly string[]): void {
    const start = this.at;
    const path = [...table, ...this.key()];
    let end = this.at;
    while (end > start && /\s/.test(this.text.charAt(end - 1))) end--;
    this.at++;
    this.skip();
    const index = this.places.length;
    const valueStart = this.at;
    this.value(path);
    this.places.splice(index, 0, { path, key: { start, end }, value: { start: valueStart, end: this.at } });
    // Whatever the text is, each step goes on.
    if (this.at === start) this.at++;
  }

  /** Ends at the `=`, `]` or end of the line behind the key. */
  private key(): string[] {
    const parts: string[] = [];
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      if (character === '"' || character === "'") {
        const start = this.at;
        this.string();
        parts.push(unquoted(this.text.slice(start, this.at)));
      } else if (/[\w-]/.test(character)) {
        const [word = character] = /^[\w-]+/.exec(this.text.slice(this.at, this.at + 200)) ?? [];
        parts.push(word);
        this.at += word.length;
      } else if (character === "." || character === " " || character === "\t") this.at++;
      else break;
    }
    return parts;
  }

  private value(path: readonly string[]): void {
    const character = this.text.charAt(this.at);
    if (character === '"' || character === "'") this.string();
    else if (character === "[") this.items(path);
    else if (character === "{") this.inlineTable(path);
    else while (this.at < this.text.length && !/[,\]}#\r\n]/.test(this.text.charAt(this.at))) this.at++;
    while (/[ \t]/.test(this.text.charAt(this.at - 1))) this.at--;
  }

  private items(path: readonly string[]): void {
    this.at++;
    for (let index = 0; this.at < this.text.length; index++) {
      this.skip();
      if (this.text[this.at] === "]") break;
      const start = this.at;
      const place = this.places.length;
      const own = [...path, String(index)];
      this.value(own);
      const value = { start, end: this.at };
      this.places.splice(place, 0, { path: own, key: value, value });
      this.skip();
      if (this.text[this.at] === ",") this.at++;
      else if (this.at === start) this.at++;
    }
    this.at++;
  }

  private inlineTable(path: readonly string[]): void {
    this.at++;
    while (this.at < this.text.length) {
      this.skip();
      if (this.text[this.at] === "}") break;
      this.pair(path);
      this.skip();
      if (this.text[this.at] === ",") this.at++;
    }
    this.at++;
  }

  private string(): void {
    const quote = this.text.charAt(this.at);
    const delimiter = this.text.startsWith(quote.repeat(3), this.at) ? quote.repeat(3) : quote;
    this.at += delimiter.length;
    while (this.at < this.text.length && !this.text.startsWith(delimiter, this.at))
      this.at += quote === '"' && this.text[this.at] === "\\" ? 2 : 1;
    this.at += delimiter.length;
    // Up to two quotes may stand directly before the closing three.
    if (delimiter.length === 3) while (this.text[this.at] === quote) this.at++;
  }

  /** Over blanks, line ends and comments. */
  private skip(): void {
    while (this.at < this.text.length) {
      if (this.text[this.at] === "#")
        while (this.at < this.text.length && !/[\r\n]/.test(this.text.charAt(this.at))) this.at++;
      else if (/\s/.test(this.text.charAt(this.at))) this.at++;
      else return;
    }
  }
}

function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  if (literal.startsWith("'")) return inner;
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}
