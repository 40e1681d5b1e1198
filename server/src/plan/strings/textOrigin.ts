import type { Expression, StringPart } from "../../syntax/ast.ts";
import type { Site, Unit } from "../../syntax/module.ts";
import type { Value } from "../value.ts";

/**
 * Of what a text is made, as far as the program tells. Texts share their parts; nothing is worked out before somebody
 * asks for the places (`placedText.ts`).
 */
export type TextOrigin = WrittenText | PutText | JoinedText | ChangedText;

/** What a literal spells. */
interface WrittenText {
  readonly kind: "written";
  readonly unit: Unit;
  readonly parts: readonly StringPart[];
  readonly size: 1;
}

/** What an expression gives, put into a text: `{x}`, `"…" + x`, an argument of `format`. */
export interface PutText {
  readonly kind: "put";
  /** With the braces of an f-string. */
  readonly site: Site;
  readonly expression: Expression;
  readonly value: Value;
  /** What it gives as text; null where the program does not tell. */
  readonly text: string | null;
  /** Of what that text is made, where it goes in as it is. */
  readonly origin: TextOrigin | null;
  readonly size: number;
}

interface JoinedText {
  readonly kind: "joined";
  readonly parts: readonly TextOrigin[];
  readonly size: number;
}

/** A text of which pieces were kept, with others put between them: stripped, dedented, formatted, replaced. */
interface ChangedText {
  readonly kind: "changed";
  readonly of: TextOrigin;
  /** The pieces of the new text, from the old one, in which `unknownMark` stands for what is not known. */
  readonly by: (text: string) => readonly KeptText[];
  readonly size: number;
}

/** A piece of the old text, another text in its place, or a text of another origin. */
export type KeptText =
  | {
      readonly start: number;
      readonly end: number;
      readonly doubled?: Doubled;
      /** The text that stands there instead. */
      readonly as?: string;
    }
  | { readonly origin: TextOrigin };

/** What a template doubles to mean it: braces for `format`, percent signs for `%`. */
export type Doubled = "braces" | "percent";

/** Stands in texts for a part of unknown content: a character for private use, of which Unicode says nothing. */
export const unknownMark = "\uE000";

/** Texts of more pieces are of unknown origin: no one writes them by hand. */
const maximalSize = 2000;

const sized = <Origin extends TextOrigin>(origin: Origin): Origin | undefined =>
  origin.size > maximalSize ? undefined : origin;

/** The origin of a literal. */
export const written = (unit: Unit, parts: readonly StringPart[]): WrittenText => ({
  kind: "written",
  unit,
  parts,
  size: 1,
});

/** The origin of what an expression puts into a text; `text` is what it gives there. */
export function put(
  site: Site,
  expression: Expression,
  value: Value,
  text: string | null,
  asItIs = true,
): PutText {
  const origin = asItIs && value.kind === "string" && value.value === text ? (value.origin ?? null) : null;
  return { kind: "put", site, expression, value, text, origin, size: 1 + (origin?.size ?? 0) };
}

/** The origin of texts behind each other; undefined where there are too many pieces. */
export const joined = (parts: readonly TextOrigin[]): JoinedText | undefined =>
  sized({ kind: "joined", parts, size: parts.reduce((sum, part) => sum + part.size, 1) });

/** The origin of a changed text; undefined where there are too many pieces. */
export const changed = (of: TextOrigin, by: ChangedText["by"], more = 0): ChangedText | undefined =>
  sized({ kind: "changed", of, by, size: of.size + 1 + more });

/**
 * The origin of an operand: what a literal or a row of `+` is made of, and for names, calls and the like, what they
 * put there.
 */
export function operandOrigin(unit: Unit, expression: Expression, value: Value): TextOrigin {
  const isSpelt =
    expression.kind === "String" || expression.kind === "FormattedString" || expression.kind === "Binary";
  if (isSpelt && value.kind === "string" && value.origin) return value.origin;
  const text = value.kind === "string" ? value.value : null;
  return put({ unit, start: expression.start, end: expression.end }, expression, value, text);
}
