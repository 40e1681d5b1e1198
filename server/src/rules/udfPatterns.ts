import type { Expression } from "../syntax/ast.ts";
import {
  asArgument,
  asColumn,
  atom,
  isStrict,
  noteNulls,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";

type Call = Extract<Expression, { kind: "Call" }>;

/** `re.sub(pattern, replacement, text)`; null for patterns that Java reads otherwise. */
export function substituted(
  nodes: readonly Expression[],
  context: Context,
  translate: Translate,
): Piece | null {
  const [pattern, replacement, last] = nodes;
  if (nodes.length !== 3 || !last || replacement?.kind !== "String") return null;
  const text = translate(last, context);
  if (pattern?.kind !== "String" || pattern.value === null || !isPlain(pattern.value)) return null;
  if (replacement.value === null || /[\\$]/.test(replacement.value) || !isColumn(text)) return null;
  noteNulls(text, context);
  return atom(
    `${context.spell.fn("regexp_replace")}(${asArgument(text, context)}, ${JSON.stringify(pattern.value)}, ${JSON.stringify(replacement.value)})`,
    "string",
    isStrict(text),
  );
}

/** Whether `re.search(pattern, text)` or `re.match(…)` finds something: where they are asked for their truth or for None. */
export function matchTest(node: Expression, context: Context, translate: Translate): Piece | null {
  const call = node.kind === "Call" ? searchCall(node) : null;
  const [pattern, last] = call?.args ?? [];
  if (!call || pattern?.value.kind !== "String" || !last || call.args.length !== 2) return null;
  const text = translate(last.value, context);
  if (pattern.value.value === null || !isPlain(pattern.value.value) || !isColumn(text)) return null;
  noteNulls(text, context);
  const regex = call.name === "match" ? `^(${pattern.value.value})` : pattern.value.value;
  return atom(`${asColumn(text, context)}.rlike(${JSON.stringify(regex)})`, "boolean", isStrict(text));
}

function searchCall({ callee, args }: Call): { readonly name: string; readonly args: Call["args"] } | null {
  if (callee.kind !== "Attribute" || callee.object.kind !== "Name" || callee.object.id !== "re") return null;
  return callee.name.id === "search" || callee.name.id === "match" ? { name: callee.name.id, args } : null;
}

const isColumn = (piece: Piece | null): piece is Exclude<Piece, { kind: "none" | "literal" }> =>
  piece !== null && piece.kind !== "none" && piece.kind !== "literal";

/**
 * Whether Java reads a pattern as Python does: letters, digits and classes of them, repeated at least once. Escapes
 * (\d means every script's digits to Python), `$`, `.` and patterns that match nothing differ.
 */
const isPlain = (pattern: string): boolean =>
  /^(?:[A-Za-z0-9 _,:;@#%=<>"'~!/-]|\[\^?[A-Za-z0-9 _,:;@#%=<>.!/-]+\])(?:[A-Za-z0-9 _,:;@#%=<>"'~!/+-]|\[\^?[A-Za-z0-9 _,:;@#%=<>.!/-]+\])*$/.test(
    pattern,
  ) && !/--|&&|\+\+/.test(pattern);
