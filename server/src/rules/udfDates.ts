import type { Expression } from "../syntax/ast.ts";
import { dateLetters, dateParts } from "./udfFunctions.ts";
import {
  asArgument,
  asColumn,
  atom,
  isStrict,
  noteNulls,
  operation,
  typeOf,
  type Context,
  type Piece,
} from "./udfPiece.ts";

const zone = "times are in the session's time zone";

/** `day.year` and the like. */
export function datePart(
  node: Extract<Expression, { kind: "Attribute" }>,
  object: Piece | null,
  context: Context,
): Piece | null {
  const fn = Object.hasOwn(dateParts, node.name.id) ? dateParts[node.name.id] : undefined;
  if (fn === undefined || !isTime(object)) return null;
  noteTime(object, context);
  return atom(`${context.spell.fn(fn)}(${asArgument(object, context)})`, "int", isStrict(object));
}

/** `day.strftime("%Y-%m")`, `day.weekday()`, `moment.date()`. */
export function dateMethod(
  name: string,
  object: Piece,
  args: readonly (Piece | null)[],
  context: Context,
): Piece | null {
  if (!isTime(object)) return null;
  const { fn } = context.spell;
  const [first] = args;
  switch (name) {
    case "strftime": {
      const pattern = first?.kind === "literal" ? sparkPattern(first.text) : null;
      if (pattern === null || args.length !== 1) return null;
      noteTime(object, context);
      context.differences.add("years before 1000 get four digits");
      return atom(
        `${fn("date_format")}(${asArgument(object, context)}, ${pattern})`,
        "string",
        isStrict(object),
      );
    }
    case "weekday":
    case "isoweekday": {
      if (args.length > 0) return null;
      noteTime(object, context);
      const day = `(${fn("dayofweek")}(${asArgument(object, context)}) + 5) % 7`;
      return operation(name === "weekday" ? day : `${day} + 1`, "int", isStrict(object));
    }
    case "date":
      if (args.length > 0) return null;
      noteTime(object, context);
      return atom(`${fn("to_date")}(${asArgument(object, context)})`, "date", isStrict(object));
    default:
      return null;
  }
}

/** `datetime.strptime(text, "%Y-%m-%d")`. */
export function parsedTime(args: readonly (Piece | null)[], context: Context): Piece | null {
  const [text, format] = args;
  if (!text || text.kind === "none" || text.kind === "literal" || format?.kind !== "literal") return null;
  const pattern = sparkPattern(format.text);
  if (pattern === null || args.length !== 2) return null;
  noteNulls(text, context);
  context.differences.add("texts that do not fit give Spark's own error, or null before 4.0");
  return atom(
    `${context.spell.fn("to_timestamp")}(${asColumn(text, context)}, ${pattern})`,
    "timestamp",
    isStrict(text),
  );
}

/** `datetime.fromtimestamp(seconds)`, and `utcfromtimestamp`. */
export function timeOfSeconds(args: readonly (Piece | null)[], context: Context): Piece | null {
  const [seconds, ...others] = args;
  if (!seconds || others.length > 0 || seconds.kind === "none" || seconds.kind === "literal") return null;
  const type = typeOf(seconds);
  if (type !== null && type !== "int" && type !== "double") return null;
  noteNulls(seconds, context);
  context.differences.add(zone);
  const text = `${context.spell.fn("timestamp_seconds")}(${asArgument(seconds, context)})`;
  return atom(text, "timestamp", isStrict(seconds));
}

/** A format of strftime as one of Spark's, both as literals; null where it has letters that Spark has not. */
function sparkPattern(literal: string): string | null {
  const parts = literal.slice(1, -1).split(/%(.)/);
  const texts = parts.map((part, index) =>
    index % 2 === 1 ? (dateLetters[part] ?? null) : part.replace(/[A-Za-z]+/g, "'$&'"),
  );
  if (texts.includes(null) || /[\\[\]{}#]/.test(literal)) return null;
  return `"${texts.join("")}"`;
}

const isTime = (piece: Piece | null): piece is Exclude<Piece, { kind: "none" | "literal" }> => {
  if (!piece || piece.kind === "none" || piece.kind === "literal") return false;
  const type = typeOf(piece);
  return type === null || type === "date" || type === "timestamp";
};

function noteTime(piece: Piece, context: Context): void {
  noteNulls(piece, context);
  if (typeOf(piece) !== "date") context.differences.add(zone);
}
