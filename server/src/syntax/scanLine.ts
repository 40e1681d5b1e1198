import type { Insertion } from "./insertions.ts";

/** What the scanner knows between two lines. */
export interface ScanState {
  /** Char codes of the open brackets, outermost first. */
  brackets: number[];
  /** The line before ended with a backslash. */
  continued: boolean;
  /** Offset of the last character that is neither blank nor comment; -1 before the first. */
  last: number;
  /** A colon stands outside brackets in the current logical line. */
  colon: boolean;
  /** Fewest open brackets behind a closing one, and at a comma, since the two were last set. */
  shallowestClose: number;
  shallowestComma: number;
  /** What the text lacks so far, in order. */
  repairs: Insertion[];
}

/** The state at the start of a statement. */
export function initialScanState(): ScanState {
  return {
    brackets: [],
    continued: false,
    last: -1,
    colon: false,
    shallowestClose: Infinity,
    shallowestComma: Infinity,
    repairs: [],
  };
}

/**
 * Scans from `start` to behind the end of the physical line, or of the line that ends a triple-quoted string begun
 * in it. Tells strings, comments, brackets and continuations apart and nothing else. A triple-quoted string without
 * an end takes the rest of the text, as in Python.
 */
export function scanLine(text: string, start: number, state: ScanState): number {
  const length = text.length;
  state.continued = false;
  let at = start;
  while (at < length) {
    const code = text.charCodeAt(at);
    switch (classOf(code)) {
      case Class.blank:
        at++;
        break;
      case Class.newline:
        return behindNewline(text, at);
      case Class.comment:
        at = lineEnd(text, at);
        break;
      case Class.backslash:
        if (classOf(text.charCodeAt(at + 1)) === Class.newline) {
          state.continued = true;
          return behindNewline(text, at + 1);
        }
        state.last = at++;
        break;
      case Class.quote:
        at = scanString(text, at, state);
        state.last = at - 1;
        break;
      case Class.open:
        state.brackets.push(code);
        state.last = at++;
        break;
      case Class.close:
        noteMissingOperand(text, state, code);
        closeBracket(state, code);
        state.last = at++;
        break;
      case Class.comma:
        noteMissingOperand(text, state, code);
        state.shallowestComma = Math.min(state.shallowestComma, state.brackets.length);
        state.last = at++;
        break;
      case Class.colon:
        if (state.brackets.length === 0) state.colon = true;
        state.last = at++;
        break;
      default:
        state.last = at++;
    }
  }
  return length;
}

/** Offset of the line break at or after `from`, or the text's length. */
export function lineEnd(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === newlineCode || code === returnCode) return at;
  }
  return text.length;
}

/** Offset behind the line break at `at`: CRLF is one break, and so is a lone CR. */
export function behindNewline(text: string, at: number): number {
  return text.charCodeAt(at) === returnCode && text.charCodeAt(at + 1) === newlineCode ? at + 2 : at + 1;
}

/** True when an operand must follow the character at `last`, whatever that is. */
export function wantsOperand(text: string, last: number): boolean {
  const code = text.charCodeAt(last);
  return code === dotCode ? !endsNumberOrEllipsis(text, last) : "+-%&|^~=<>@".includes(text.charAt(last));
}

/** True for the characters of identifiers and numbers. */
export function isWordCode(code: number): boolean {
  if (code > 127) return code !== byteOrderMark;
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95
  );
}

/** True for the characters that may stand before the code of a line and are no indentation. */
export function isInvisible(code: number): boolean {
  return code === 12 || code === byteOrderMark;
}

function noteMissingOperand(text: string, state: ScanState, next: number): void {
  const { last, brackets } = state;
  if (last < 0) return;
  const lacksDictValue =
    brackets.at(-1) === braceCode &&
    text.charCodeAt(last) === colonCode &&
    (next === commaCode || next === closeBraceCode);
  if (wantsOperand(text, last) || lacksDictValue) {
    state.repairs.push({ offset: last + 1, text: "_", certain: true });
  }
}

function closeBracket(state: ScanState, close: number): void {
  const open = close === closeParenCode ? parenCode : close - 2;
  const index = state.brackets.lastIndexOf(open);
  if (index >= 0) state.brackets.length = index;
  state.shallowestClose = Math.min(state.shallowestClose, state.brackets.length);
}

/** Returns the offset behind the string that opens at `start`, or of the line break that cuts it off. */
function scanString(text: string, start: number, state: ScanState): number {
  const quote = text.charCodeAt(start);
  const isTriple = text.charCodeAt(start + 1) === quote && text.charCodeAt(start + 2) === quote;
  let at = start + (isTriple ? 3 : 1);
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === backslashCode) {
      at = behindNewline(text, at + 1);
    } else if (code === quote) {
      if (!isTriple) return at + 1;
      if (text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote) return at + 3;
      at++;
    } else if (!isTriple && (code === newlineCode || code === returnCode)) {
      break;
    } else {
      at++;
    }
  }
  const end = Math.min(at, text.length);
  state.repairs.push({ offset: end, text: text.charAt(start).repeat(isTriple ? 3 : 1), certain: false });
  return end;
}

function endsNumberOrEllipsis(text: string, dot: number): boolean {
  if (text.charCodeAt(dot - 1) === dotCode) return true;
  let at = dot;
  while (at > 0 && isWordCode(text.charCodeAt(at - 1))) at--;
  const first = text.charCodeAt(at);
  return first >= 48 && first <= 57;
}

const newlineCode = 10;
const returnCode = 13;
const parenCode = 40;
const closeParenCode = 41;
const commaCode = 44;
const dotCode = 46;
const colonCode = 58;
const backslashCode = 92;
const braceCode = 123;
const closeBraceCode = 125;
const byteOrderMark = 0xfeff;

const Class = {
  other: 0,
  blank: 1,
  newline: 2,
  comment: 3,
  backslash: 4,
  quote: 5,
  open: 6,
  close: 7,
  comma: 8,
  colon: 9,
} as const;

const classes = new Uint8Array(128);
for (const [characters, value] of [
  [" \t\f\v", Class.blank],
  ["\n\r", Class.newline],
  ["#", Class.comment],
  ["\\", Class.backslash],
  ["\"'", Class.quote],
  ["([{", Class.open],
  [")]}", Class.close],
  [",", Class.comma],
  [":", Class.colon],
] as const) {
  for (const character of characters) classes[character.charCodeAt(0)] = value;
}

function classOf(code: number): number {
  if (code < 128) return classes[code] ?? Class.other;
  return code === byteOrderMark ? Class.blank : Class.other;
}
