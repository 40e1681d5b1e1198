import { editDistance } from "../catalog/editDistance.ts";
import { cheapestEnding } from "./ending.ts";
import type { SqlProblem } from "./parse.ts";
import { isBeyondReading, read, withClauseWords, withMereWords } from "./read.ts";
import { expectedAt, recognise, type Recogniser } from "./recognise.ts";
import { hasToken, tokensIn, type TokenSet } from "./tokenSet.ts";
import type { SqlNode, SqlToken } from "./tree.ts";

/** The tree of a text after some tokens were put in, left out or corrected. */
export interface Repair {
  /** Null when no few edits help. */
  readonly root: SqlNode | null;
  /** The tokens after the edits. */
  readonly draft: Draft;
  readonly edits: number;
  /** The first edit, as an edit of the text; null when none helps. */
  readonly firstEdit: SqlProblem["fix"];
}

/** One edit of a list of tokens. */
interface Edit {
  readonly kind: "insert" | "remove" | "replace";
  readonly place: number;
  readonly type: number;
}

/** Tokens under repair: types, and the tokens they stand for. */
export interface Draft {
  readonly types: readonly number[];
  readonly tokens: readonly SqlToken[];
}

const mostEdits = 8;
/** Tokens that all trials together may read, so that a long broken text does not hold the editor up. */
const mostWork = 60_000;
/** What people forget, the likeliest first. */
const forgotten = (
  "IDENTIFIER RIGHT_PAREN END RIGHT_BRACKET LEFT_PAREN COMMA FROM GT THEN AS BY EQ STRING_LITERAL INTEGER_VALUE AND ON " +
  "SELECT"
).split(" ");
const closing = ["RIGHT_PAREN", "RIGHT_BRACKET", "END"];
/** Inserted for the tree's sake only: what the text needs there, nobody knows. */
const placeholders = new Set(["IDENTIFIER", "STRING_LITERAL", "INTEGER_VALUE"]);
/** So few right tokens are all tried. */
const fewTokens = 12;

/** Mends a text from left to right: at each wrong token the edit that lets the parser get furthest. */
export function repair(
  recogniser: Recogniser,
  types: readonly number[],
  tokens: readonly SqlToken[],
  text: string,
  rule: number,
): Repair {
  const words = withClauseWords(recogniser, types);
  // Each trial reads all tokens in all ways that are left open.
  let draft: Draft = {
    types: isBeyondReading(recogniser, words) ? withMereWords(recogniser, words) : words,
    tokens,
  };
  let firstEdit: SqlProblem["fix"] = null;
  let work = 0;
  for (let edits = 0; edits < mostEdits; edits++) {
    const { root, furthest } = read(recogniser, draft.types, draft.tokens, rule);
    if (root !== null) return { root, draft, edits, firstEdit };
    if (furthest === draft.types.length - 1) {
      const ended = ending(recogniser, draft, rule);
      if (ended !== null) return { ...ended, edits: edits + 1, firstEdit: firstEdit ?? ended.firstEdit };
      // What only ends too early, and by more than a short ending, is not mended by the few edits that are left.
      if (edits > 0) break;
    }
    let best: { readonly draft: Draft; readonly reach: number; readonly edit: Edit } | null = null;
    const before = originalAt(draft, tokens, furthest);
    for (const edit of candidates(recogniser, draft, text, rule, furthest)) {
      work += draft.types.length;
      if (work > mostWork) break;
      const changed = applied(recogniser, draft, edit);
      const recognition = recognise(recogniser, changed.types, rule);
      const reach =
        (recognition.accepted ? Number.MAX_SAFE_INTEGER : originalAt(changed, tokens, recognition.furthest)) -
        (edit.kind === "remove" ? 0.5 : 0);
      if (best === null || reach > best.reach) best = { draft: changed, reach, edit };
      if (recognition.accepted && edit.kind !== "remove") break;
    }
    if (best === null || (best.reach <= before && edits > mostEdits / 2)) break;
    if (edits === 0 && best.reach > before) firstEdit = textEdit(recogniser, draft, best.edit);
    draft = best.draft;
  }
  return { root: null, draft, edits: mostEdits, firstEdit };
}

/** What makes a text whole that only ends too early. */
function ending(recogniser: Recogniser, draft: Draft, rule: number): Omit<Repair, "edits"> | null {
  const { grammar } = recogniser;
  const last = draft.types.length - 1;
  const types = cheapestEnding(recogniser, draft.types.slice(0, last), rule);
  if (types === null) return null;
  const end = draft.tokens[last - 1]?.end ?? 0;
  const names = types.map((type) => grammar.tokenNames[type] ?? "");
  const added = names.map((name): SqlToken => ({
    kind: "token",
    type: name,
    start: end,
    end,
    missing: true,
  }));
  const whole = {
    types: draft.types.toSpliced(last, 0, ...types),
    tokens: draft.tokens.toSpliced(last, 0, ...added),
  };
  const { root } = read(recogniser, whole.types, whole.tokens, rule);
  if (root === null) return null;
  const text = names.map((name) => grammar.spellings.get(name)?.at(-1) ?? "").join("");
  const isPlain = names.every((name) => name === "RIGHT_PAREN" || name === "RIGHT_BRACKET");
  return { root, draft: whole, firstEdit: isPlain ? { start: end, end, text } : null };
}

