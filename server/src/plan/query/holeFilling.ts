import type { SqlTree } from "../../sql/parse.ts";
import type { Value } from "../value.ts";
import { createSqlScanner, type SqlContext } from "./sqlContext.ts";
import type { SqlPiece } from "./sqlPlaces.ts";
import type { SqlHole } from "./sqlText.ts";
import type { MarkedPiece, MarkedText } from "./templateMarks.ts";

/** A text whose holes are filled. */
export interface FilledText {
  readonly text: string;
  readonly pieces: readonly SqlPiece[];
  readonly holes: readonly SqlHole[];
  /** Parsed when it is first asked for, where nothing had to be filled. */
  readonly tree: () => SqlTree;
}

/** The name that stands for an unknown one; readers look at places, never at it. */
const someName = "_hole_";
const someQuery = `SELECT * FROM ${someName}`;

/** What is tried for a hole anywhere, when nothing better fits. */
const anything = [
  someName,
  "1",
  "'x'",
  "",
  "INT",
  `${someName} INT`,
  someQuery,
  `, ${someName}`,
  `AND ${someName}`,
  "UNION ALL",
];

/** How many fillings of a text are parsed at most. */
const maximalTries = 24;
/** The same for long texts, in characters. */
const maximalParsed = 200_000;

interface Choice {
  readonly kind: SqlHole["kind"];
  /** Clauses may stand there. */
  readonly isClause: boolean;
  readonly candidates: readonly string[];
}

/**
 * Fills the holes of a text so that it parses: a literal in quotes, a name where one is wanted, nothing where a clause
 * may be left out. When nothing parses, the first filling is kept.
 */
export function fillHoles({ text, pieces }: MarkedText, parse: (text: string) => SqlTree): FilledText {
  if (!pieces.some(({ isHole }) => isHole)) {
    let parsed: SqlTree | null = null;
    return { text, pieces, holes: [], tree: () => (parsed ??= parse(text)) };
  }
  const choices = choicesFor(text, pieces);
  const picks = choices.map(() => 0);
  const first = filledWith(text, pieces, choices, picks);
  const firstTree = parse(first.text);
  let [filled, tree] = [first, firstTree];
  let parsed = first.text.length;
  for (let tries = 0; !isRead(tree, filled.holes); tries += 1) {
    const at = next(tree, filled.holes, choices, picks);
    if (at === null || tries === maximalTries || parsed > maximalParsed)
      return { ...first, tree: () => firstTree };
    picks[at] = (picks[at] ?? 0) + 1;
    picks.fill(0, at + 1);
    filled = filledWith(text, pieces, choices, picks);
    tree = parse(filled.text);
    parsed += filled.text.length;
  }
  return { ...filled, tree: () => tree };
}

/** Whether the text is one of the grammar, leaving alone what a literal of unknown content is refused for. */
export const isRead = ({ problems, root }: SqlTree, holes: readonly SqlHole[]): boolean =>
  root !== null &&
  problems.every(
    ({ start, end, condition }) =>
      condition !== "PARSE_SYNTAX_ERROR" &&
      holes.some((hole) => hole.kind === "value" && hole.start < end && hole.end > start),
  );

/** The hole to be filled otherwise: the last one in front of the place where the parser stops. */
function next(
  tree: SqlTree,
  holes: readonly SqlHole[],
  choices: readonly Choice[],
  picks: readonly number[],
): number | null {
  const stop = tree.problems[0]?.end ?? Number.POSITIVE_INFINITY;
  const at = holes.findLastIndex(
    ({ start }, index) => start <= stop && (picks[index] ?? 0) + 1 < (choices[index]?.candidates.length ?? 0),
  );
  return at < 0 ? null : at;
}

function filledWith(
  text: string,
  pieces: readonly MarkedPiece[],
  choices: readonly Choice[],
  picks: readonly number[],
): Omit<FilledText, "tree"> {
  let content = "";
  const placed: SqlPiece[] = [];
  const holes: SqlHole[] = [];
  for (const piece of pieces) {
    const start = content.length;
    const { site, exact, spelling, puts, unknown } = piece;
    if (!piece.isHole) content += text.slice(piece.start, piece.end);
    else {
      const choice = choices[holes.length];
      content += choice?.candidates[picks[holes.length] ?? 0] ?? "";
      const { kind, isClause } = choice ?? { kind: "unknown", isClause: true };
      holes.push({ kind, isClause, site, put: unknown, start, end: content.length });
    }
    placed.push({ site, exact: exact && !piece.isHole, spelling, puts, start, end: content.length });
  }
  return { text: content, pieces: placed, holes };
}

