import { entryRule, type Engine } from "./engine.ts";
import type { Grammar } from "./grammar.ts";
import { nameRoleIn, nameRules, wordRules, type SqlNameRole } from "./nameRoles.ts";
import type { SqlTree } from "./parse.ts";
import { read, withClauseWords, withMereWords } from "./read.ts";
import { expectedAt, standingAt, type Expectation } from "./recognise.ts";
import { repair, type Draft } from "./repair.ts";
import type { Span } from "./sqlExpression.ts";
import { tokensIn } from "./tokenSet.ts";
import type { SqlNode, SqlPart, SqlToken } from "./tree.ts";

/** What may stand at a place of a text of SQL. */
export interface SqlCaret {
  /** What the caret stands in: SQL, a comment, a string literal, a number. Only SQL has anything to complete. */
  readonly within: "sql" | "comment" | "text" | "number";
  /** The word that the caret stands in or behind; empty between tokens. */
  readonly word: Span;
  /** The names before the word's point, outermost first: `db`, `t` in `db.t.co|`. */
  readonly qualifier: readonly Span[];
  /** Words of the grammar that may come here, in capitals. */
  readonly keywords: readonly string[];
  /** Marks that may come here: "(", ",", "=". */
  readonly marks: readonly string[];
  /** What a name may stand for here. */
  readonly names: ReadonlySet<SqlNameRole>;
  /**
   * The rules around the caret, outermost first, in the tree of the text with a name at the caret, or with nothing where
   * none fits. The first one is the whole text's tree; tokens that were put in are `missing`.
   */
  readonly path: readonly SqlNode[];
}

/** A text's tokens without the word at the caret, and where that was. */
interface Around {
  readonly types: readonly number[];
  readonly tokens: readonly SqlToken[];
  readonly place: number;
}

/** What may stand at an offset of a text, for completion; what is around may be broken or missing. */
export function caretAt({ text, entry, engine, tokens, comments }: SqlTree, offset: number): SqlCaret {
  const { recogniser } = engine;
  const rule = entryRule(engine, entry);
  const { grammar } = recogniser;
  const here = tokens.findIndex((token) => token.start < offset && offset <= token.end);
  const within = withinAt(text, tokens[here], comments, offset);
  const isWord = within === "sql" && isWordToken(text, tokens[here]);
  const at = tokens[here];
  const word = isWord && at !== undefined ? { start: at.start, end: at.end } : { start: offset, end: offset };
  const types = tokens.map(({ type }) => grammar.tokenNumbers.get(type) ?? absent);
  const place = isWord ? here : placeOf(tokens, offset);
  const around: Around = {
    types: types.filter((_, each) => !(isWord && each === here)),
    tokens: tokens.filter((_, each) => !(isWord && each === here)),
    place,
  };
  if (within !== "sql" || rule === null)
    return { within, word, qualifier: [], keywords: [], marks: [], names: new Set(), path: [] };
  const name: SqlToken = { kind: "token", type: "IDENTIFIER", ...word, ...(isWord ? {} : { missing: true }) };
  const named = draftWith(around, name, grammar.tokenNumbers.get("IDENTIFIER") ?? absent);
  const [mended, before] = completed(recogniser, around, named, name, text, rule);
  const closed = new Set(wordRules.flatMap((each) => grammar.ruleNumbers.get(each) ?? []));
  const words = withMereWords(recogniser, before);
  const standing = words === before || isAlive(recogniser, words, rule) ? words : before;
  const expectation = expectedAt(recogniser, standing, rule, standing.length, closed);
  const qualifier = qualifierBefore(around.tokens, place);
  return {
    within,
    word,
    qualifier,
    ...spellings(grammar, expectation),
    names: rolesOf(grammar, expectation, wordsBefore(text, around.tokens, place)),
    path: mended === null ? [] : pathTo(mended, name, offset),
  };
}

const absent = -2;
/** With more edits than this, a text rather has columns called FROM or SET. */
const fewEdits = 2;

function withinAt(
  text: string,
  token: SqlToken | undefined,
  comments: readonly Span[],
  offset: number,
): SqlCaret["within"] {
  if (
    comments.some(
      ({ start, end }) => start < offset && (offset < end || /[^/\n]$/.test(text.slice(start, end))),
    )
  )
    return "comment";
  if (token === undefined) return isAfterOpenQuote(text, offset) ? "text" : "sql";
  if (token.type === "STRING_LITERAL" || token.type === "DOUBLEQUOTED_STRING")
    return offset < token.end ? "text" : "sql";
  if (/_(?:VALUE|LITERAL)$/.test(token.type)) return "number";
  return isAfterOpenQuote(text, offset) ? "text" : "sql";
}

