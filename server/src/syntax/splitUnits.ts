import type { Insertion } from "./insertions.ts";
import {
  behindNewline,
  initialScanState,
  isInvisible,
  isWordCode,
  lineEnd,
  scanLine,
  wantsOperand,
  type ScanState,
} from "./scanLine.ts";

/** One top-level statement with the comments and blank lines before it. Offsets are those of the text. */
export interface UnitRange {
  readonly start: number;
  readonly end: number;
  /** Behind the last character that decided where the unit ends; beyond the text's length when its end did. */
  readonly reach: number;
  /** What half-typed code in the unit lacks, ordered, with offsets relative to the unit. */
  readonly repairs: readonly Insertion[];
}

/**
 * The unit that starts at `start`, which is 0 or another unit's end. The result depends on the text from `start` to
 * `reach` alone, so that a split can begin at any unit.
 *
 * A unit ends before a line that has code in column 0 outside strings and brackets. Inside brackets, a line that
 * cannot be there (`def`, or a name behind a finished operand) shows that a bracket was never closed.
 */
export function scanUnit(text: string, start: number): UnitRange {
  const state = initialScanState();
  let statement: StatementStart | null = null;
  let doubt: Doubt | null = null;
  let logicalStart = start;
  /** Where the unit would end if the current line began another: before the blank lines and comments above it. */
  let margin = start;
  let line = start;

  const finish = (end: number, reach: number): UnitRange => ({
    start,
    end,
    reach,
    repairs: state.repairs.map((repair) => ({ ...repair, offset: repair.offset - start })),
  });
  const finishBefore = (place: Doubt, reach: number): UnitRange => {
    Object.assign(state, place.state);
    closeBrackets(text, state);
    return finish(place.margin, reach);
  };

  while (line < text.length) {
    let first = line;
    while (isInvisible(text.charCodeAt(first))) first++;
    const isAtMargin = !isIndentation(text.charCodeAt(first));
    while (isIndentation(text.charCodeAt(first)) || isInvisible(text.charCodeAt(first))) first++;

    if (!state.continued && isBlankOrComment(text, first)) {
      const isComment = text.charAt(first) === "#";
      line = Math.min(behindNewline(text, lineEnd(text, first)), text.length);
      if (isComment && !isAtMargin) margin = line;
      continue;
    }
    if (!state.continued) {
      if (state.brackets.length > 0) {
        if (cannotBeInBrackets(text, first, state)) {
          if (doubt !== null) return finishBefore(doubt, lineEnd(text, line) + 2);
          closeBrackets(text, state);
        } else if (isAtMargin && doubt === null && mayStartStatement(text, first)) {
          doubt = { margin, state: savedState(state), lines: 0 };
          state.shallowestClose = state.shallowestComma = Infinity;
        }
      }
      if (state.brackets.length === 0) {
        if (statement !== null && isAtMargin && startsUnit(text, first, statement)) {
          return finish(margin, lineEnd(text, line) + 2);
        }
        if (statement === null || statement === "decorator") statement = statementStart(text, first);
        if (isAttribute(text, first)) continueLine(text, line, state);
        logicalStart = first;
        state.colon = false;
      }
    }
    line = margin = scanLine(text, line, state);
    if (state.brackets.length === 0 && !state.continued) repairLogicalLine(text, logicalStart, state);
    if (doubt !== null && isSettled(doubt, state)) doubt = null;
  }
  const behindText = text.length + 1;
  if (doubt !== null) return finishBefore(doubt, behindText);
  if (state.brackets.length > 0) closeBrackets(text, state);
  return finish(statement === null ? text.length : margin, behindText);
}

/** How the statement of a unit begins, as far as it decides which lines in column 0 go on with it. */
type StatementStart = "decorator" | "branching" | "other";

/** A line in column 0 inside brackets that is an argument, or else shows that a bracket was never closed. */
interface Doubt {
  readonly margin: number;
  readonly state: Pick<ScanState, "brackets" | "last" | "repairs">;
  lines: number;
}

/** How many lines a doubt may last; keeps hostile text from being scanned over and over. */
const doubtLines = 50;

function savedState({ brackets, last, repairs }: ScanState): Doubt["state"] {
  return { brackets: [...brackets], last, repairs: [...repairs] };
}

/** An argument shows in the comma or bracket behind it. */
function isSettled(doubt: Doubt, state: ScanState): boolean {
  const depth = doubt.state.brackets.length;
  return state.shallowestComma <= depth || state.shallowestClose < depth || ++doubt.lines > doubtLines;
}

function closeBrackets(text: string, state: ScanState): void {
  const closers = state.brackets.map((open) => (open === 40 ? ")" : open === 91 ? "]" : "}"));
  const operand = wantsOperand(text, state.last) ? "_" : "";
  state.repairs.push({ offset: state.last + 1, text: operand + closers.reverse().join(""), certain: false });
  state.brackets = [];
}