function choicesFor(text: string, pieces: readonly MarkedPiece[]): readonly Choice[] {
  const scanner = createSqlScanner();
  const choices: Choice[] = [];
  for (const [index, piece] of pieces.entries()) {
    if (!piece.isHole) {
      scanner.feed(text.slice(piece.start, piece.end));
      continue;
    }
    const following = pieces[index + 1];
    const behind = following && !following.isHole ? text.slice(following.start, following.end) : "";
    const choice = choiceFor(scanner.context(), behind, piece.unknown?.value);
    choices.push(choice);
    scanner.feed(choice.candidates[0] ?? "");
  }
  return choices;
}

function choiceFor(context: SqlContext, behind: string, value: Value | undefined): Choice {
  const { inside, word, mark, touching, clause, depth } = context;
  const plain = (kind: SqlHole["kind"], candidates: readonly string[]): Choice => ({
    kind,
    isClause: false,
    candidates,
  });
  if (inside === "comment") return plain("value", [""]);
  if (inside === "string") return plain("value", stringContents(word));
  if (inside === "name") return plain("name", [someName]);
  const [likely, isPlain] = likelyText(value);
  const choose = (kind: SqlHole["kind"], ...candidates: readonly string[]): Choice => ({
    kind: isPlain ? "value" : kind,
    isClause: kind === "unknown" && !isPlain && clause !== "SELECT",
    candidates: [...new Set([...likely, ...(wordsFollow[word] ?? []), ...candidates, ...anything])],
  });
  if (touching && /^\d+$/.test(word)) return choose("value", "0");
  if ((touching && (mark === "" || mark === ".")) || /^[\w.]/.test(behind))
    return choose("name", someName, "0");
  // `SET {column} = …`: the assignment is spelt out, so the hole is not one.
  if (word === "SET" && /^\s*=/.test(behind)) return plain("name", [someName, ...anything]);
  if (word === "" && mark === "") return choose("unknown", someQuery, `SELECT ${someName}`, "", someName);
  if (namesFollow.has(word)) return choose("name", someName, `(${someQuery})`);
  if (valuesFollow.has(word) || /^[=<>+\-*/%|&^!~]$/.test(mark)) return choose("value", someName, "1");
  // Whatever a call is given, it stays one value.
  if (depth > 0 && clause === "" && (mark === "(" || mark === ",")) return choose("value", someName, "1");
  if (listsFollow.has(word) || mark === "(" || mark === ",") return choose("unknown", someName, "1");
  if (word === "AS") return choose("unknown", someName, someQuery);
  return { ...choose("unknown", "", someName), isClause: true };
}

/** What may stand in quotes behind a word: DATE '…' wants a date. */
function stringContents(word: string): readonly string[] {
  if (word === "DATE" || word.startsWith("TIMESTAMP")) return ["2000-01-01", "01", "2000", "x"];
  if (word === "INTERVAL" || word === "X") return ["1", "01", "x"];
  return ["x", "1"];
}

/** A text that the value may have, where it is one of a few or a number; and whether it can be no more than a value. */
function likelyText(value: Value | undefined): readonly [texts: readonly string[], isPlain: boolean] {
  switch (value?.kind) {
    case "number":
      return [["1"], true];
    case "boolean":
      return [["true"], true];
    case "union": {
      const texts = value.values.map((each) => (each.kind === "string" ? each.value : null));
      return [texts.filter((each) => each !== null), false];
    }
    default:
      return [[], false];
  }
}

/** What is wanted behind words that want something of their own. */
const wordsFollow: Readonly<Record<string, readonly string[]>> = {
  CASE: [`WHEN ${someName} THEN ${someName}`, someName],
  DROP: ["TABLE"],
  IN: [`(${someName})`],
  SET: [`${someName} = 1`, someName],
  WITH: [`${someName} AS (${someQuery})`],
};

const namesFollow = new Set(
  "FROM JOIN INTO TABLE UPDATE VIEW DATABASE SCHEMA USE DESCRIBE EXISTS FUNCTION CATALOG COLUMN CACHE UNCACHE OVERWRITE USING".split(
    " ",
  ),
);
const valuesFollow = new Set(
  "LIKE ILIKE RLIKE REGEXP BETWEEN LIMIT OFFSET THEN ELSE WHEN INTERVAL".split(" "),
);
const listsFollow = new Set(
  "SELECT DISTINCT WHERE AND OR ON BY HAVING NOT IN SET VALUES CASE ALL".split(" "),
);
