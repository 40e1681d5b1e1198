import type { Expression, Interpolation, StringPart } from "../syntax/ast.ts";
import {
  asArgument,
  asColumn,
  atom,
  isStrict,
  noteNulls,
  typeOf,
  type Context,
  type Piece,
  type Translate,
} from "./udfPiece.ts";

/** An f-string: its parts, put together. */
export function translateFormatted(
  node: Extract<Expression, { kind: "FormattedString" }>,
  context: Context,
  translate: Translate,
): Piece | null {
  const parts: Part[] = [];
  for (const part of node.parts) {
    if (part.kind === "Text") parts.push(part.value);
    else if (part.conversion !== null) return null;
    else parts.push({ value: part.expression, format: formatOf(part.format) });
  }
  return joined(parts, context, translate);
}

/** `"…{}…".format(a, b)` with holes in order. */
export function formatCall(
  template: string,
  args: readonly Expression[],
  context: Context,
  translate: Translate,
): Piece | null {
  const texts = template.split(/\{(?::([^{}]*))?\}/);
  const parts: Part[] = [];
  for (let index = 0; index < texts.length; index += 2) {
    const text = texts[index] ?? "";
    if (/[{}]/.test(text)) return null;
    parts.push(text);
    const value = args[index / 2];
    if (index + 1 < texts.length) {
      if (!value) return null;
      parts.push({ value, format: texts[index + 1] ?? "" });
    }
  }
  return joined(parts, context, translate);
}

/** `"…%s…" % value`, or with a tuple of values. */
export function percentFormatted(
  node: Extract<Expression, { kind: "Binary" }>,
  context: Context,
  translate: Translate,
): Piece | null {
  if (node.left.kind !== "String" || node.left.value === null) return null;
  const values = node.right.kind === "Tuple" ? node.right.elements : [node.right];
  const texts = node.left.value.split(/%(s|0?\d*d|\.\d+f)/);
  if (texts.length !== 2 * values.length + 1) return null;
  const parts: Part[] = [];
  for (const [index, text] of texts.entries())
    if (index % 2 === 0) {
      if (text.includes("%")) return null;
      parts.push(text);
    } else {
      const value = values[(index - 1) / 2];
      if (value) parts.push({ value, format: text === "s" ? "" : text });
    }
  return joined(parts, context, translate);
}

/** Literal text, or a value with its format as Python writes it behind the colon; null for one that holds holes. */
type Part = string | { readonly value: Expression; readonly format: string | null };

function formatOf(format: readonly (StringPart | Interpolation)[]): string | null {
  return format.every((part): part is StringPart => part.kind === "Text")
    ? format.map(({ value }) => value).join("")
    : null;
}

function joined(parts: readonly Part[], context: Context, translate: Translate): Piece | null {
  const pieces: (string | { readonly piece: Piece; readonly format: string })[] = [];
  for (const part of parts) {
    if (typeof part === "string") {
      if (part !== "") pieces.push(part);
      continue;
    }
    const piece = translate(part.value, context);
    if (!piece || piece.kind === "none" || part.format === null) return null;
    if (part.format !== "" && !/^(0?\d*d|\.\d+f)$/.test(part.format)) return null;
    pieces.push({ piece, format: part.format });
  }
  const values = pieces.filter((piece) => typeof piece !== "string");
  if (values.length === 0 || values.every(({ piece }) => piece.kind === "literal")) return null;
  for (const { piece, format } of values) noteFormat(piece, format, context);
  const strict = isStrict(...values.map(({ piece }) => piece));
  const { fn } = context.spell;
  if (values.some(({ format }) => format !== "")) {
    const template = pieces
      .map((piece) => (typeof piece === "string" ? piece.replaceAll("%", "%%") : `%${piece.format || "s"}`))
      .join("");
    context.differences.add("numbers are rounded as Java does");
    const columns = values.map(({ piece }) => asArgument(piece, context));
    return atom(
      `${fn("format_string")}(${JSON.stringify(template)}, ${columns.join(", ")})`,
      "string",
      false,
    );
  }
  return concatenated(
    pieces.map((piece) =>
      typeof piece === "string" ? `${fn("lit")}(${JSON.stringify(piece)})` : asArgument(piece.piece, context),
    ),
    strict,
    context,
    values.length === 1 && pieces.length === 1
      ? asColumn(values[0]?.piece ?? { kind: "none" }, context)
      : null,
  );
}

/** `F.concat(…)` of arguments; a single one is cast to a text. */
function concatenated(
  texts: readonly string[],
  strict: boolean,
  context: Context,
  single: string | null,
): Piece {
  return single === null
    ? atom(`${context.spell.fn("concat")}(${texts.join(", ")})`, "string", strict)
    : atom(`${single}.cast("string")`, "string", strict);
}

/** Python writes None, True and 1e+20 where Spark has null, true and 1.0E20. */
function noteFormat(piece: Piece, format: string, context: Context): void {
  const nulls = new Set<string>();
  noteNulls(piece, { ...context, differences: nulls });
  if (nulls.size > 0) context.differences.add("a null gives null instead of the text None");
  const type = typeOf(piece);
  if (format === "" && type !== "string" && type !== "int" && type !== "date")
    context.differences.add("numbers, times and truth values are written as Spark does");
}
