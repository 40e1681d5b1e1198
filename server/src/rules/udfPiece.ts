/** How the code around spells what a translation needs. */
export interface Spelling {
  /** A function of pyspark.sql.functions: "upper" → "F.upper". */
  readonly fn: (name: string) => string;
  /** The source text of an argument, as given to the UDF. */
  readonly argument: (index: number) => string;
  /** The same as an expression of type Column: a string literal becomes `F.col("…")`. */
  readonly column: (index: number) => string;
}

/** A part of the body, half translated. */
export type Piece =
  | { readonly kind: "parameter"; readonly index: number }
  | { readonly kind: "literal"; readonly text: string; readonly type: ColumnType }
  | { readonly kind: "none" }
  | { readonly kind: "column"; readonly text: string; readonly isAtom: boolean; readonly type: ColumnType };

/** What is known of the type; null when nothing is. */
export type ColumnType = "string" | "int" | "double" | "boolean" | null;

/** What the translation of a body goes by, and the differences it has noted. */
export interface Context {
  readonly source: string;
  readonly parameters: readonly string[];
  readonly spell: Spelling;
  readonly differences: Set<string>;
  /** Parameters that a test around has shown not to be None. */
  readonly notNull: ReadonlySet<string>;
}

/** A Column made by an operator. */
export const operation = (text: string, type: ColumnType): Piece => ({
  kind: "column",
  text,
  isAtom: false,
  type,
});
/** A Column to call methods on. */
export const wrapped = (piece: { readonly text: string; readonly isAtom: boolean }): string =>
  piece.isAtom ? piece.text : `(${piece.text})`;

/** The piece as a Column, to call methods on or to combine with operators. */
export function asColumn(piece: Piece, context: Context): string {
  if (piece.kind === "parameter") return context.spell.column(piece.index);
  if (piece.kind === "column") return wrapped(piece);
  return `${context.spell.fn("lit")}(${piece.kind === "none" ? "None" : piece.text})`;
}

/** The piece as an argument of a function that takes a column or its name. */
export function asArgument(piece: Piece, context: Context): string {
  if (piece.kind === "parameter") return context.spell.argument(piece.index);
  return piece.kind === "column" ? piece.text : asColumn(piece, context);
}

/** The piece as one side of an operator whose other side is a Column. */
export function asOperand(piece: Piece, context: Context): string {
  return piece.kind === "literal" ? piece.text : asColumn(piece, context);
}

/** Python raises on None where Spark gives null: a difference, unless a test around has excluded it. */
export function noteNulls(piece: Piece, context: Context): void {
  if (piece.kind !== "parameter" || context.notNull.has(context.parameters[piece.index] ?? "")) return;
  context.differences.add("a null gives null instead of an error");
}
