import type { Expression } from "../syntax/ast.ts";

/** How the code around spells what a translation needs. */
export interface Spelling {
  /** A function of pyspark.sql.functions: "upper" → "F.upper". */
  readonly fn: (name: string) => string;
  /** A function of pyspark.ml.functions. */
  readonly mlFn: (name: string) => string;
  /** The source text of an argument, as given to the UDF. */
  readonly argument: (index: number) => string;
  /** The same as an expression of type Column: a string literal becomes `F.col("…")`. */
  readonly column: (index: number) => string;
}

/** A part of the body, half translated. */
export type Piece =
  | { readonly kind: "parameter"; readonly index: number; readonly type: ColumnType }
  | { readonly kind: "literal"; readonly text: string; readonly type: ColumnType }
  | { readonly kind: "none" }
  /** `isStrict`: null wherever a parameter in it is null. */
  | {
      readonly kind: "column";
      readonly text: string;
      readonly isAtom: boolean;
      readonly type: ColumnType;
      readonly isStrict: boolean;
    };

/** What is known of the type; null when nothing is. "list" is an array. */
export type ColumnType = "string" | "int" | "double" | "boolean" | "date" | "timestamp" | "list" | null;

/** What the translation of a body goes by, and the differences it has noted. */
export interface Context {
  readonly source: string;
  readonly parameters: readonly string[];
  readonly spell: Spelling;
  readonly differences: Set<string>;
  /** Parameters that a test around has shown not to be None. */
  readonly notNull: ReadonlySet<string>;
  /** Variables of lambdas around: an element of a list, by its name. */
  readonly elements: ReadonlySet<string>;
  /** Numbers and texts of the driver that the body reads, by their names. */
  readonly captured: ReadonlyMap<string, ColumnType>;
  /** What the body itself tells of its parameters' types. */
  readonly types: ReadonlyMap<string, ColumnType>;
  /** The type that the UDF declares, in SQL. */
  readonly returns: string;
}

/** Translates an expression of the body; null when Spark has nothing like it. */
export type Translate = (node: Expression, context: Context) => Piece | null;

/** A Column made by a call. */
export const atom = (text: string, type: ColumnType, isStrict = true): Piece => ({
  kind: "column",
  text,
  isAtom: true,
  type,
  isStrict,
});

/** A Column made by an operator. */
export const operation = (text: string, type: ColumnType, isStrict = true): Piece => ({
  kind: "column",
  text,
  isAtom: false,
  type,
  isStrict,
});

/** A Column to call methods on. */
export const wrapped = (piece: { readonly text: string; readonly isAtom: boolean }): string =>
  piece.isAtom ? piece.text : `(${piece.text})`;

/** What is known of a piece's type. */
export const typeOf = (piece: Piece): ColumnType => (piece.kind === "none" ? null : piece.type);

/** Whether null comes of null. */
export const isStrict = (...pieces: readonly Piece[]): boolean =>
  pieces.every((piece) => piece.kind !== "column" || piece.isStrict);

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

/** The piece as one side of an operator whose other side is a Column, or as a value that `when` takes. */
export function asOperand(piece: Piece, context: Context): string {
  return piece.kind === "literal" ? piece.text : asColumn(piece, context);
}

/** Python raises on None where Spark gives null: a difference, unless a test around has excluded it. */
export function noteNulls(piece: Piece, context: Context): void {
  if (piece.kind === "column" && context.elements.has(piece.text))
    context.differences.add("a null in the list gives null instead of an error");
  if (piece.kind !== "parameter" || context.notNull.has(context.parameters[piece.index] ?? "")) return;
  context.differences.add("a null gives null instead of an error");
}