/** Whether a quote before the offset is still open: the lexer makes single marks of those. */
function isAfterOpenQuote(text: string, offset: number): boolean {
  const quotes = /--[^\n]*|\/\*[^]*?\*\/|`(?:[^`]|``)*`|'(?:[^'\\]|\\[^])*'|"(?:[^"\\]|\\[^])*"|(['"])[^]*$/g;
  for (const match of text.slice(0, offset).matchAll(quotes)) if (match[1] !== undefined) return true;
  return false;
}

const isWordToken = (text: string, token: SqlToken | undefined): boolean =>
  token !== undefined &&
  (token.type === "BACKQUOTED_IDENTIFIER" || /^[\w\u0080-\uffff]/.test(text.charAt(token.start)));

/** The first token that begins at or behind an offset. */
function placeOf(tokens: readonly SqlToken[], offset: number): number {
  const found = tokens.findIndex(({ start, type }) => start >= offset || type === "EOF");
  return found < 0 ? tokens.length : found;
}

const draftWith = ({ types, tokens, place }: Around, name: SqlToken, type: number): Draft => ({
  types: types.toSpliced(place, 0, type),
  tokens: tokens.toSpliced(place, 0, name),
});

/** The tree around the caret, and the types of the tokens before it as that tree reads them. */
function completed(
  recogniser: Engine["recogniser"],
  around: Around,
  named: Draft,
  name: SqlToken,
  text: string,
  rule: number,
): readonly [root: SqlNode | null, before: readonly number[]] {
  const { types, tokens, place } = around;
  const asWords = (list: readonly number[]): readonly number[] => withClauseWords(recogniser, list);
  const exact = (
    draft: Draft,
    kinds: readonly number[],
  ): readonly [root: SqlNode, before: readonly number[]] | null => {
    const { root } = read(recogniser, kinds, draft.tokens, rule);
    return root === null ? null : [root, kinds.slice(0, place)];
  };
  const whole = exact(named, asWords(named.types)) ?? exact({ types, tokens }, asWords(types));
  if (whole !== null) return whole;
  const { root, draft, edits } = repair(recogniser, named.types, named.tokens, text, rule);
  const asNames = edits > fewEdits ? exact(named, named.types) : null;
  if (asNames !== null) return asNames;
  const kept = draft.tokens.indexOf(name);
  const plain = asWords(types).slice(0, place);
  const isWhole = isAlive(recogniser, withMereWords(recogniser, plain), rule);
  return [root, isWhole || kept < 0 ? plain : draft.types.slice(0, kept)];
}

/** Whether some tokens may be the beginning of a text. */
const isAlive = (recogniser: Engine["recogniser"], types: readonly number[], rule: number): boolean =>
  standingAt(recogniser, types, rule, types.length).standing.length > 0;

/** Names with points between them that end before a place. */
function qualifierBefore(tokens: readonly SqlToken[], place: number): readonly Span[] {
  const found: Span[] = [];
  for (let at = place - 1; at > 0 && tokens[at]?.type === "DOT"; at -= 2) {
    const name = tokens[at - 1];
    if (name !== undefined) found.unshift({ start: name.start, end: name.end });
  }
  return found;
}

/** The words of the statement before a place, in capitals, without the names with points before it. */
function wordsBefore(text: string, tokens: readonly SqlToken[], place: number): readonly string[] {
  let end = place;
  while (end > 1 && tokens[end - 1]?.type === "DOT") end -= 2;
  const start = tokens.slice(0, end).findLastIndex(({ type }) => type === "SEMICOLON") + 1;
  return tokens.slice(start, end).map((token) => text.slice(token.start, token.end).toUpperCase());
}

function spellings(
  grammar: Grammar,
  { tokens }: Expectation,
): { readonly keywords: readonly string[]; readonly marks: readonly string[] } {
  const all = tokensIn(tokens).flatMap((type) => {
    const name = grammar.tokenNames[type] ?? "";
    const spelt = grammar.spellings.get(name) ?? [];
    return spelt.length > 0 ? spelt : [];
  });
  const isWord = (text: string): boolean => /^[A-Z]{2}/.test(text);
  return {
    keywords: all.filter((text) => isWord(text)),
    marks: all.filter((text) => !/^[A-Z]/.test(text)),
  };
}

/** What the names are that are asked for. */
function rolesOf(
  grammar: Grammar,
  { asked }: Expectation,
  words: readonly string[],
): ReadonlySet<SqlNameRole> {
  const roles = new Set<SqlNameRole>();
  const seen = new Set<unknown>();
  const nameOf = (rule: number): string => grammar.ruleNames[rule] ?? "";
  for (const { call, rule } of asked) {
    const own = nameOf(rule) === "configKey" ? "configuration" : null;
    if (own !== null) roles.add(own);
    const waiting = own === null ? [{ call, inner: nameOf(rule) }] : [];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const around = nameOf(next.call.rule);
      const role = nameRoleIn(around, next.inner, words);
      if (role !== null) roles.add(role);
      else if (nameRules.has(around))
        for (const caller of next.call.callers) {
          if (seen.has(caller)) continue;
          waiting.push({ call: caller, inner: around });
        }
    }
    seen.add(call);
  }
  return roles;
}

/** The nodes around the caret: those of the name there, or the innermost that hold the place. */
function pathTo(root: SqlNode, name: SqlToken, offset: number): readonly SqlNode[] {
  return pathOf(root, name) ?? pathAround(root, offset);
}

function pathOf(root: SqlNode, token: SqlToken): readonly SqlNode[] | null {
  const path: { readonly node: SqlNode; next: number }[] = [{ node: root, next: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const child: SqlPart | undefined = top.node.children[top.next++];
    if (child === undefined) path.pop();
    else if (child === token) return path.map(({ node }) => node);
    else if (child.kind === "node" && child.start <= token.start && token.end <= child.end)
      path.push({ node: child, next: 0 });
  }
  return null;
}

function pathAround(root: SqlNode, offset: number): readonly SqlNode[] {
  const path = [root];
  for (let top: SqlNode | undefined = root; top !== undefined;) {
    top = top.children.findLast(
      (child): child is SqlNode => child.kind === "node" && child.start < offset && offset <= child.end + 1,
    );
    if (top !== undefined) path.push(top);
  }
  return path;
}