/** Which token of the text stands at a place, or behind what was put in there. */
function originalAt(draft: Draft, tokens: readonly SqlToken[], place: number): number {
  for (let at = place; at < draft.tokens.length; at++) {
    const token = draft.tokens[at];
    if (token !== undefined && token.missing !== true) {
      const found = tokens.findIndex(({ start }) => start >= token.start);
      return found < 0 ? tokens.length : found;
    }
  }
  return tokens.length;
}

function* candidates(
  recogniser: Recogniser,
  draft: Draft,
  text: string,
  rule: number,
  place: number,
): Generator<Edit> {
  const { grammar } = recogniser;
  const { tokens: right } = expectedAt(recogniser, draft.types, rule, place);
  yield* misspelt(recogniser, draft, text, place, right);
  if (place > 0) {
    const { tokens: rightBefore } = expectedAt(recogniser, draft.types, rule, place - 1);
    yield* misspelt(recogniser, draft, text, place - 1, rightBefore);
    // A word that was taken for a name, as FROM in `(a + b FROM t`.
    for (const name of closing) {
      const type = grammar.tokenNumbers.get(name);
      if (type !== undefined && hasToken(rightBefore, type)) yield { kind: "insert", place: place - 1, type };
    }
  }
  for (const name of forgotten) {
    const type = grammar.tokenNumbers.get(name);
    if (type !== undefined && hasToken(right, type)) yield { kind: "insert", place, type };
  }
  const listed = tokensIn(right);
  if (listed.length <= fewTokens)
    for (const type of listed)
      if (type !== 0 && !forgotten.includes(grammar.tokenNames[type] ?? ""))
        yield { kind: "insert", place, type };
  if (place < draft.types.length - 1) yield { kind: "remove", place, type: 0 };
  if (place > 0 && draft.tokens[place - 1]?.missing !== true)
    yield { kind: "remove", place: place - 1, type: 0 };
}

/** Words that would be right at a place and are spelt nearly as the one there. */
function* misspelt(
  { grammar }: Recogniser,
  { tokens, types }: Draft,
  text: string,
  place: number,
  right: TokenSet,
): Generator<Edit> {
  const token = tokens[place];
  if (token === undefined || token.missing === true) return;
  const word = text.slice(token.start, token.end).toUpperCase();
  if (!/^[A-Z_]{3,}$/.test(word)) return;
  const isNear = (each: string): boolean =>
    Math.abs(each.length - word.length) <= 1 && /^[A-Z_]+$/.test(each) && editDistance(each, word, 1) <= 1;
  for (const type of tokensIn(right)) {
    if (type === types[place]) continue;
    const spellings = grammar.spellings.get(grammar.tokenNames[type] ?? "") ?? [];
    if (spellings.some(isNear)) yield { kind: "replace", place, type };
  }
}

function applied({ grammar }: Recogniser, { types, tokens }: Draft, { kind, place, type }: Edit): Draft {
  const [newTypes, newTokens] = [[...types], [...tokens]];
  const at = tokens[place];
  const name = grammar.tokenNames[type] ?? "";
  if (kind === "remove") {
    newTypes.splice(place, 1);
    newTokens.splice(place, 1);
  } else if (kind === "replace") {
    newTypes[place] = grammar.clauseWords.get(type) ?? type;
    newTokens[place] = { kind: "token", type: name, start: at?.start ?? 0, end: at?.end ?? 0 };
  } else {
    const start = tokens[place - 1]?.end ?? at?.start ?? 0;
    newTypes.splice(place, 0, grammar.clauseWords.get(type) ?? type);
    newTokens.splice(place, 0, { kind: "token", type: name, start, end: start, missing: true });
  }
  return { types: newTypes, tokens: newTokens };
}

function textEdit(
  { grammar }: Recogniser,
  { tokens }: Draft,
  { kind, place, type }: Edit,
): SqlProblem["fix"] {
  const token = tokens[place];
  if (token === undefined) return null;
  if (kind === "remove") return { start: token.start, end: token.end, text: "" };
  const name = grammar.tokenNames[type] ?? "";
  const spelling = grammar.spellings.get(name)?.at(-1);
  if (spelling === undefined || placeholders.has(name)) return null;
  if (kind === "replace") return { start: token.start, end: token.end, text: spelling };
  const end = tokens[place - 1]?.end ?? token.start;
  return { start: end, end, text: /^\w/.test(spelling) ? ` ${spelling}` : spelling };
}
