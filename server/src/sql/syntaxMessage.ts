import { spellingOf, type Grammar } from "./grammar.ts";
import type { SqlProblem } from "./parse.ts";
import type { Expectation } from "./recognise.ts";
import { tokensIn } from "./tokenSet.ts";
import type { SqlToken } from "./tree.ts";

/** More words than this are not listed. */
const mostListed = 4;

/** What is wrong at a token and what to do, in one or two sentences. */
export function syntaxMessage(
  grammar: Grammar,
  text: string,
  tokens: readonly SqlToken[],
  place: number,
  expectation: Expectation,
  fix: SqlProblem["fix"],
): string {
  if (tokens.length <= 1) return "There is no SQL in this text.";
  const token = tokens[place];
  const found =
    token === undefined || token.type === "EOF" ? "" : shortened(text.slice(token.start, token.end));
  const quote = unclosedQuote(text, token);
  if (quote !== null) return `The text that begins with ${quote} has no end. Add ${quote} where it ends.`;
  const where = found === "" ? "The SQL ends too early" : `${found} does not fit here`;
  if (fix !== null) return `${where}. ${advice(text, fix)}`;
  const words = expectedWords(grammar, expectation);
  return words === "" ? `${where}.` : `${where}. Expected: ${words}.`;
}

/** What an edit does, in words. */
function advice(text: string, { start, end, text: instead }: NonNullable<SqlProblem["fix"]>): string {
  const old = text.slice(start, end).trim();
  const fresh = instead.trim();
  if (old === "") return `Is ${fresh} missing?`;
  return fresh === "" ? `Leave ${shortened(old)} out.` : `Did you mean ${fresh}?`;
}

/** The quote that opens at a token that is none, such as ' without its partner. */
function unclosedQuote(text: string, token: SqlToken | undefined): string | null {
  if (token?.type !== "UNRECOGNIZED") return null;
  const character = text.slice(token.start, token.end);
  return character === "'" || character === '"' || character === "`" ? character : null;
}

/** Words and marks, or what they stand for, when they are few. */
function expectedWords(grammar: Grammar, { tokens, rules }: Expectation): string {
  const ruleNames = new Set([...rules].map((rule) => grammar.ruleNames[rule]));
  const names: string[] = [];
  if (ruleNames.has("expression") || ruleNames.has("valueExpression")) names.push("an expression");
  else if (ruleNames.has("dataType")) names.push("a type");
  else if (ruleNames.has("identifier") || ruleNames.has("errorCapturingIdentifier")) names.push("a name");
  if (names.length > 0) return names.join(", ");
  const listed = new Set(
    tokensIn(tokens).map((token) => spellingOf(grammar, grammar.tokenNames[token] ?? "")),
  );
  const shown = [...listed].map((word) => (word === "EOF" ? "the end" : word)).filter((word) => word !== "");
  return shown.length > mostListed ? "" : shown.join(", ");
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 37)}…` : text);
