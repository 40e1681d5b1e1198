import type { Catalog } from "../catalog/catalog.ts";
import { createSqlParser, type SqlParser } from "../sql/parse.ts";
import { sideTable } from "../syntax/sideTable.ts";

const parsers = sideTable<Catalog, SqlParser>();

/** The parser of SQL for a catalogue, made when it is first asked for. */
export function sqlParserOf(catalog: Catalog): SqlParser {
  let parser = parsers.get(catalog);
  if (parser === undefined) parsers.set(catalog, (parser = createSqlParser(catalog.sqlGrammars)));
  return parser;
}
