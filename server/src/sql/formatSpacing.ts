import type { SqlToken } from "./tree.ts";

/** A token with the rule that it belongs to and its place among the children of that rule's node. */
export interface PlacedToken {
  readonly token: SqlToken;
  readonly rule: string;
  readonly at: number;
}

const opening: ReadonlySet<string> = new Set(["LEFT_PAREN", "LEFT_BRACKET"]);
const closing: ReadonlySet<string> = new Set(["RIGHT_PAREN", "RIGHT_BRACKET", "COMMA", "SEMICOLON", "EOF"]);
/** Marks that hold on to both neighbours. */
const tight: ReadonlySet<string> = new Set(["DOT", "DOUBLE_COLON", "AT_SIGN", "AT_VERSION"]);
const angles: ReadonlySet<string> = new Set(["LT", "GT", "NEQ"]);
const signs: ReadonlySet<string> = new Set(["MINUS", "PLUS", "TILDE", "BANG"]);
const signedRules: ReadonlySet<string> = new Set(["valueExpression", "number", "booleanExpression"]);
/** Rules whose second child may be a parenthesis that holds on to the name before it. */
const callRules: ReadonlySet<string> = new Set([
  "primaryExpression",
  "functionTable",
  "tableFunctionCall",
  "hintStatement",
  "transform",
  "dataType",
  "type",
  "primitiveType",
  "nonTrivialPrimitiveType",
  "groupingAnalytics",
  "identifierReference",
  "identifierClause",
  "simpleIdentifier",
  "strictIdentifier",
  "identifier",
  "unnest",
  "jsonTable",
]);
/** In place of `identifierList`, where it gives new names to the columns of a table. */
export const columnAliases = "columnAliases";
/** Rules whose parenthesis always holds on to the name before it. */
const namedLists: ReadonlySet<string> = new Set(["lateralView", "functionName", columnAliases]);
const strings: ReadonlySet<string> = new Set(["STRING_LITERAL", "DOUBLEQUOTED_STRING"]);
/** What a type in front of a literal may be read by. */
const typeNames: ReadonlySet<string> = new Set([
  "literalType",
  "identifier",
  "strictIdentifier",
  "nonReserved",
  "constant",
]);
const typeRules: ReadonlySet<string> = new Set(["dataType", "type"]);
const dollarQuoted: ReadonlySet<string> = new Set(["DOLLAR_QUOTED_STRING_BODY", "END_DOLLAR_QUOTED_STRING"]);

/** Whether a blank parts two tokens on a line. `adjacent`: none does in the source. */
export function isParted(left: PlacedToken, right: PlacedToken, adjacent: boolean): boolean {
  const [before, after] = [left.token.type, right.token.type];
  if (dollarQuoted.has(after)) return false;
  if (isNamedArrow(left, right)) return true;
  if (before === "COMMA" || before === "SEMICOLON") return after !== "EOF";
  if (opening.has(before) || closing.has(after)) return false;
  if (tight.has(before) || tight.has(after)) return false;
  if (typeRules.has(right.rule) && angles.has(after)) return false;
  if (typeRules.has(left.rule) && before === "LT") return false;
  if (before === "COLON" || after === "COLON") return isColonParted(left, right);
  if (isSign(left)) return signs.has(after) && isSign(right);
  if (after === "LEFT_BRACKET") return right.rule !== "primaryExpression";
  if (after === "LEFT_PAREN") return !isCallParenthesis(left, right);
  // DATE'2020-01-01' and X'1F', as they are written.
  if (strings.has(after)) return !(adjacent && typeNames.has(left.rule));
  return true;
}

const isNamedArrow = (left: PlacedToken, right: PlacedToken): boolean =>
  right.token.type === "FAT_ARROW" || left.token.type === "FAT_ARROW";

/** `-1`, `-a`, `!a`: a sign in front of its operand. */
const isSign = ({ token, rule, at }: PlacedToken): boolean =>
  at === 0 && signs.has(token.type) && signedRules.has(rule);

/** `:name`, `x:path`, `a: INT`, `label: BEGIN`. */
function isColonParted(left: PlacedToken, right: PlacedToken): boolean {
  if (right.token.type === "COLON") return right.at === 0 && right.rule !== "primaryExpression";
  return left.at > 0 && left.rule !== "primaryExpression" && left.rule !== "semiStructuredExtractionPath";
}

function isCallParenthesis(left: PlacedToken, right: PlacedToken): boolean {
  if (right.at === 1 && callRules.has(right.rule)) return true;
  if (signs.has(left.token.type) && isSign(left)) return true;
  return namedLists.has(right.rule);
}
