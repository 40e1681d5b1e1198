import type { Catalog } from "../catalog/catalog.ts";
import type { InstalledGrammar } from "../catalog/sqlGrammarTables.ts";
import { createSqlParser, type SqlParser } from "../sql/parse.ts";
import { sideTable } from "../syntax/sideTable.ts";

const packed = sideTable<Catalog, SqlParser>();
const installed = sideTable<InstalledGrammar, SqlParser>();

/** The parser of SQL for a session: that of the installed Spark where it was read, else the catalogue's of all versions. */
export function sqlParserOf({
  catalog,
  grammar,
}: {
  readonly catalog: Catalog;
  readonly grammar: InstalledGrammar | null;
}): SqlParser {
  if (grammar === null) return catalogParser(catalog);
  let parser = installed.get(grammar);
  if (parser === undefined) installed.set(grammar, (parser = createSqlParser(() => grammar.rows)));
  return parser;
}

/** The parser of all versions that the catalogue has, made when it is first asked for. */
export function catalogParser(catalog: Catalog): SqlParser {
  let parser = packed.get(catalog);
  if (parser === undefined) packed.set(catalog, (parser = createSqlParser(catalog.sqlGrammars)));
  return parser;
}
