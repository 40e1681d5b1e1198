import type { Module, Unit } from "../../syntax/module.ts";
import { sqlCellMagic } from "./sqlMagics.ts";
import { commentsIn, sqlStatement, statementSpans } from "./sqlStatementText.ts";

/** Whether a document is SQL: by its name, or for a cell of a notebook by its magic. */
export const isSqlDocument = (path: string | null, text: string): boolean =>
  path === null ? sqlCellMagic.test(text) : /\.sql$/i.test(path);

/**
 * A document of SQL as a module: each statement is a unit that runs it with `spark.sql`, so that views and settings
 * are known to the statements behind. Units that an edit does not touch stay the same objects.
 */
export function sqlModule(text: string, previous?: Module): Module {
  const begin = sqlCellMagic.exec(text)?.[0].length ?? 0;
  const spans = statementSpans(text.slice(begin)).map(({ start, end }) => ({
    start: start + begin,
    end: end + begin,
  }));
  const old = previous?.language === "sql" ? previous.units : [];
  const starts = spans.map(({ start }, index) => (index === 0 ? 0 : start));
  const pieces = spans.map((span, index) => {
    const from = starts[index] ?? 0;
    return { from, text: text.slice(from, starts[index + 1] ?? text.length), span };
  });
  const kept = keptUnits(
    old,
    pieces.map((piece) => piece.text),
  );
  const units = pieces.map(
    (piece, index) =>
      kept[index] ??
      unitOf(piece.text, { start: piece.span.start - piece.from, end: piece.span.end - piece.from }),
  );
  if (units.length === 0 && text !== "")
    return { text, language: "sql", units: [emptyUnit(text)], offsets: [0], complete: true };
  return { text, language: "sql", units, offsets: pieces.map(({ from }) => from), complete: true };
}

const unitOf = (text: string, span: { readonly start: number; readonly end: number }): Unit => ({
  text,
  body: [sqlStatement(text, [span])],
  comments: commentsIn(text),
  errors: [],
});

const emptyUnit = (text: string): Unit => ({ text, body: [], comments: commentsIn(text), errors: [] });

/** The old units of the same texts, counted from both ends. */
function keptUnits(old: readonly Unit[], texts: readonly string[]): readonly (Unit | undefined)[] {
  const kept: (Unit | undefined)[] = texts.map(() => undefined);
  let front = 0;
  while (front < texts.length && old[front]?.text === texts[front]) {
    kept[front] = old[front];
    front += 1;
  }
  const most = Math.min(texts.length, old.length) - front;
  for (let back = 1; back <= most && old.at(-back)?.text === texts.at(-back); back += 1)
    kept[texts.length - back] = old.at(-back);
  return kept;
}
