import type { SqlEntry, SqlTree } from "../../sql/parse.ts";
import type { Span } from "../../sql/sqlExpression.ts";
import type { Site } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import type { Session } from "../session.ts";
import { placedText, type PlacedText } from "../strings/placedText.ts";
import type { PutText } from "../strings/textOrigin.ts";
import { sqlParserOf } from "../sqlParser.ts";
import type { Value } from "../value.ts";
import { fillHoles } from "./holeFilling.ts";
import { placesOf, type SqlPlaces } from "./sqlPlaces.ts";
import { hasTemplateMarks, templateMarks } from "./templateMarks.ts";

/** A part of SQL text that the program does not tell. */
export interface SqlHole extends Span {
  /** "value": in quotes, or a number. "name": a name or a piece of one. "unknown": any tokens, or none. */
  readonly kind: "value" | "name" | "unknown";
  readonly site: Site;
  /** The expression that gives it; null for marks of templates. */
  readonly put: PutText | null;
}

/** Texts of SQL that a program gives, with their places and their tree. */
export interface SqlText extends SqlPlaces {
  /** Holes are filled so that it parses where it may. */
  readonly text: string;
  readonly entry: SqlEntry;
  readonly holes: readonly SqlHole[];
  readonly tree: SqlTree;
  /** Whether a span touches what the program does not tell. */
  readonly unknownIn: (span: Span) => boolean;
  /** What Spark's parser would refuse whatever the holes hold. */
  readonly certainProblems: SqlTree["problems"];
}

type StringValue = Extract<Value, { kind: "string" }>;

/** Longer texts are left alone. */
export const longestSqlText = 500_000;

interface Kept {
  readonly key: string;
  readonly made: SqlText | null;
}

const texts = sideTable<StringValue, Kept[]>();

/**
 * A string as SQL text; `whole` is the argument that it is given as. Null where nothing of it is known. Kept with the
 * value, since an argument is asked for many times.
 */
export function sqlTextOf(value: Value, entry: SqlEntry, session: Session, whole: Site): SqlText | null {
  if (value.kind !== "string") return null;
  const key = `${entry} ${session.version} ${whole.start}`;
  const known = texts.get(value) ?? [];
  const found = known.find((each) => each.key === key);
  if (found) return found.made;
  const made = madeOf(value, entry, session, whole);
  texts.set(value, [...known.slice(-3), { key, made }]);
  return made;
}

function madeOf(value: StringValue, entry: SqlEntry, session: Session, whole: Site): SqlText | null {
  const placed = placedOf(value, whole);
  if (placed === null || placed.pieces.every(({ unknown }) => unknown !== null)) return null;
  return sqlTextOfPlaced(placed, entry, session, whole);
}

function placedOf(value: StringValue, whole: Site): PlacedText | null {
  const placed = value.origin ? placedText(value.origin, longestSqlText) : null;
  const text = value.member?.text ?? value.value;
  if (placed !== null && (value.value === null || placed.text === value.value)) return placed;
  if (text === null || text.length > longestSqlText) return null;
  const piece = { site: whole, exact: false, spelling: null, unknown: null, puts: [] };
  return { text, pieces: [{ ...piece, start: 0, end: text.length }] };
}

/** The SQL text of placed pieces. */
export function sqlTextOfPlaced(placed: PlacedText, entry: SqlEntry, session: Session, whole: Site): SqlText {
  const parse = (text: string): SqlTree => sqlParserOf(session.catalog)(text, entry, session.version);
  const asSpark = fillHoles(templateMarks(placed, session, "spark"), parse);
  const asTemplate =
    asSpark.tree.problems.length > 0 && hasTemplateMarks(placed.text)
      ? fillHoles(templateMarks(placed, session, "all"), parse)
      : asSpark;
  const { text, pieces, holes, tree } = asTemplate;
  const unknownIn = ({ start, end }: Span): boolean =>
    holes.some((hole) => hole.start < end && hole.end > start);
  return {
    text,
    entry,
    holes,
    tree,
    unknownIn,
    certainProblems: certainOf(tree, holes, unknownIn),
    ...placesOf(pieces, whole),
  };
}

/** A parser stops at a token that nothing before allows: what comes after it does not matter. */
function certainOf(
  tree: SqlTree,
  holes: readonly SqlHole[],
  unknownIn: (span: Span) => boolean,
): SqlTree["problems"] {
  if (tree.problems.length === 0) return [];
  const firstLoose = holes.find(({ kind }) => kind !== "value");
  return tree.problems.filter((problem) => {
    if (unknownIn({ start: problem.start, end: Math.max(problem.end, problem.start + 1) })) return false;
    if (firstLoose === undefined) return true;
    return problem.condition === "PARSE_SYNTAX_ERROR" && problem.end < firstLoose.start;
  });
}
