import type { SqlEntry, SqlTree } from "../../sql/parse.ts";
import type { Span } from "../../sql/sqlExpression.ts";
import type { Site } from "../../syntax/module.ts";
import { sideTable } from "../../syntax/sideTable.ts";
import type { SiteOf } from "../schema/expressions/sqlColumns.ts";
import { timestampType, type Session } from "../session.ts";
import { placedText, type PlacedText } from "../strings/placedText.ts";
import type { PutText } from "../strings/textOrigin.ts";
import { isAllowed, sqlDialectOf } from "../sqlDialect.ts";
import { sqlParserOf } from "../sqlParser.ts";
import type { Value } from "../value.ts";
import { fillHoles, isRead } from "./holeFilling.ts";
import { placesOf, type SqlPlaces } from "./sqlPlaces.ts";
import { fieldMarks, templateMarks, variableMarks, withMarks, type FieldTexts } from "./templateMarks.ts";

/** A part of SQL text that the program does not tell. */
export interface SqlHole extends Span {
  /** "value": in quotes, or a number. "name": a name or a piece of one. "unknown": any tokens, or none. */
  readonly kind: "value" | "name" | "unknown";
  /** Of "unknown" ones: whole clauses may stand there. */
  readonly isClause: boolean;
  readonly site: Site;
  /** The expression that gives it; null for marks of templates. */
  readonly put: PutText | null;
}

/** A text of SQL that a program gives, with its places and its tree. */
export interface SqlText extends SqlPlaces {
  /** Holes are filled so that it parses where it may. */
  readonly text: string;
  readonly entry: SqlEntry;
  readonly holes: readonly SqlHole[];
  /** Parsed when it is first asked for. */
  readonly tree: SqlTree;
  /** The places for plans: with what is unknown at them. */
  readonly placeOf: SiteOf;
  /** What Spark's parser would refuse whatever the holes hold. */
  readonly certainProblems: SqlTree["problems"];
  /** The tree says what Spark will read, holes aside. */
  readonly isRead: boolean;
}

type StringValue = Extract<Value, { kind: "string" }>;

/** Longer texts are left alone. */
const longestSqlText = 500_000;

interface Kept {
  readonly key: string;
  readonly conf: Session["conf"];
  readonly made: SqlText | null;
}

const texts = sideTable<StringValue, Kept[]>();

/** How a string is read as SQL. */
export interface SqlReading {
  readonly entry: SqlEntry;
  readonly session: Session;
  /** The argument that it is given as. */
  readonly whole: Site;
  /** What is put into its `{name}`; they are left as they are where nothing is given. */
  readonly fields?: FieldTexts;
  /** A program may fill the text's `{name}` or `%s` before Spark reads it, as it may with files. */
  readonly isTemplate?: boolean;
}

const noFields: FieldTexts = new Map();

/**
 * A string as SQL text. Null where nothing of it is known. Kept with the value, since an argument is asked for many
 * times.
 */
export function sqlTextOf(value: Value, reading: SqlReading): SqlText | null {
  if (value.kind !== "string") return null;
  const { entry, session, whole, fields = noFields, isTemplate = false } = reading;
  const key = `${entry} ${session.version} ${session.grammar?.key ?? ""} ${whole.start} ${isTemplate} ${JSON.stringify([...fields])}`;
  const known = texts.get(value) ?? [];
  const found = known.find((each) => each.key === key && each.conf === session.conf);
  if (found) return found.made;
  const placed = placedOf(value, whole);
  const isEmpty = placed === null || placed.pieces.every(({ unknown }) => unknown !== null);
  const made = isEmpty ? null : sqlTextOfPlaced(placed, reading);
  texts.set(value, [...known.slice(-3), { key, conf: session.conf, made }]);
  return made;
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
function sqlTextOfPlaced(
  placed: PlacedText,
  { entry, session, whole, fields = noFields, isTemplate = false }: SqlReading,
): SqlText {
  const parser = sqlParserOf(session);
  const dialect = sqlDialectOf(session);
  const parse = (text: string): SqlTree => parser(text, entry, session.version, dialect);
  const own = [...fieldMarks(placed.text, fields), ...variableMarks(placed.text, session)];
  const others = templateMarks(placed.text, isTemplate);
  let filled = fillHoles(withMarks(placed, own), parse);
  if (others.length > 0 && filled.tree().problems.length > 0)
    filled = fillHoles(withMarks(placed, [...others, ...own]), parse);
  const { text, pieces, holes, tree } = filled;
  const unknownIn = ({ start, end }: Span): boolean =>
    holes.some((hole) => hole.start < end && hole.end > start);
  const places = placesOf(pieces, whole);
  return {
    text,
    entry,
    holes,
    get tree() {
      return tree();
    },
    ...places,
    placeOf: Object.assign((span: Span) => places.siteOf(span), {
      unknownIn,
      ...(session.conf.has("spark.sql.timestampType") && { timestampType: timestampType(session) }),
      looseIn: ({ start, end }: Span): boolean =>
        holes.some((hole) => hole.kind === "unknown" && hole.start <= end && hole.end >= start),
      hasLooseClauses: holes.some(({ isClause }) => isClause),
    }),
    get certainProblems() {
      return certainOf(tree(), holes, unknownIn).filter(({ condition }) => !isAllowed(session, condition));
    },
    get isRead() {
      return isRead(tree(), holes);
    },
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