/** Notes what the logical line that ends with the last scanned character lacks. */
function repairLogicalLine(text: string, start: number, state: ScanState): void {
  const end = state.last + 1;
  if (end <= start) return;
  const lastCode = text.charCodeAt(state.last);
  let missing = "";
  if (isWordCode(lastCode)) {
    const word = wordBefore(text, end);
    if (operandKeywords.has(word) && !(word === "else" && end - 4 === start)) missing = " _";
  } else if (wantsOperand(text, state.last)) {
    missing = "_";
  } else if (lastCode === 42 || lastCode === 47) {
    missing = wordBefore(text, text.slice(start, end).search(/[\s*/]+$/u) + start) === "import" ? "" : "_";
  }
  if (!state.colon && colonKeywords.has(headWord(text, start))) missing += ":";
  if (missing !== "") state.repairs.push({ offset: end, text: missing, certain: true });
}

/** Whether a line begins with `.name`, as none can: the rest of a chain whose line before was meant to go on. */
function isAttribute(text: string, first: number): boolean {
  return text.charAt(first) === "." && /[^\W\d]/u.test(text.charAt(first + 1));
}

/** Puts the backslash that a chain lacks at the end of the line in front of the one that starts at `line`. */
function continueLine(text: string, line: number, state: ScanState): void {
  const isCrlf = text.charAt(line - 1) === "\n" && text.charAt(line - 2) === "\r";
  const end = line - (isCrlf ? 2 : 1);
  const isStatement = state.last >= 0 && text.charAt(state.last) !== ":";
  if (!isStatement || text.slice(state.last + 1, end).trim() !== "") return;
  state.repairs.push({ offset: end, text: "\\", certain: true });
}

function startsUnit(text: string, first: number, statement: StatementStart): boolean {
  if (")]}".includes(text.charAt(first)) || isAttribute(text, first)) return false;
  const word = wordAt(text, first);
  if (statement === "decorator") return !(text.charAt(first) === "@" || decoratedKeywords.has(word));
  return !(statement === "branching" && branchKeywords.has(word));
}

function statementStart(text: string, first: number): StatementStart {
  if (text.charAt(first) === "@") return "decorator";
  return branchingKeywords.has(headWord(text, first)) ? "branching" : "other";
}

function mayStartStatement(text: string, first: number): boolean {
  return (text.charAt(first) === "@" && isWordCode(text.charCodeAt(first + 1))) || isAssignment(text, first);
}

function cannotBeInBrackets(text: string, first: number, state: ScanState): boolean {
  const word = wordAt(text, first);
  if (word === "" || (word.length < 4 && "\"'".includes(text.charAt(first + word.length) || " ")))
    return false;
  if (statementKeywords.has(word)) return true;
  if (word === "from") return importFrom.test(text.slice(first, lineEnd(text, first)));
  if (infixKeywords.has(word)) return false;
  const last = text.charAt(state.last);
  if (isWordCode(text.charCodeAt(state.last))) return !keywords.has(wordBefore(text, state.last + 1));
  return ")]}\"'".includes(last) || (!"(,".includes(last) && isAssignment(text, first));
}

function isAssignment(text: string, first: number): boolean {
  const word = wordAt(text, first);
  if (word === "") return false;
  let at = first + word.length;
  while (isIndentation(text.charCodeAt(at))) at++;
  return text.charAt(at) === "=" && text.charAt(at + 1) !== "=";
}

function isBlankOrComment(text: string, first: number): boolean {
  const code = text.charCodeAt(first);
  return Number.isNaN(code) || code === 10 || code === 13 || code === 35;
}

function isIndentation(code: number): boolean {
  return code === 32 || code === 9;
}

/** The word at `start`, or "" when none starts there. */
function wordAt(text: string, start: number): string {
  const code = text.charCodeAt(start);
  if (code >= 48 && code <= 57) return "";
  let end = start;
  while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
  return text.slice(start, end);
}

/** The word that ends at `end`. */
function wordBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
  return text.slice(start, end);
}

/** The first word of a statement, behind `async`. */
function headWord(text: string, start: number): string {
  const word = wordAt(text, start);
  if (word !== "async") return word;
  let at = start + word.length;
  while (isIndentation(text.charCodeAt(at))) at++;
  return wordAt(text, at);
}

const words = (list: string): ReadonlySet<string> => new Set(list.split(" "));

const importFrom = /^from\s+[.\w]+\s+import\b/u;
const decoratedKeywords = words("def class async");
const branchingKeywords = words("if for while try");
const branchKeywords = words("else elif except finally");
/** Keywords behind which a line cannot end. */
const operandKeywords = words(
  "and or not in is if elif else while for import from as with del assert await global nonlocal def class",
);
/** Keywords of the lines that end with a colon. */
const colonKeywords = words("if elif else for while try except finally with def class");
/** Keywords that begin a statement and stand nowhere else. */
const statementKeywords = words(
  "def class import return with while try raise del assert global nonlocal pass break continue elif except finally",
);
/** Keywords that may stand behind an operand. */
const infixKeywords = words("for if else in not and or is async as from");
const keywords = words(
  "and as assert async await break class continue def del elif else except finally for from global if import in is " +
    "lambda nonlocal not or pass raise return try while with yield",
);
